from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from exchange.core.paging import page_of
from exchange.core.views import require_permission
from exchange.mous.models import Commitment


@require_GET
@require_permission("mous.list_commitments")
def commitment_list(request):
    commitments = Commitment.objects.visible_to(request.user).listed(today=timezone.localdate())
    return render(request, "mous/commitment_list.html", {"page": page_of(commitments, request)})
