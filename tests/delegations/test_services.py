from datetime import date

import pytest
from django.core.exceptions import ValidationError

from delegations import services
from delegations.enums import DelegateGroup, DelegationState
from delegations.models import Delegation
from exchange.audit.models import Event
from tests.factories.delegations import DelegateFactory, DelegationFactory, ItineraryItemFactory
from tests.factories.directory import PersonFactory, PostFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db
FACTS = {"title_ko": "대표단", "purpose_ko": "협력", "place_ko": "도쿄"}
APRIL = {"starts_on": date(2026, 4, 6), "ends_on": date(2026, 4, 8)}


def verbs(obj):
    return list(Event.objects.about(obj).order_by("pk").values_list("verb", flat=True))


def test_slug_is_proposed_from_the_month(staff):
    slugs = [services.create_delegation(by=staff, **FACTS, **APRIL).slug for _ in range(3)]
    assert slugs == ["2026-04", "2026-04-2", "2026-04-3"]


def test_slug_that_was_typed_is_kept_and_may_not_be_taken_twice(staff):
    assert services.create_delegation(by=staff, slug="seoul", **FACTS, **APRIL).slug == "seoul"
    with pytest.raises(ValidationError) as caught:
        services.create_delegation(by=staff, slug="seoul", **FACTS, **APRIL)
    assert "slug" in caught.value.message_dict


@pytest.mark.parametrize("slug", ["add", "import"])
def test_slug_of_a_page_is_refused(staff, slug):
    with pytest.raises(ValidationError):
        services.create_delegation(by=staff, slug=slug, **FACTS, **APRIL)
    assert not Delegation.objects.exists()


def test_return_before_departure_is_refused(staff):
    with pytest.raises(ValidationError):
        services.create_delegation(by=staff, **FACTS, starts_on=date(2026, 4, 8), ends_on=date(2026, 4, 6))
    assert not Delegation.objects.exists()


def test_change_records_what_changed(staff):
    delegation = DelegationFactory(title_ko="옛 제목")
    services.change_delegation(delegation=delegation, by=staff, title_ko="새 제목", place_ko=delegation.place_ko)
    event = Event.objects.about(delegation).get()
    assert event.changes == {"version": 2, "title_ko": ["옛 제목", "새 제목"]}
    services.change_delegation(delegation=delegation, by=staff, title_ko="새 제목")
    assert verbs(delegation) == ["change"]


def test_change_leaves_what_somebody_else_wrote_meanwhile(staff):
    stale = DelegationFactory(title_ko="옛 제목")
    services.write_report_texts(delegation=Delegation.objects.get(), by=staff, lessons_ko="정례 협의")
    services.cancel_delegation(delegation=stale, reason="예시", by=staff)
    services.change_delegation(delegation=stale, by=staff, title_ko="새 제목")
    found = Delegation.objects.get()
    assert (found.title_ko, found.lessons_ko, found.state) == ("새 제목", "정례 협의", DelegationState.CANCELLED)


def test_cancelling_needs_a_reason_and_can_be_taken_back(staff):
    delegation = DelegationFactory()
    with pytest.raises(ValidationError):
        services.cancel_delegation(delegation=delegation, reason="", by=staff)
    cancelled = services.cancel_delegation(delegation=delegation, reason="상대 기관 사정", by=staff)
    assert cancelled.state == DelegationState.CANCELLED
    with pytest.raises(ValidationError):
        services.cancel_delegation(delegation=delegation, reason="다시", by=staff)
    restored = services.restore_delegation(delegation=delegation, by=staff)
    assert (restored.state, restored.cancelled_reason) == (DelegationState.PLANNED, "")
    assert verbs(delegation) == ["cancel", "restore"]


# --- delegates ---------------------------------------------------------------------------


def test_title_is_that_of_the_day_of_departure_and_stays(staff):
    person = PersonFactory()
    PostFactory(person=person, title_ko="수석부회장", title_ja="首席副会長", until=date(2026, 4, 30))
    PostFactory(person=person, title_ko="회장", title_ja="会長", since=date(2026, 5, 1))
    delegation = DelegationFactory(**APRIL)
    row = {"group": DelegateGroup.LEADERSHIP, "person": person, "title_ko": "", "title_ja": ""}
    [delegate] = services.set_delegates(delegation=delegation, rows=[row], by=staff)
    assert (delegate.title_ko, delegate.title_ja) == ("수석부회장", "首席副会長")

    services.change_delegation(delegation=delegation, by=staff, starts_on=date(2026, 5, 6), ends_on=date(2026, 5, 8))
    kept = {"id": delegate.pk, "group": delegate.group, "person": person, "title_ko": "수석부회장", "title_ja": ""}
    [delegate] = services.set_delegates(delegation=delegation, rows=[kept], by=staff)
    assert delegate.title_ko == "수석부회장"


