from django.shortcuts import render

from ambassadors.models import Ambassador
from exchange.core.views import with_object


@with_object(Ambassador, "ambassadors.view_ambassador")
def ambassador_detail(request, ambassador):
    return render(request, "ambassadors/ambassador_detail.html", {"ambassador": ambassador})
