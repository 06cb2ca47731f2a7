"""What the pages of a trip read of its loaded rows (delegations/loading.py), and what its forms offer."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegations.enums import DelegateGroup, Direction, ItemKind, LegDirection
from delegations.models import Delegate, DelegationMeeting, Leg
from exchange.core import clocks, zones
from exchange.core.languages import in_language
from exchange.meetings.enums import MeetingState
from exchange.meetings.models import Meeting

DAY, NOON = timedelta(days=1), time(12)
MOST_DAYS = 60  # that a page lists when nothing happens on them
RECORDABLE = (ItemKind.MEETING, ItemKind.CEREMONY, ItemKind.VISIT)


def load_choices(delegation):
    """What an entry of the itinerary can name: the delegates, and the meetings of the trip."""
    prefetch_related_objects([delegation], Prefetch("delegates", Delegate.objects.select_related("person")))
    prefetch_related_objects(
        [delegation], Prefetch("meeting_links", DelegationMeeting.objects.select_related("meeting"))
    )
    return delegation


def load_journeys(delegation):
    """Only what the form of the legs needs: the delegates, and the legs with those on board."""
    prefetch_related_objects([delegation], Prefetch("delegates", Delegate.objects.select_related("person")))
    prefetch_related_objects([delegation], Prefetch("legs", Leg.objects.prefetch_related("delegates")))
    return delegation


def meetings_of(delegation):
    """The trip's meetings in the order of their start, from the loaded links."""
    return [link.meeting for link in delegation.meeting_links.all()]


def standing_meetings_of(delegation):
    return [meeting for meeting in meetings_of(delegation) if meeting.state != MeetingState.CANCELLED]


def linkable_meetings(delegation, user):
    """Meetings outside any trip that started during this one, a day around it included for the zones."""
    first = zones.to_instant(delegation.starts_on, time.min, clocks.HOME)
    last = zones.to_instant(delegation.ends_on, time.max, clocks.HOME)
    return (
        Meeting.objects.visible_to(user)
        .filter(delegation_link=None)
        .filter(starts_at__gte=first - DAY, starts_at__lte=last + DAY)
    )


def unrecorded_items(delegation):
    """Meetings that the itinerary plans and nobody has registered yet."""
    return [item for item in recordable_items(delegation) if item.kind == ItemKind.MEETING]


def recordable_items(delegation):
    """Entries that minutes may be written about: a signing or a visit as well, if somebody wants to."""
    return [item for item in delegation.items.all() if item.kind in RECORDABLE and not item.meeting_id]


# --- the itinerary, day by day --------------------------------------------------------


@dataclass(frozen=True)
class Slot:
    """A line of a day: an item of the itinerary or a leg."""

    day: date
    at: time | None
    item: object = None
    leg: object = None
    title: str = ""
    who: str = ""
    zone_note: str = ""
    address: str = ""

    @property
    def order(self):
        return self.day, self.at is None, self.at or time.min

    @property
    def clock(self):
        return f"{self.at:%H:%M}" if self.at else ""

    @property
    def moment(self):
        """For machines."""
        return f"{self.day}T{self.clock}"

    @property
    def is_movable(self):
        return self.item is not None


@dataclass(frozen=True)
class Day:
    date: date
    is_outside: bool
    slots: list

    @property
    def iso(self):
        return f"{self.date}"


def days_of(delegation, *, every=False, with_addresses=False):
    """The days on which something happens, legs among the items, in local time; `every`: the empty ones too.

    Addresses need those of `load_addresses`.
    """
    delegates = list(delegation.delegates.all())
    slots = [_slot_of_item(item, delegates, with_addresses) for item in delegation.items.all()]
    slots += [_slot_of_leg(leg, delegation.direction, delegates) for leg in delegation.legs.all()]
    slots.sort(key=lambda slot: slot.order)
    found = {day: list(of_day) for day, of_day in groupby(slots, key=lambda slot: slot.day)}
    if every:
        found = {day: [] for day in all_days_of(delegation)} | found
    return [Day(day, not delegation.starts_on <= day <= delegation.ends_on, found[day]) for day in sorted(found)]


