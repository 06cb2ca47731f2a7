from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from delegations.models import DelegationMeeting
from exchange.audit.versions import claim, settle
from exchange.core.languages import title_of
from exchange.meetings.enums import Side
from exchange.meetings.services import create_meeting, set_attendances


@transaction.atomic
def link_meeting(*, delegation, meeting, item=None, by):
    """The meeting was held on this trip; `item` is the entry of the itinerary that planned it."""
    delegation = claim(delegation, "link_meeting", None)
    link = DelegationMeeting(delegation=delegation, meeting=meeting)
    link.full_clean()
    link.save()
    if item and not delegation.items.filter(pk=item.pk, meeting=None).update(meeting=meeting):
        raise ValidationError(_("이 일정의 면담은 이미 등록되어 있습니다."), code="recorded")
    settle(delegation, "link_meeting", by=by, meeting=[None, title_of(meeting)])
    return link


@transaction.atomic
def hold_meeting(*, delegation, item=None, party=(), by, **facts):
    """Register a meeting of the trip, with its delegates `party` at the table under the titles of the trip."""
    meeting = create_meeting(by=by, **facts)
    link_meeting(delegation=delegation, meeting=meeting, item=item, by=by)
    if party:
        names = ("person", "title_ko", "title_ja")
        rows = [{"side": Side.OURS} | {name: getattr(delegate, name) for name in names} for delegate in party]
        set_attendances(meeting=meeting, rows=rows, by=by)
    return meeting


@transaction.atomic
def unlink_meeting(*, delegation, meeting, by):
    """The meeting stays, outside this trip; items of the itinerary lose their reference to it."""
    delegation = claim(delegation, "unlink_meeting", None)
    delegation.meeting_links.get(meeting=meeting).delete()
    delegation.items.filter(meeting=meeting).update(meeting=None)
    settle(delegation, "unlink_meeting", by=by, meeting=[title_of(meeting), None])