def test_title_that_was_typed_wins(staff):
    person = PostFactory(title_ko="부회장").person
    row = {"group": DelegateGroup.LEADERSHIP, "person": person, "title_ko": "단장", "title_ja": ""}
    [delegate] = services.set_delegates(delegation=DelegationFactory(), rows=[row], by=staff)
    assert delegate.title_ko == "단장"


def test_bare_post_is_a_delegate_and_nobody_is_not(staff):
    delegation = DelegationFactory()
    post = {"group": DelegateGroup.LEADERSHIP, "person": None, "title_ko": "중앙회장", "title_ja": ""}
    nobody = {"group": DelegateGroup.STAFF, "person": None, "title_ko": "", "title_ja": ""}
    with pytest.raises(ValidationError) as caught:
        services.set_delegates(delegation=delegation, rows=[post, nobody], by=staff)
    assert caught.value.row == 1
    assert not delegation.delegates.exists()
    services.set_delegates(delegation=delegation, rows=[post], by=staff)
    assert [str(d) for d in delegation.delegates.all()] == ["중앙회장"]


def test_two_people_can_exchange_their_places(staff):
    delegation = DelegationFactory()
    first, second = DelegateFactory(delegation=delegation), DelegateFactory(delegation=delegation)
    rows = [
        {"id": first.pk, "group": first.group, "person": second.person, "title_ko": "부장", "title_ja": ""},
        {"id": second.pk, "group": first.group, "person": first.person, "title_ko": "과장", "title_ja": ""},
    ]
    services.set_delegates(delegation=delegation, rows=rows, by=staff)
    assert [(d.pk, d.person, d.title_ko) for d in delegation.delegates.all()] == [
        (second.pk, second.person, "부장"),
        (first.pk, first.person, "과장"),
    ]


def test_same_person_twice_is_refused_at_the_second(staff):
    delegation, person = DelegationFactory(), PersonFactory()
    row = {"group": DelegateGroup.STAFF, "person": person, "title_ko": "실장", "title_ja": ""}
    with pytest.raises(ValidationError) as caught:
        services.set_delegates(delegation=delegation, rows=[row, dict(row)], by=staff)
    assert caught.value.row == 1
    assert not delegation.delegates.exists()


def test_last_one_who_goes_to_an_entry_cannot_leave_silently(staff):
    """Nobody named means everybody."""
    delegation = DelegationFactory()
    going, other = DelegateFactory(delegation=delegation), DelegateFactory(delegation=delegation)
    ItineraryItemFactory(delegation=delegation, title_ko="실무 협의", delegates=[going])
    keep = {"id": other.pk, "group": other.group, "person": other.person, "title_ko": "실장", "title_ja": ""}
    with pytest.raises(ValidationError, match="실무 협의"):
        services.set_delegates(delegation=delegation, rows=[keep], by=staff)
    assert delegation.delegates.count() == 2


# --- meetings ------------------------------------------------------------------------------


def test_meeting_belongs_to_one_trip(staff):
    meeting = MeetingFactory()
    services.link_meeting(delegation=DelegationFactory(), meeting=meeting, by=staff)
    with pytest.raises(ValidationError, match="다른 출장"):
        services.link_meeting(delegation=DelegationFactory(), meeting=meeting, by=staff)


def test_unlinking_keeps_the_meeting_and_frees_the_itinerary(staff):
    delegation, meeting = DelegationFactory(), MeetingFactory()
    item = ItineraryItemFactory(delegation=delegation)
    services.link_meeting(delegation=delegation, meeting=meeting, item=item, by=staff)
    item.refresh_from_db()
    assert item.meeting == meeting
    services.unlink_meeting(delegation=delegation, meeting=meeting, by=staff)
    item.refresh_from_db()
    assert (item.meeting, delegation.meetings.count()) == (None, 0)
    assert verbs(delegation) == ["link_meeting", "unlink_meeting"]


def test_report_texts_are_written_alone(staff):
    delegation = DelegationFactory()
    texts = {"lessons_ko": "정례화 필요", "report_dated_on": date(2024, 8, 1)}
    services.write_report_texts(delegation=delegation, by=staff, **texts)
    delegation.refresh_from_db()
    assert (delegation.lessons_ko, delegation.report_dated_on) == ("정례화 필요", date(2024, 8, 1))
    assert verbs(delegation) == ["write_report_texts"]