def say_clocks_once(days):
    """Whose clock it is stands at the first entry of a day that is not on Seoul's, and where it changes."""
    for day in days:
        before = ""
        for place, slot in enumerate(day.slots):
            if slot.item and (slot.zone_note or before):
                note = slot.zone_note or clocks.city(clocks.HOME)
                day.slots[place] = replace(slot, zone_note="" if note == before else note)
                before = note
    return days


def all_days_of(delegation):
    length = (delegation.ends_on - delegation.starts_on).days + 1
    return [delegation.starts_on + DAY * number for number in range(min(length, MOST_DAYS))]


def _slot_of_item(item, delegates, with_address=False):
    return Slot(
        item.day, item.starts, item=item, title=in_language(item, "title")[0], who=who_goes(item, delegates),
        zone_note=_zone_note(item), address=address_of(item) if with_address else "",
    )  # fmt: skip


def address_of(item):
    """The entry's own, or that of the meeting it is, or that of the body which is met, if it is met at home."""
    if item.address or not item.is_at_its_meeting:
        return item.address
    hosts = [body for body in item.meeting.counterparts.all() if _is_met_at_home(body, item.place)]
    return item.meeting.address or next((body.address for body in hosts if body.address), "")


def _is_met_at_home(body, place):
    """Where a place is named, it must be the body's: who goes to a hall in Osaka is not sent to Tokyo."""
    named = ((body.name_ko, place.name_ko), (body.name_ja, place.name_ja))
    return not place.name_ko or any(name and name in said for name, said in named)


def _slot_of_leg(leg, direction, delegates):
    departure, title = leg.local_departure, leg_title(leg, direction)
    return Slot(departure.date(), departure.time(), leg=leg, title=title, who=who_goes(leg, delegates))


def _zone_note(item):
    """Said at the item only where its clock is not Seoul's."""
    return clocks.city(item.zone) if clocks.minutes_from_seoul(item.zone, _instant_of(item)) else ""


def _instant_of(item):
    return datetime.combine(item.day, item.starts or NOON, tzinfo=ZoneInfo(item.zone))


def who_goes(entry, delegates):
    """전원, the name of a whole group, one person with title, or the first and how many others."""
    going = sorted(entry.delegates.all(), key=lambda delegate: (delegate.order, delegate.pk))
    if not going or len(going) == len(delegates):
        return _("전원")
    groups = {delegate.group for delegate in going}
    if len(groups) == 1 and len(going) == sum(delegate.group in groups for delegate in delegates):
        return str(DelegateGroup(going[0].group).label)
    if len(going) == 1:
        return going[0].local_label
    others = len(going) - 1
    return ngettext("%(name)s 외 %(n)d명", "%(name)s 외 %(n)d명", others) % {"name": going[0].local_label, "n": others}


def leg_title(leg, direction):
    """What the leg is to this delegation: its own country is left first when sent, entered when received."""
    titles = {
        (Direction.OUTBOUND, LegDirection.OUTWARD): _("출국"),
        (Direction.OUTBOUND, LegDirection.HOMEWARD): _("귀국"),
        (Direction.INBOUND, LegDirection.OUTWARD): _("입국"),
        (Direction.INBOUND, LegDirection.HOMEWARD): _("출국"),
    }
    return titles.get((direction, leg.direction), _("이동"))


def clock_notes(delegation):
    """One sentence for each foreign clock of the trip: `도쿄, 서울과 시차 없음`."""
    seen = {}
    for item in delegation.items.all():
        seen.setdefault(item.zone, _instant_of(item))
    for leg in delegation.legs.all():
        seen.setdefault(leg.origin_zone, leg.departs_at)
        seen.setdefault(leg.destination_zone, leg.arrives_at)
    seen.pop(clocks.HOME, None)
    return [clocks.compared_with_seoul(zone, instant) for zone, instant in seen.items()]


# --- the delegates --------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    label: str
    members: list  # (place in the protocol, delegate)


def groups_of(delegation):
    numbered = list(enumerate(delegation.delegates.all(), start=1))
    groups = [
        Group(group.label, [(n, delegate) for n, delegate in numbered if delegate.group == group])
        for group in DelegateGroup
    ]
    return [group for group in groups if group.members]
