from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from delegations import counterparts, selectors, services
from delegations.enums import LegDirection
from delegations.forms import LinkMeetingForm, PartyForm
from delegations.loading import load_meetings, load_trip
from delegations.models import Delegation
from delegations.occasions import who_is_sent
from delegations.views.pages import trip_page
from exchange.core.views import with_object
from exchange.directory.fields import Choices
from exchange.meetings.enums import MeetingState
from exchange.meetings.forms import MeetingForm


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_meetings(request, delegation):
    return _meetings_page(request, delegation, _link_form(request, delegation))


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_meeting_add(request, delegation):
    """A meeting held on this trip; `?item=` takes its facts and its people from an entry of the itinerary."""
    trip = load_trip(delegation)
    item = _item_named(request, trip)
    if item and item.meeting and request.method == "GET":
        return redirect("meetings:meeting_minutes", item.meeting.pk)
    form = MeetingForm(request.POST or None, choices=Choices(request.user), initial=_facts_of(trip, item, request.user))
    party = PartyForm(request.POST or None, delegates=list(trip.delegates.all()), initial=_party_of(trip, item))
    if request.method == "POST" and form.is_valid() and party.is_valid():
        try:
            meeting = services.hold_meeting(
                delegation=delegation, item=item, party=party.chosen, by=request.user, **form.facts()
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("면담을 등록했습니다. 참석자와 주요내용을 적어 주세요."))
            return redirect("meetings:meeting_minutes", meeting.pk)
    context = {"form": form, "party": party}
    return trip_page(request, delegation, "delegations/delegation_meeting_add.html", tab="meetings", **context)


@require_POST
@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_meeting_link(request, delegation):
    form = _link_form(request, delegation, request.POST)
    if form.is_valid():
        try:
            services.link_meeting(delegation=delegation, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("meeting", error.messages)
        else:
            messages.success(request, _("면담을 이 출장에 연결했습니다."))
            return redirect("delegations:delegation_meetings", delegation.slug)
    return _meetings_page(request, delegation, form)


@require_POST
@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_meeting_unlink(request, delegation, meeting):
    link = get_object_or_404(delegation.meeting_links.select_related("meeting"), meeting__pk=meeting)
    services.unlink_meeting(delegation=delegation, meeting=link.meeting, by=request.user)
    messages.success(request, _("면담을 이 출장에서 뺐습니다. 면담 기록은 그대로 있습니다."))
    return redirect("delegations:delegation_meetings", delegation.slug)


def _link_form(request, delegation, data=None):
    return LinkMeetingForm(data, meetings=selectors.linkable_meetings(delegation, request.user))


def _meetings_page(request, delegation, form):
    trip = load_meetings(delegation)
    context = {"meetings": selectors.meetings_of(trip), "planned": selectors.recordable_items(trip), "form": form}
    return trip_page(request, delegation, "delegations/delegation_meetings.html", tab="meetings", **context)


def _item_named(request, trip):
    key = request.GET.get("item", "")
    return next((item for item in trip.items.all() if str(item.pk) == key), None)


def _facts_of(trip, item, user):
    """What is known already, to be corrected by hand."""
    facts = {"country": trip.country, "day": trip.starts_on}
    if outward := next((leg for leg in trip.legs.all() if leg.direction == LegDirection.OUTWARD), None):
        facts["zone"] = outward.destination_zone
    if not item:
        return facts | _state_on(facts["day"])
    bodies = counterparts.named_in([item.title_ko, item.title_ja, item.place_ko, item.place_ja], user=user)
    address = item.address or next((body.address for body in bodies if body.address), "")
    return facts | {
        "day": item.day, "starts": item.starts, "ends": item.ends, "zone": item.zone, "address": address,
        "title_ko": item.title_ko, "title_ja": item.title_ja, "venue_ko": item.place_ko, "venue_ja": item.place_ja,
        "counterparts": [body.pk for body in bodies],
    } | _state_on(item.day)  # fmt: skip


def _state_on(day):
    """What lies behind us was held, as a rule."""
    return {"state": MeetingState.HELD} if day < timezone.localdate() else {}


def _party_of(trip, item):
    """Those whom the entry names; one that names nobody is for everybody. Without an entry nobody is sure."""
    if not item:
        return {}
    return {"party": who_is_sent(item) or [delegate.pk for delegate in trip.delegates.all()]}
