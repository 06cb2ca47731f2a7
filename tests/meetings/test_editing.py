"""The forms of meetings, filled in by one person or by two at the same time."""

import re

import pytest
from django.urls import reverse

from exchange.meetings.enums import MeetingState, PointKind, Side
from exchange.meetings.models import Meeting
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, PhotoFactory, PointFactory

pytestmark = pytest.mark.django_db

FACTS = {
    "title_ko": "예시 간담", "title_ja": "", "day": "2024-07-18", "starts": "13:30", "ends": "", "zone": "Asia/Tokyo",
    "country": "JP", "venue_ko": "", "venue_ja": "", "summary_ko": "", "summary_ja": "",
    "state": "held", "cancelled_reason": "",
}  # fmt: skip
ADD = reverse("meetings:meeting_add")


def page_of(name, meeting):
    return reverse(f"meetings:meeting_{name}", args=[meeting.pk])


def rows(*filled, prefix="rows", **more):
    """What a browser sends for the rows of a page."""
    sent = {f"{prefix}-TOTAL_FORMS": len(filled), f"{prefix}-INITIAL_FORMS": len(filled), **more}
    for number, row in enumerate(filled):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


def line(text, level=0, **row):
    return {"text_ko": text, "text_ja": "", "kind": "information", "level": level, "id": "", **row}


def seat(person="", **row):
    return {"side": "ours", "person": person, "title_ko": "", "title_ja": "", "organization": "", "id": "", **row}


def shown_version(response):
    return re.search(r'name="version" value="(\d+)"', response.content.decode())[1]


def drawn(response):
    """The rows of a page as they are drawn: what each control holds."""
    return [{name: form[name].value() for name in form.fields} for form in response.context["rows"].forms]


# --- facts ------------------------------------------------------------------


@pytest.mark.parametrize("day", ["0202-07-18", "9999-12-31"])
def test_a_slip_in_the_year_is_said_at_the_field(staff, day):
    assert staff.post(ADD, FACTS | {"day": day, "state": "planned"}).context["form"].errors.keys() == {"day"}
    assert not Meeting.objects.exists()


