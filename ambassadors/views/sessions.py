from django.shortcuts import render

from ambassadors.models import AdvisorySession
from exchange.core.views import with_object


@with_object(AdvisorySession, "ambassadors.view_session")
def session_detail(request, session):
    return render(request, "ambassadors/session_detail.html", {"session": session})
