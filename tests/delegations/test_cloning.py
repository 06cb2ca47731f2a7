"""The plan of a trip again in another year: everything moves by the same number of days, minutes stay behind."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from delegations import services
from delegations.models import Delegation
from exchange.audit.models import Event
from exchange.core import zones
from exchange.meetings.models import Meeting
from tests.factories.accounts import UserFactory
from tests.factories.delegations import (
    ClippingFactory,
    DelegateFactory,
    DelegationFactory,
    ItineraryItemFactory,
    LegFactory,
)
from tests.factories.directory import PersonFactory, PostFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, PhotoFactory, PointFactory

pytestmark = pytest.mark.django_db
YEAR = timedelta(weeks=52)


@pytest.fixture
def trip():
    """A trip with one of everything, its minutes as well."""
    trip = DelegationFactory(
        title_ko="2024년 대표단 파견", department_ko="통상정책실", lessons_ko="정례화", next_steps_ko="포럼",
        reviewed_on=date(2024, 7, 1), report_dated_on=date(2024, 8, 1), place_ja="東京",
    )  # fmt: skip
    chair = DelegateFactory(delegation=trip, person=None, title_ko="중앙회장", group="leadership")
    staff = DelegateFactory(delegation=trip, title_ko="과장")
    LegFactory(delegation=trip).delegates.set([staff])
    meeting = MeetingFactory()
    AttendanceFactory(meeting=meeting), PointFactory(meeting=meeting), PhotoFactory(meeting=meeting)
    trip.meeting_links.create(meeting=meeting)
    ItineraryItemFactory(delegation=trip, meeting=meeting, delegates=[chair], address="東京都中央区")
    ClippingFactory(delegation=trip)
    return trip


def plan(trip):
    return {name: list(getattr(trip, name).all()) for name in ("delegates", "legs", "items")}


def clone(trip, staff, starts_on=None, **wanted):
    return services.clone_delegation(source=trip, starts_on=starts_on or trip.starts_on + YEAR, by=staff, **wanted)


def page(trip):
    return reverse("delegations:delegation_clone", args=[trip.slug])


def test_plan_comes_along_and_minutes_never_do(trip, staff):
    new = clone(trip, staff, **plan(trip))
    assert (new.starts_on, new.ends_on, new.slug) == (date(2025, 7, 16), date(2025, 7, 19), "2025-07")
    assert (new.title_ko, new.place_ja, new.purpose_ko) == ("2025년 대표단 파견", "東京", trip.purpose_ko)
    assert (new.owner, new.state, new.reviewed_on, new.report_dated_on) == (staff, "planned", None, None)
    assert (new.department_ko, new.lessons_ko, new.next_steps_ko) == ("", "", "")
    assert [str(d) for d in new.delegates.all()] == [str(d) for d in trip.delegates.all()]
    leg, item = new.legs.get(), new.items.get()
    assert (leg.local_departure.isoformat(), leg.number) == ("2025-07-16T16:10:00+09:00", "KE2103")
    assert [d.delegation for d in leg.delegates.all()] == [new] == [d.delegation for d in item.delegates.all()]
    copied = (item.day, item.starts, item.address, item.meeting)
    assert copied == (date(2025, 7, 17), time(13, 30), "東京都中央区", None)
    assert (new.meetings.count(), new.clippings.count(), Meeting.objects.count()) == (0, 0, 1)
    old = [row.uid for name in ("legs", "items") for row in getattr(trip, name).all()]
    assert not {leg.uid, item.uid} & set(old), "calendars would take the clone for a change of the source"


def test_texts_are_taken_one_by_one(trip, staff):
    assert clone(trip, staff, texts=["department"]).department_ko == "통상정책실"
    new = clone(trip, staff, texts=["lessons"], title_ko="다른 제목", purpose_ko="다른 목적")
    assert (new.lessons_ko, new.next_steps_ko, new.title_ko, new.purpose_ko) == ("정례화", "", "다른 제목", "다른 목적")


def test_source_and_clone_name_each_other_in_their_history(trip, staff):
    new = clone(trip, staff)
    assert Event.objects.about(new).get().changes == {"source": trip.slug}
    assert Event.objects.about(trip).first().changes == {"clone": new.slug}


def test_titles_are_those_of_the_new_day_unless_kept(staff):
    person = PersonFactory()
    PostFactory(person=person, title_ko="부회장", until=date(2025, 1, 31))
    PostFactory(person=person, title_ko="수석부회장", title_ja="首席副会長", since=date(2025, 2, 1))
    trip = DelegationFactory()
    DelegateFactory(delegation=trip, person=person, title_ko="부회장")
    left = DelegateFactory(delegation=trip, title_ko="실장")
    people = {"delegates": list(trip.delegates.all())}
    titles = [(d.title_ko, d.title_ja) for d in clone(trip, staff, **people).delegates.all()]
    assert titles == [("수석부회장", "首席副会長"), ("실장", left.title_ja)]
    kept = clone(trip, staff, keep_titles=True, **people)
    assert [d.title_ko for d in kept.delegates.all()] == ["부회장", "실장"]


def test_cancelled_trip_gives_a_clone_that_is_not(trip, staff):
    services.cancel_delegation(delegation=trip, reason="예시", by=staff)
    new = clone(Delegation.objects.get(pk=trip.pk), staff)
    assert (new.state, new.cancelled_reason) == ("planned", "")


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1959, 12, 31), date(2101, 1, 1), date(9999, 12, 31)])
def test_year_out_of_range_is_refused(trip, staff, day):
    with pytest.raises(ValidationError, match="1960"):
        clone(trip, staff, day, **plan(trip))
    assert Delegation.objects.count() == 1


def test_clock_that_the_new_day_does_not_have_names_the_leg_and_keeps_nothing(trip, staff):
    """Los Angeles turns its clock forward on 9 March 2025: 02:30 is missing."""
    night = LegFactory(
        delegation=trip, number="OZ201", origin_zone="America/Los_Angeles", destination_zone="Asia/Seoul",
        departs_at=zones.to_instant(date(2024, 7, 17), time(2, 30), "America/Los_Angeles"),
        arrives_at=zones.to_instant(date(2024, 7, 18), time(8), "Asia/Seoul"),
    )  # fmt: skip
    with pytest.raises(ValidationError, match="OZ201"):
        clone(trip, staff, date(2025, 3, 9), **plan(trip))
    assert Delegation.objects.count() == 1
    legs = [leg for leg in trip.legs.all() if leg != night]
    assert clone(trip, staff, date(2025, 3, 9), legs=legs).legs.count() == 1


def test_entry_whose_people_all_stay_home_is_refused(trip, staff):
    """Nobody named means everybody: the entry of one would silently become that of all."""
    wanted = plan(trip)
    chair, other = wanted["delegates"]
    with pytest.raises(ValidationError, match="업무협약"):
        clone(trip, staff, delegates=[other], items=wanted["items"])
    assert clone(trip, staff, delegates=[chair], items=wanted["items"]).items.count() == 1
    assert clone(trip, staff, items=wanted["items"]).items.count() == 1, "without any delegate it is everybody's anyway"


ZONES = ["Asia/Seoul", "Asia/Tokyo", "Asia/Ho_Chi_Minh", "America/Los_Angeles", "Europe/Berlin"]


@settings(max_examples=25, deadline=None)
@given(
    shift=st.integers(-3000, 3000),
    zone=st.sampled_from(ZONES),
    other=st.sampled_from(ZONES),
    departs=st.times(max_value=time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0)),
)
def test_shifted_plan_keeps_local_clocks_and_weekdays(shift, zone, other, departs):
    staff, trip = UserFactory(staff=True), DelegationFactory()
    departs_at = zones.to_instant(trip.starts_on, departs, zone)
    leg = LegFactory(
        delegation=trip, origin_zone=zone, destination_zone=other,
        departs_at=departs_at, arrives_at=departs_at + timedelta(hours=30),
    )  # fmt: skip
    item = ItineraryItemFactory(delegation=trip, starts=departs, zone=zone)
    before = Delegation.objects.count()
    try:
        new = clone(trip, staff, trip.starts_on + timedelta(days=shift), legs=[leg], items=[item])
    except ValidationError:  # that night's clock jumps over the time
        assert Delegation.objects.count() == before
        return
    moved, days = new.legs.get(), timedelta(days=shift)
    for then, now in (
        (leg.local_departure, moved.local_departure),
        (leg.local_arrival, moved.local_arrival),
    ):
        assert now.replace(tzinfo=None) == then.replace(tzinfo=None) + days
        assert (now.weekday() == then.weekday()) == (shift % 7 == 0)
    again = new.items.get()
    assert (again.day, again.starts, again.zone) == (item.day + days, item.starts, zone)
    assert new.ends_on - new.starts_on == trip.ends_on - trip.starts_on


# --- the page -----------------------------------------------------------------------------------


def typed(form, **changes):
    """What a browser sends for the form as it is shown."""
    return {name: form[name].value() or "" for name in form.fields if form[name].value() is not None} | changes


def test_page_proposes_the_same_weekdays_a_year_on_with_all_of_the_plan(as_staff, trip):
    response = as_staff.get(page(trip))
    form = response.context["form"]
    assert form["starts_on"].value() == date(2025, 7, 16)
    assert form["title_ko"].value() == "2025년 대표단 파견"
    assert "+364일" in response.text and "7. 17.(목) 13:30" in response.text
    response = as_staff.post(page(trip), typed(form))
    new = Delegation.objects.exclude(pk=trip.pk).get()
    assert response.url == new.get_absolute_url()
    assert (new.delegates.count(), new.items.count(), new.legs.count()) == (2, 1, 1)
    assert (new.department_ko, new.lessons_ko) == ("통상정책실", "")


def test_preview_writes_nothing_and_keeps_what_was_chosen(as_staff, trip):
    form = as_staff.get(page(trip)).context["form"]
    chosen = typed(form, starts_on="2026-07-15", title_ko="적던 제목", items=[], titles="keep", preview="1")
    response = as_staff.post(page(trip), chosen)
    assert "+728일" in response.text and "적던 제목" in response.text
    shown = response.context["form"]
    assert (shown["items"].value(), shown["titles"].value(), shown["starts_on"].value()) == ([], "keep", "2026-07-15")
    assert Delegation.objects.count() == 1


def test_only_what_is_ticked_comes_along(as_staff, trip):
    form = as_staff.get(page(trip)).context["form"]
    chair = trip.delegates.get(person=None)
    as_staff.post(page(trip), typed(form, delegates=[chair.pk], legs=[], texts=[]))
    new = Delegation.objects.exclude(pk=trip.pk).get()
    assert ([str(d) for d in new.delegates.all()], new.legs.count(), new.department_ko) == (["중앙회장"], 0, "")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"starts_on": "2101-01-01"}, "1960년부터"),
        ({"starts_on": "내년"}, "starts_on"),
        ({"starts_on": ""}, "starts_on"),
        ({"title_ko": ""}, "title_ko"),
        ({"items": ["999999"]}, "999999"),
        ({"titles": "x"}, "titles"),
    ],
)
def test_refused_clone_says_why_and_makes_none(as_staff, trip, changes, message):
    form = as_staff.get(page(trip)).context["form"]
    response = as_staff.post(page(trip), typed(form, **changes))
    assert response.status_code == 200 and message in response.text
    assert set(response.context["form"].errors) == set(changes)
    assert Delegation.objects.count() == 1


def test_another_trip_s_rows_are_not_taken(as_staff, trip):
    stranger = DelegateFactory()
    form = as_staff.get(page(trip)).context["form"]
    response = as_staff.post(page(trip), typed(form, delegates=[stranger.pk]))
    assert "delegates" in response.context["form"].errors


def test_executive_may_not_clone(client, executive, trip):
    client.force_login(executive)
    assert client.get(page(trip)).status_code == 403
    assert "/clone/" not in client.get(trip.get_absolute_url()).text


def test_winter_time_is_kept_on_the_clock(staff):
    """Frankfurt in July and in January: the same 11:00, an hour apart in Seoul's eyes."""
    trip = DelegationFactory()
    leg = LegFactory(
        delegation=trip, origin_zone="Asia/Seoul", destination_zone="Europe/Berlin",
        departs_at=datetime(2024, 7, 17, 0, tzinfo=UTC), arrives_at=datetime(2024, 7, 17, 9, tzinfo=UTC),
    )  # fmt: skip
    new = clone(trip, staff, date(2025, 1, 15), legs=[leg]).legs.get()
    assert (leg.local_arrival.hour, new.local_arrival.hour) == (11, 11)
    assert new.duration - leg.duration == timedelta(hours=1)