def test_a_meeting_is_registered(staff):
    OrganizationFactory(name_ko="가상기관")
    response = staff.post(ADD, FACTS | {"ends": "15:00", "zone": "Asia/Ho_Chi_Minh", "counterparts": ["가상기관"]})
    meeting = Meeting.objects.get()
    assert response.headers["Location"] == meeting.get_absolute_url()
    assert meeting.starts_at.isoformat() == "2024-07-18T06:30:00+00:00"
    assert meeting.local_times == "13:30 ~ 15:00" and meeting.counterparts.get().name_ko == "가상기관"


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"title_ko": ""}, "title_ko", "필수"),
        ({"title_ko": "가" * 201}, "title_ko", "200"),
        ({"day": "2024-02-30"}, "day", "날짜"),
        ({"day": "2026-03-08", "starts": "02:30", "zone": "America/Los_Angeles"}, "starts", "없는 시각"),
        ({"day": "2026-03-29", "starts": "01:00", "ends": "02:30", "zone": "Europe/Berlin"}, "ends", "없는 시각"),
        ({"ends": "13:30"}, "ends", "늦어야"),
        ({"zone": "Asia/Nowhere"}, "zone", "선택"),
        ({"state": "cancelled"}, "cancelled_reason", "사유"),
        ({"day": "2099-01-01"}, "state", "아직"),
        ({"counterparts": ["없는 기관"]}, "counterparts", "없는 기관"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field_and_the_text_is_kept(staff, wrong, field, words):
    sent = FACTS | {"venue_ko": "적어 둔 장소"} | wrong
    response = staff.post(ADD, sent)
    form = response.context["form"]
    assert list(form.errors) == [field], form.errors
    assert words in " ".join(form.errors[field])
    assert "적어 둔 장소" in response.content.decode() and not Meeting.objects.exists()


def test_the_form_shows_the_clock_of_the_place(staff):
    staff.post(ADD, FACTS | {"starts": "20:00", "zone": "America/Los_Angeles"})
    form = staff.get(page_of("edit", Meeting.objects.get())).context["form"]
    assert [str(form.initial[name]) for name in ("day", "starts", "ends")] == ["2024-07-18", "20:00:00", "None"]


def test_a_meeting_that_ends_on_a_later_day_can_be_edited(staff):
    start = MeetingFactory().starts_at
    meeting = MeetingFactory(starts_at=start, ends_at=start.replace(day=start.day + 1), zone="Asia/Tokyo")
    form = staff.get(page_of("edit", meeting)).context["form"]
    times = {"starts": f"{meeting.local_start:%H:%M}", "ends": f"{meeting.local_end:%H:%M}"}
    sent = FACTS | times | {"day": meeting.local_day}
    assert staff.post(page_of("edit", meeting), sent | {"title_ko": "새 제목", "version": 1}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.title_ko == "새 제목" and (meeting.ends_at - meeting.starts_at).days == 1
    assert form.initial["ends"]


def test_a_cancelled_meeting_says_why(staff):
    meeting = MeetingFactory(state=MeetingState.PLANNED)
    sent = FACTS | {"state": "cancelled", "cancelled_reason": "예시 사유", "version": 1}
    assert staff.post(page_of("edit", meeting), sent).status_code == 302
    assert "예시 사유" in staff.get(meeting.get_absolute_url()).content.decode()


def test_a_trip_can_use_the_form_and_the_service(staff):
    from exchange.directory.fields import Choices
    from exchange.meetings.forms import MeetingForm
    from exchange.meetings.services import create_meeting

    form = MeetingForm(FACTS, choices=Choices(staff.user))
    assert form.is_valid(), form.errors
    assert create_meeting(**form.facts(), by=staff.user).title_ko == "예시 간담"


# --- attendees --------------------------------------------------------------


def test_attendees_are_written_and_titles_filled_in(staff):
    post = PostFactory(title_ko="부회장", person=PersonFactory(name_ko="가상 인물"))
    meeting = MeetingFactory()
    sent = rows(seat(title_ko="중앙회장"), seat("가상 인물"), seat(), version=1)
    response = staff.post(page_of("attendances", meeting), sent)
    assert response.status_code == 302, response.context["rows"].formset.errors
    assert [str(row) for row in meeting.attendances.all()] == ["중앙회장", "가상 인물 부회장"]
    assert meeting.attendances.last().organization == post.organization


def test_attendees_that_cannot_be_are_said_at_their_row(staff):
    PersonFactory(name_ko="가상 인물")
    meeting = MeetingFactory()
    for wrong, words in ((seat("없는 사람", title_ko="부장"), "없는 사람"), (seat("가상 인물"), "두 번")):
        response = staff.post(page_of("attendances", meeting), rows(seat("가상 인물"), wrong, version=1))
        formset = response.context["rows"].formset
        assert words in str(formset.errors[1]) and not formset.errors[0]
        assert "저장하지 않았습니다" in response.content.decode()
    assert not meeting.attendances.exists()


@pytest.mark.parametrize("number", [1, 6])
def test_the_page_of_attendees_costs_the_same(staff, django_assert_num_queries, number):
    meeting = MeetingFactory()
    for _ in range(number):
        AttendanceFactory(meeting=meeting, person=PostFactory().person, organization=OrganizationFactory())
    staff.get(page_of("attendances", meeting))
    with django_assert_num_queries(7):
        staff.get(page_of("attendances", meeting))


def test_a_button_draws_the_attendees_again_and_writes_nothing(staff):
    meeting = MeetingFactory()
    sent = rows(seat("아직 없는 사람"), seat(title_ko="중앙회장"), version=1) | {"rows-down": "0"}
    response = staff.post(page_of("attendances", meeting), sent)
    assert [row["title_ko"] for row in drawn(response)] == ["중앙회장", ""]
    assert drawn(response)[1]["person"] == "아직 없는 사람" and not meeting.attendances.exists()


# --- points -----------------------------------------------------------------


def test_points_are_written_as_an_outline(staff):
    meeting = MeetingFactory()
    sent = rows(line("가"), line("나", 1, kind="agreement", text_ja="ナ"), line("", 1), line("다", 2), version=1)
    assert staff.post(page_of("points", meeting), sent).status_code == 302
    first, second, third = meeting.points.all()
    assert (second.parent, third.parent) == (first, second)
    assert (second.kind, second.text_ja) == (PointKind.AGREEMENT, "ナ")


def test_lines_keep_their_identity(staff):
    meeting = MeetingFactory()
    first, second = PointFactory.create_batch(2, meeting=meeting)
    sent = rows(line("새 줄"), line("둘", id=second.pk), line("하나", 1, id=first.pk), version=1)
    assert staff.post(page_of("points", meeting), sent).status_code == 302
    assert [point.text_ko for point in meeting.points.all()] == ["새 줄", "둘", "하나"]
    assert list(meeting.points.all())[1:] == [second, first]


@pytest.mark.parametrize(
    ("button", "texts", "levels"),
    [
        ({"rows-add": "0"}, ["가", None, "나", "다"], [0, 0, 1, 0]),
        ({"rows-down": "0"}, ["다", "가", "나"], [0, 0, 1]),
        ({"rows-indent": "2"}, ["가", "나", "다"], [0, 1, 1]),
        ({"rows-outdent": "1"}, ["가", "나", "다"], [0, 0, 0]),
        ({"rows-remove": "0"}, ["나", "다"], [0, 0]),
        ({"rows-up": "abc"}, ["가", "나", "다"], [0, 1, 0]),
        ({"other-up": "1"}, ["가", "나", "다"], [0, 1, 0]),
    ],
)
def test_a_button_draws_the_points_again_and_writes_nothing(staff, button, texts, levels):
    meeting = MeetingFactory()
    sent = rows(line("가"), line("나", 1, kind="task"), line("다"), version=1) | button
    response = staff.post(page_of("points", meeting), sent)
    assert [row["text_ko"] for row in drawn(response)] == texts
    assert [row["level"] for row in drawn(response)] == levels
    assert not meeting.points.exists() and shown_version(response) == "1"


def test_a_removed_text_is_said_at_its_line(staff):
    meeting = MeetingFactory()
    point = PointFactory(meeting=meeting)
    response = staff.post(page_of("points", meeting), rows(line("가"), line("", id=point.pk), version=1))
    assert "내용을 적거나" in str(response.context["rows"].formset.errors[1])
    assert meeting.points.get() == point


def test_rows_that_no_browser_sends_are_no_error(staff):
    meeting = MeetingFactory()
    odd = rows(line("가", "x", id="y", kind="z"))
    for sent in ({}, odd, {"rows-TOTAL_FORMS": "-1"}, {"rows-add": "1", "rows-TOTAL_FORMS": "x"}):
        for name in ("points", "attendances", "photos"):
            assert staff.post(page_of(name, meeting), sent).status_code in (200, 302)
    assert not meeting.points.exists()


# --- two people at once -----------------------------------------------------


@pytest.fixture
def rival(signed_in):
    return signed_in(staff=True, name="성춘향", job_title="대리")


def test_points_that_somebody_overtook_come_back_beside_what_he_saved(staff, rival):
    meeting = MeetingFactory()
    mine, his = staff.get(page_of("points", meeting)), rival.get(page_of("points", meeting))
    first = rows(line("함께 본 줄"), line("성춘향이 쓴 줄", 1), version=shown_version(his))
    assert rival.post(page_of("points", meeting), first).status_code == 302

    second = rows(line("함께 본 줄"), line("내가 쓴 줄", 1), version=shown_version(mine))
    response = staff.post(page_of("points", meeting), second)
    page = response.content.decode()
    assert response.status_code == 409
    assert "성춘향 대리" in page and "성춘향이 쓴 줄" in page and "내가 쓴 줄" in page
    assert [differs for _, differs in response.context["theirs"]] == [False, True]
    assert [point.text_ko for point in meeting.points.all()] == ["함께 본 줄", "성춘향이 쓴 줄"]

    again = rows(line("함께 본 줄"), line("내가 쓴 줄", 1), version=shown_version(response))
    assert staff.post(page_of("points", meeting), again).status_code == 302
    assert [point.text_ko for point in meeting.points.all()] == ["함께 본 줄", "내가 쓴 줄"]


def test_a_third_one_is_told_again(staff, rival):
    meeting = MeetingFactory()
    rival.post(page_of("points", meeting), rows(line("하나"), version=1))
    told = staff.post(page_of("points", meeting), rows(line("둘"), version=1))
    rival.post(page_of("points", meeting), rows(line("셋"), version=2))
    assert staff.post(page_of("points", meeting), rows(line("둘"), version=shown_version(told))).status_code == 409
    assert meeting.points.get().text_ko == "셋"


def test_redrawing_does_not_take_the_newer_version(staff, rival):
    meeting = MeetingFactory()
    rival.post(page_of("points", meeting), rows(line("먼저"), version=1))
    redrawn = staff.post(page_of("points", meeting), rows(line("나중"), version=1) | {"rows-add": "0"})
    assert shown_version(redrawn) == "1"


def test_attendees_that_somebody_overtook(staff, rival):
    meeting = MeetingFactory()
    PersonFactory(name_ko="가상 인물")
    rival.post(page_of("attendances", meeting), rows(seat("가상 인물", title_ko="부회장"), version=1))
    response = staff.post(page_of("attendances", meeting), rows(seat(title_ko="중앙회장", side=Side.OURS), version=1))
    assert response.status_code == 409 and "우리 측: 가상 인물 부회장" in response.content.decode()
    assert drawn(response)[0]["title_ko"] == "중앙회장"


def test_facts_that_somebody_overtook(staff, rival):
    meeting = MeetingFactory()
    body = OrganizationFactory(name_ko="가상기관")
    his = FACTS | {"venue_ko": "성춘향의 장소", "counterparts": [body.name_ko], "version": 1}
    rival.post(page_of("edit", meeting), his)
    response = staff.post(page_of("edit", meeting), FACTS | {"venue_ko": "내 장소", "version": 1})
    page = response.content.decode()
    assert response.status_code == 409 and "성춘향의 장소" in page and 'value="내 장소"' in page
    assert len([line for line, differs in response.context["theirs"] if differs]) == 2
    again = FACTS | {"venue_ko": "내 장소", "version": shown_version(response)}
    assert staff.post(page_of("edit", meeting), again).status_code == 302
    meeting.refresh_from_db()
    assert meeting.venue_ko == "내 장소"


def test_captions_that_somebody_overtook(staff, rival):
    meeting = MeetingFactory()
    photo = PhotoFactory(meeting=meeting)
    caption = {"id": photo.pk, "caption_ja": ""}
    rival.post(page_of("photos", meeting), rows(caption | {"caption_ko": "그의 설명"}, prefix="photos", version=1))
    response = staff.post(
        page_of("photos", meeting), rows(caption | {"caption_ko": "내 설명"}, prefix="photos", version=1)
    )
    assert response.status_code == 409
    assert "그의 설명" in response.content.decode() and "내 설명" in response.content.decode()


def test_people_at_different_parts_do_not_meet(staff, rival):
    meeting = MeetingFactory()
    rival.post(page_of("attendances", meeting), rows(seat(title_ko="중앙회장"), version=1))
    assert staff.post(page_of("points", meeting), rows(line("가"), version=1)).status_code == 302
    assert staff.post(page_of("edit", meeting), FACTS | {"version": 1}).status_code == 302


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_form_without_a_true_version_has_seen_nothing(staff, rival, version):
    meeting = MeetingFactory()
    rival.post(page_of("points", meeting), rows(line("먼저"), version=1))
    assert staff.post(page_of("points", meeting), rows(line("나중"), version=version)).status_code == 409
