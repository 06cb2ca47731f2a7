from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from exchange.core.views import with_object
from exchange.mous.models import Commitment


@require_GET
@with_object(Commitment, "mous.view_commitment", rows=lambda seen: seen.listed(today=timezone.localdate()))
def commitment_detail(request, commitment):
    context = {
        "commitment": commitment,
        "evidence": commitment.evidence.select_related("meeting", "edition__document", "recorded_by", "occurrence"),
        "occurrences": commitment.occurrences.all(),
    }
    return render(request, "mous/commitment_detail.html", context)
