from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegations import counterparts
from delegations.models import Delegation, ItineraryItem
from delegations.services.meetings import link_meeting
from delegations.whereabouts import NOON
from exchange.core import zones
from exchange.meetings.enums import MeetingState
from exchange.meetings.services import create_meeting


@transaction.atomic
def meeting_of_item(*, item, by):
    """The record of what the entry planned; made from the entry when there is none yet."""
    Delegation.objects.select_for_update(of=("self",)).get(pk=item.delegation_id)  # first, as every writer of a trip
    item = ItineraryItem.objects.select_related("meeting", "delegation").filter(pk=item.pk).first()
    if item is None:
        raise ValidationError(_("그사이 지워진 일정입니다."), code="gone")
    if item.meeting:
        return item.meeting
    now = timezone.now()
    starts_at = zones.to_instant(item.day, item.starts or _start_on(item, now), item.zone)
    meeting = create_meeting(
        title_ko=item.title_ko, title_ja=item.title_ja,
        starts_at=starts_at, ends_at=item.ends and zones.to_instant(item.day, item.ends, item.zone), zone=item.zone,
        country=item.delegation.country, venue_ko=item.place_ko, venue_ja=item.place_ja, address=item.address,
        state=MeetingState.HELD if starts_at <= now else MeetingState.PLANNED,
        counterparts=counterparts.named_in([item.title_ko, item.title_ja, item.place_ko], user=by), by=by,
    )  # fmt: skip
    link_meeting(delegation=item.delegation, meeting=meeting, item=item, by=by)
    return meeting


def _start_on(item, now):
    """Nobody set a time: the moment when the first note is taken, on that day."""
    there = zones.local(now, item.zone)
    return there.time().replace(second=0, microsecond=0) if there.date() == item.day else NOON
