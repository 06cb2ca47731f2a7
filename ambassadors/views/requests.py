from django.shortcuts import render

from ambassadors.models import AdvisoryRequest
from exchange.core.views import with_object


@with_object(AdvisoryRequest, "ambassadors.view_request")
def request_detail(request, asked):
    return render(request, "ambassadors/request_detail.html", {"asked": asked})
