from django.shortcuts import render

from ambassadors.models import Casebook
from exchange.core.views import with_object


@with_object(Casebook, "ambassadors.view_casebook", by="slug")
def casebook_detail(request, casebook):
    return render(request, "ambassadors/casebook_detail.html", {"casebook": casebook})
