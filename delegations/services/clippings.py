from django.db import transaction

from delegations.models import Clipping
from exchange.audit.versions import claim, settle
from exchange.core.sync import sync_rows


@transaction.atomic
def set_clippings(*, delegation, rows, version=None, by):
    delegation = claim(delegation, "set_clippings", version)
    before = [str(clipping) for clipping in delegation.clippings.all()]
    clippings = sync_rows(delegation.clippings.all(), rows, build=lambda: Clipping(delegation=delegation))
    settle(delegation, "set_clippings", by=by, clippings=[before, [str(clipping) for clipping in clippings]])
    return clippings
