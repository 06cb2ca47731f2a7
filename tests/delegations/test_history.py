"""A trip's history in words: who changed what, when, with its meetings and its report."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings as project
from django.urls import reverse
from django.utils import translation

from delegations import services
from exchange.audit.models import Event
from exchange.audit.services import record
from exchange.audit.verbs import VERBS, Part, sentence, verbs_of
from exchange.audit.wording import changes_of
from exchange.meetings.services import change_meeting, set_points
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegateFactory, DelegationFactory
from tests.factories.documents import DocumentFactory, EditionFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db


def page(trip):
    return reverse("delegations:delegation_history", args=[trip.slug])


@pytest.fixture
def trip(staff):
    trip = DelegationFactory(title_ko="옛 제목", starts_on=date(2024, 7, 16))
    meeting = MeetingFactory(title_ko="예시 간담")
    services.link_meeting(delegation=trip, meeting=meeting, by=staff)
    return trip


def test_each_change_is_told_from_what_to_what(as_staff, staff, trip):
    services.change_delegation(
        delegation=trip, by=staff, title_ko="새 제목", direction="inbound", starts_on=date(2024, 7, 17),
        purpose_ko="첫째\n둘째",
    )  # fmt: skip
    html = as_staff.get(page(trip)).text
    assert str(staff) in html and "기본 정보를 고쳤습니다." in html
    for words in ("<del>옛 제목</del>", "<ins>새 제목</ins>", "제목(한국어)", "구분"):
        assert words in html
    assert "<del>파견</del>" in html and "<ins>초청</ins>" in html and "inbound" not in html
    assert "<ins>2024. 7. 17.(수)</ins>" in html
    assert "<ins>둘째</ins>" in html


def test_lists_are_told_by_what_came_and_went(as_staff, staff, trip):
    rows = [{"group": "staff", "person": None, "title_ko": title, "title_ja": ""} for title in ("실장", "과장")]
    services.set_delegates(delegation=trip, rows=rows, by=staff)
    services.set_delegates(delegation=trip, rows=rows[1:] + rows[:1], by=staff)
    services.set_delegates(delegation=trip, rows=rows[:1], by=staff)
    less, order, more = (changes_of(event)[0] for event in Event.objects.about(trip).filter(verb="set_delegates"))
    assert (less.label, less.came, less.went) == ("출장자", (), ("과장",))
    assert (order.came, order.went, order.note) == ((), (), "순서만 바뀌었습니다.")
    assert set(more.came) == {"실장", "과장"}


def test_meetings_and_report_of_the_trip_belong_to_it_and_no_others(as_staff, staff, trip):
    own, other = trip.meetings.get(), MeetingFactory(title_ko="남의 면담")
    rows = [{"level": 0, "text_ko": "정례화 합의", "text_ja": "", "kind": "agreement"}]
    for meeting in (own, other):
        set_points(meeting=meeting, rows=rows, by=staff)
    for subject in (trip, DelegationFactory()):
        edition = EditionFactory(document=DocumentFactory(subject_id=subject.pk), title=f"보고서 {subject.pk}")
        record("request", edition, by=staff, changes={"format": "pdf"})
    events = [(event.verb, event.object_label) for event, *_rest in as_staff.get(page(trip)).context["rows"]]
    assert len(events) == 3
    assert {verb for verb, _label in events} == {"request", "set_points", "link_meeting"}
    assert all(str(own) in label for verb, label in events if verb == "set_points")


def test_time_of_a_meeting_is_told_on_seoul_s_clock(staff, trip):
    meeting = trip.meetings.get()
    change_meeting(meeting=meeting, starts_at=datetime.fromisoformat("2024-07-18T04:30:00+00:00"), by=staff)
    [change] = changes_of(Event.objects.about(meeting).first())
    assert change.after == "2024. 7. 18.(목) 13:30"


def test_long_lists_are_cut_and_say_how_much_is_missing(staff, trip):
    rows = [{"level": 0, "text_ko": f"내용 {n}", "text_ja": "", "kind": "information"} for n in range(200)]
    set_points(meeting=trip.meetings.get(), rows=rows, by=staff)
    [change] = changes_of(Event.objects.filter(verb="set_points").get())
    assert len(change.came) == 6 and "194" in change.note


def test_filter_by_part_and_person(as_staff, staff, trip):
    other = UserFactory(staff=True)
    services.change_delegation(delegation=trip, by=other, title_ko="새 제목")
    shown = lambda **query: [event.verb for event, *_r in as_staff.get(page(trip), query).context["rows"]]  # noqa: E731
    assert shown() == ["change", "link_meeting"]
    assert shown(part="plan") == ["link_meeting"] and shown(part="facts") == ["change"]
    assert shown(who=other.pk) == ["change"] and shown(who=other.pk, part="plan") == []
    assert shown(who=UserFactory().pk) == shown(part="x") == shown(who="'", page="-1") == ["change", "link_meeting"]


def test_cancelling_and_cloning_are_told(as_staff, staff, trip):
    services.clone_delegation(source=trip, starts_on=date(2025, 7, 16), by=staff)
    services.cancel_delegation(delegation=trip, reason="상대 기관 사정", by=staff)
    services.restore_delegation(delegation=trip, by=staff)
    html = as_staff.get(page(trip)).text
    assert "<ins>상대 기관 사정</ins>" in html, "the reason is told also after the trip was taken up again"
    assert "취소했습니다." in html and "다른 날짜로 복제했습니다." in html and "2025-07" in html


@pytest.mark.parametrize("role", ["ambassador", "counterpart", "administrator"])
def test_outsiders_read_no_history(client, trip, role):
    client.force_login(UserFactory(**{role: True}))
    response = client.get(page(trip))
    assert response.status_code == 404 and "옛 제목" not in response.text


def test_executive_reads_it_in_his_language(client, staff, trip):
    client.force_login(UserFactory(executive=True, language="en"))
    services.change_delegation(delegation=trip, by=staff, starts_on=date(2024, 7, 17))
    assert client.get(page(trip)).status_code == 200


@pytest.mark.parametrize("number", [1, 60])
def test_history_asks_the_same_for_one_event_and_many(as_staff, staff, trip, number, django_assert_num_queries):
    DelegateFactory(delegation=trip)
    for n in range(number):
        by = UserFactory(staff=True) if n < 20 else staff
        services.change_delegation(delegation=trip, by=by, title_ko=f"제목 {n}")
        set_points(meeting=trip.meetings.get(), rows=[], by=by)
    with django_assert_num_queries(8):
        response = as_staff.get(page(trip))
    assert len(response.content) < 40_000


def test_event_of_a_thing_that_is_no_more_is_still_told():
    event = Event(verb="go_away", object_type="gone.thing", changes={"title": ["a", "b"], "odd": {"x": 1}, "n": None})
    assert [(c.label, c.before, c.after) for c in changes_of(event)] == [("title", "a", "b"), ("n", "", "")]
    assert sentence("go_away") == "go_away"


def test_every_verb_of_trips_meetings_and_reports_has_its_words():
    """A new verb is put into words where all the others are."""
    root = Path(project.BASE_DIR)
    files = [p for d in ("delegations", "exchange/meetings", "exchange/documents") for p in (root / d).rglob("*.py")]
    code = "\n".join(path.read_text() for path in files)
    written = set(re.findall(r'\b(?:record|settle)\((?:[\w.]+, )?"([a-z_]+)"', code))
    written |= set(re.findall(r'\bsettle\([\w.]+, "([a-z_]+)"', code)) | set(re.findall(r'record\("([a-z_]+)"', code))
    assert len(written) > 15, "the pattern finds nothing"
    assert written - set(VERBS) == set()
    assert {verb for part in Part for verb in verbs_of(part)} == set(VERBS)


def test_words_of_verbs_are_translated_when_shown():
    with translation.override("en"):
        assert str(sentence("cancel"))
