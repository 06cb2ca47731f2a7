from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from delegations import selectors, services
from delegations.enums import LegDirection
from delegations.forms import LinkMeetingForm
from delegations.models import Delegation
from delegations.views.pages import trip_page
from exchange.core.views import with_object
from exchange.directory.fields import Choices
from exchange.meetings.forms import MeetingForm
from exchange.meetings.services import create_meeting


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_meetings(request, delegation):
    return _meetings_page(request, delegation, _link_form(request, delegation))


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_meeting_add(request, delegation):
    """A meeting held on this trip; `?item=` takes its facts from an entry of the itinerary."""
    trip = selectors.load_trip(delegation)
    item = _item_named(request, trip)
    form = MeetingForm(request.POST or None, choices=Choices(request.user), initial=_facts_of(trip, item))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            meeting = create_meeting(**form.facts(), by=request.user)
            services.link_meeting(delegation=delegation, meeting=meeting, item=item, by=request.user)
        messages.success(request, _("면담을 등록했습니다. 참석자와 주요내용을 적어 주세요."))
        return redirect(meeting)
    return trip_page(request, delegation, "delegations/delegation_meeting_add.html", tab="meetings", form=form)


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
    trip = selectors.load_trip(delegation)
    context = {"meetings": selectors.meetings_of(trip), "planned": selectors.unrecorded_items(trip), "form": form}
    return trip_page(request, delegation, "delegations/delegation_meetings.html", tab="meetings", **context)


def _item_named(request, trip):
    key = request.GET.get("item", "")
    return next((item for item in trip.items.all() if str(item.pk) == key and not item.meeting_id), None)


def _facts_of(trip, item):
    """What is known already, to be corrected by hand."""
    facts = {"country": trip.country, "day": trip.starts_on}
    if outward := next((leg for leg in trip.legs.all() if leg.direction == LegDirection.OUTWARD), None):
        facts["zone"] = outward.destination_zone
    if item:
        facts |= {"day": item.day, "starts": item.starts, "ends": item.ends, "zone": item.zone}
        facts |= {"title_ko": item.title_ko, "title_ja": item.title_ja}
        facts |= {"venue_ko": item.place_ko, "venue_ja": item.place_ja}
    return facts
