from django.db import transaction

from delegations.models import DelegationMeeting
from exchange.audit.versions import claim, settle


@transaction.atomic
def link_meeting(*, delegation, meeting, item=None, by):
    """The meeting was held on this trip; `item` is the entry of the itinerary that planned it."""
    delegation = claim(delegation, "link_meeting", None)
    link = DelegationMeeting(delegation=delegation, meeting=meeting)
    link.full_clean()
    link.save()
    if item:
        delegation.items.filter(pk=item.pk).update(meeting=meeting)
    settle(delegation, "link_meeting", by=by, meeting=[None, str(meeting)])
    return link


@transaction.atomic
def unlink_meeting(*, delegation, meeting, by):
    """The meeting stays, outside this trip; items of the itinerary lose their reference to it."""
    delegation = claim(delegation, "unlink_meeting", None)
    delegation.meeting_links.get(meeting=meeting).delete()
    delegation.items.filter(meeting=meeting).update(meeting=None)
    settle(delegation, "unlink_meeting", by=by, meeting=[str(meeting), None])
