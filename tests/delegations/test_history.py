"""A trip's history in words: who changed what, when, with its meetings and its report."""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.urls import reverse
from django.utils import timezone, translation

from delegations import services
from exchange.audit.models import Event
from exchange.audit.services import record
from exchange.audit.verbs import VERBS, Part, sentence, verbs_of
from exchange.audit.wording import changes_of
from exchange.meetings.models import Photo
from exchange.meetings.services import change_meeting, change_photos, set_points
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegateFactory, DelegationFactory
from tests.factories.directory import PersonFactory
from tests.factories.documents import DocumentFactory, EditionFactory
from tests.factories.meetings import MeetingFactory, PhotoFactory

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


def test_a_reader_reads_people_days_and_titles_as_his_own(client, staff, trip):
    kim = PersonFactory(name_ko="김동우", name_hanja="金東佑", name_latin="Kim Dongwoo", user=staff)
    row = {"group": "leadership", "person": kim, "title_ko": "부회장", "title_ja": "副会長"}
    services.set_delegates(delegation=trip, rows=[row], by=staff)
    item = services.add_item(
        delegation=trip, day=trip.ends_on, starts=time(13, 30), title_ko="협약", title_ja="締結", by=staff
    )
    services.change_item(item=item, place_ko="예시 장소", by=staff)
    services.delete_item(item=item, by=staff)
    record("set_legs", trip, by=staff, changes={"legs": [[], ["KE2103 김포 - 하네다"]]})  # kept in Korean alone
    day = trip.ends_on
    wanted = {
        "ko": ["김동우 부회장", f"{day.year}. {day.month}. {day.day}.(", "13:30 협약", "그 밖의 내용이 바뀌었습니다."],
        "ja": ["金東佑 副会長", f"{day.year}年{day.month}月{day.day}日(", "13:30 締結", ">金東佑<", "김포 - 하네다"],
        "en": ["Kim Dongwoo 부회장", f"{day.year}/{day.month}/{day.day} (", "13:30 협약", ">Kim Dongwoo<"],
    }  # fmt: skip
    for language, words in wanted.items():
        client.force_login(UserFactory(executive=True, language=language))
        html = client.get(page(trip)).text
        assert [w for w in words if w not in html] == [], language
        assert f">{day.isoformat()}" not in html and "{&#x27;" not in html
        assert ("김동우" in html) == (language == "ko")


def test_captions_are_told_photo_by_photo_and_a_new_order_as_such(staff, trip):
    meeting = trip.meetings.get()
    first = PhotoFactory(meeting=meeting, caption_ko="", caption_ja="", order=0)
    second = PhotoFactory(meeting=meeting, caption_ko="", caption_ja="", order=1, is_proposed=True)
    row = lambda photo, ko="", ja="": {"id": photo.pk, "caption_ko": ko, "caption_ja": ja}  # noqa: E731
    for rows in (
        [row(first), row(second)],
        [row(second), row(first)],
        [row(second, "서명", "署名"), row(first)],
        [row(first), row(second)],
    ):
        change_photos(meeting=meeting, rows=rows, by=staff)
    told = [
        [(c.label, c.before, c.after, c.note) for c in changes_of(event)]
        for event in Event.objects.about(meeting).filter(verb="change_photos").order_by("pk")
    ]
    label = str(Photo._meta.verbose_name)
    assert told == [
        [(label, "", "", "내용은 그대로 두고 확인했습니다.")],
        [(label, "", "", "순서를 바꾸었습니다.")],
        [(f"{label} 1", "", "서명 / 署名", "")],
        [(f"{label} 2", "서명 / 署名", "없음", ""), (label, "", "", "순서를 바꾸었습니다.")],
    ]


def test_uploads_within_minutes_are_one_line_that_opens(as_staff, staff, trip):
    meeting, other = trip.meetings.get(), MeetingFactory(title_ko="둘째 간담")
    services.link_meeting(delegation=trip, meeting=other, by=staff)
    photos = [PhotoFactory(meeting=m, caption_ko=f"설명 {n}") for n, m in enumerate([meeting, other, meeting])]
    begun = timezone.now()
    for n, photo in enumerate(photos):
        at = begun + timedelta(minutes=9 * n)
        record("add_photos", photo.meeting, by=staff, at=at, changes={"photos": [photo.print_sha256]})
    record("add_photos", meeting, by=UserFactory(), at=begun + timedelta(minutes=19), changes={"photos": ["0" * 64]})
    record("add_photos", meeting, by=staff, at=begun + timedelta(minutes=40), changes={"photos": ["1" * 64]})
    late, somebody, together, *_rest = as_staff.get(page(trip)).context["entries"]
    assert [str(e.sentence) for e in (late, somebody, together)] == [
        "사진을 올렸습니다.", "사진을 올렸습니다.", "사진 3장을 올렸습니다.",
    ]  # fmt: skip
    assert [what for _event, what in together.single] == ["설명 2", "설명 1", "설명 0"]
    assert together.labels == ["예시 간담", "둘째 간담"]
    html = as_staff.get(page(trip)).text
    assert "<details" in html and "설명 1" in html


def test_meetings_and_report_of_the_trip_belong_to_it_and_no_others(as_staff, staff, trip):
    own, other = trip.meetings.get(), MeetingFactory(title_ko="남의 면담")
    rows = [{"level": 0, "text_ko": "정례화 합의", "text_ja": "", "kind": "agreement"}]
    for meeting in (own, other):
        set_points(meeting=meeting, rows=rows, by=staff)
    for subject in (trip, DelegationFactory()):
        edition = EditionFactory(document=DocumentFactory(subject_id=subject.pk), title=f"보고서 {subject.pk}")
        record("request", edition, by=staff, changes={"format": "pdf"})
    events = [(e.event.verb, e.event.object_label) for e in as_staff.get(page(trip)).context["entries"]]
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
    shown = lambda **query: [e.event.verb for e in as_staff.get(page(trip), query).context["entries"]]  # noqa: E731
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
    with django_assert_num_queries(10):
        response = as_staff.get(page(trip))
    assert len(response.content) < 40_000


def test_event_of_a_thing_that_is_no_more_is_still_told():
    event = Event(verb="go_away", object_type="gone.thing", changes={"title": ["a", "b"], "odd": {"x": 1}, "n": None})
    assert [(c.label, c.before, c.after) for c in changes_of(event)] == [("title", "a", "b"), ("n", "", "")]
    assert sentence("go_away") == "go_away"


def test_every_verb_of_trips_forums_meetings_promises_and_reports_has_its_words():
    """A new verb is put into words where all the others are."""
    root = Path(project.BASE_DIR)
    rooms = ("delegations", "forums", "exchange/meetings", "exchange/documents", "exchange/mous")
    files = [p for d in rooms for p in (root / d).rglob("*.py")]
    code = "\n".join(path.read_text() for path in files)
    written = set(re.findall(r'\b(?:record|settle)\((?:[\w.]+, )?"([a-z_]+)"', code))
    written |= set(re.findall(r'\bsettle\([\w.]+, "([a-z_]+)"', code)) | set(re.findall(r'record\("([a-z_]+)"', code))
    assert len(written) > 15, "the pattern finds nothing"
    assert written - set(VERBS) == set()
    assert {verb for part in Part for verb in verbs_of(part)} == set(VERBS)


def test_words_of_verbs_are_translated_when_shown():
    with translation.override("en"):
        assert str(sentence("cancel"))
