from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from exchange.core.paging import page_of
from exchange.core.views import require_permission, with_object
from exchange.mous.models import Commitment, Mou


@require_GET
@require_permission("mous.list_mous")
def mou_list(request):
    page = page_of(Mou.objects.visible_to(request.user).prefetch_related("parties__organization"), request)
    return render(request, "mous/mou_list.html", {"page": page})


@require_GET
@with_object(Mou, "mous.view_mou")
def mou_detail(request, mou):
    commitments = Commitment.objects.visible_to(request.user).filter(mou=mou).listed(today=timezone.localdate())
    context = {
        "mou": mou,
        "clauses": mou.clauses.select_related("ancestor"),
        "parties": mou.parties.select_related("organization", "signatory"),
        "commitments": commitments,
    }
    return render(request, "mous/mou_detail.html", context)
