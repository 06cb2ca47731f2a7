"""The forms of meetings, filled in by one person or by two at the same time."""

import re

import pytest
from django.urls import reverse
from lxml import html

from exchange.audit.models import Event
from exchange.core.rows import MOST_ROWS
from exchange.meetings import occasions
from exchange.meetings.enums import MeetingState, PointKind, Side
from exchange.meetings.models import Meeting
from exchange.meetings.occasions import Companion, Occasion
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, PhotoFactory, PointFactory

pytestmark = pytest.mark.django_db

FACTS = {
    "title_ko": "예시 간담", "title_ja": "", "day": "2024-07-18", "starts": "13:30", "ends": "", "zone": "Asia/Tokyo",
    "country": "JP", "venue_ko": "", "venue_ja": "", "address": "",
    "summary_ko": "", "summary_ja": "",
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


def sheet(response, **changed):
    """What a browser sends back of the page of the minutes; `points` and `seats` are rows instead of those shown."""
    page = html.fromstring(response.content.decode())
    [form] = page.xpath('//form[contains(@class, "minutes")]')
    sent = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value.removeprefix("\n"))  # a textarea begins with a line break
    for part in ("points", "seats"):
        if part in changed:
            sent = {name: value for name, value in sent.items() if not re.match(rf"{part}-(\d+|TOTAL|INITIAL)", name)}
            sent |= rows(*changed.pop(part), prefix=part)
    return sent | changed


def write(browser, meeting, **changed):
    """Open the page and send it with these changes."""
    return browser.post(page_of("minutes", meeting), sheet(browser.get(page_of("minutes", meeting)), **changed))


def line(text, level=0, **row):
    return {"text_ko": text, "text_ja": "", "kind": "information", "level": level, "id": "", **row}


def seat(person="", **row):
    return {"side": "ours", "person": person, "title_ko": "", "title_ja": "", "organization": "", "id": "", **row}


def shown_version(response):
    return re.search(r'name="version" value="(\d+)"', response.content.decode())[1]


def drawn(response, part="points"):
    """The rows of a page as they are drawn: what each control holds."""
    row_set = getattr(response.context["page"], part)
    return [{name: form[name].value() for name in form.fields} for form in row_set.forms]


# --- facts ------------------------------------------------------------------


@pytest.mark.parametrize("day", ["0202-07-18", "9999-12-31"])
def test_a_slip_in_the_year_is_said_at_the_field(staff, day):
    assert staff.post(ADD, FACTS | {"day": day, "state": "planned"}).context["form"].errors.keys() == {"day"}
    assert not Meeting.objects.exists()


def test_a_meeting_is_registered(staff):
    OrganizationFactory(name_ko="가상기관")
    typed = {"starts": "1330", "ends": "15시", "zone": "Asia/Ho_Chi_Minh", "counterparts": ["가상기관"]}
    response = staff.post(ADD, FACTS | typed)
    meeting = Meeting.objects.get()
    assert response.headers["Location"] == page_of("minutes", meeting)
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
        ({"starts": "25:00"}, "starts", "1610처럼"),
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
    form = staff.get(page_of("minutes", Meeting.objects.get())).context["form"]
    assert [str(form.initial[name]) for name in ("day", "starts", "ends")] == ["2024-07-18", "20:00:00", "None"]


def test_a_meeting_that_ends_on_a_later_day_can_be_edited(staff):
    start = MeetingFactory().starts_at
    meeting = MeetingFactory(starts_at=start, ends_at=start.replace(day=start.day + 1), zone="Asia/Tokyo")
    assert write(staff, meeting, title_ko="새 제목").status_code == 302
    meeting.refresh_from_db()
    assert meeting.title_ko == "새 제목" and (meeting.ends_at - meeting.starts_at).days == 1


def test_a_cancelled_meeting_says_why(staff):
    meeting = MeetingFactory(state=MeetingState.PLANNED)
    response = write(staff, meeting, state="cancelled")
    assert "취소 사유" in str(response.context["form"].errors["cancelled_reason"])
    assert write(staff, meeting, state="cancelled", cancelled_reason="예시 사유").status_code == 302
    assert "예시 사유" in staff.get(meeting.get_absolute_url()).content.decode()


def test_a_trip_can_use_the_form_and_the_service(staff):
    from exchange.directory.fields import Choices
    from exchange.meetings.forms import MeetingForm
    from exchange.meetings.services import create_meeting

    form = MeetingForm(FACTS, choices=Choices(staff.user))
    assert form.is_valid(), form.errors
    assert create_meeting(**form.facts(), by=staff.user).title_ko == "예시 간담"


# --- one page ---------------------------------------------------------------


def events(meeting):
    return list(Event.objects.about(meeting).order_by("pk").values_list("verb", flat=True))


def test_all_of_it_is_written_at_once(staff):
    meeting = MeetingFactory()
    rest = {
        "venue_ko": "새 장소",
        "address": "東京都中央区",
        "seats": [seat(title_ko="중앙회장")],
        "points": [line("가")],
    }
    assert write(staff, meeting, **rest).headers["Location"] == meeting.get_absolute_url()
    meeting.refresh_from_db()
    assert (meeting.venue_ko, meeting.address) == ("새 장소", "東京都中央区")
    assert meeting.attendances.get().title_ko == "중앙회장" and meeting.points.get().text_ko == "가"
    assert events(meeting) == ["change_meeting", "set_attendances", "set_points"]


def test_what_was_not_touched_is_not_written(staff):
    meeting = MeetingFactory(counterparts=OrganizationFactory.create_batch(2))
    AttendanceFactory(meeting=meeting, person=PostFactory().person, side=Side.COUNTERPART)
    AttendanceFactory(meeting=meeting)
    PointFactory(meeting=meeting, text_ko="두 줄\r\n글", text_ja="二行")
    assert write(staff, meeting).status_code == 302
    assert events(meeting) == []
    assert write(staff, meeting, venue_ko="다른 곳").status_code == 302
    assert events(meeting) == ["change_meeting"]


def test_nothing_is_half_saved(staff):
    meeting = MeetingFactory()
    for wrong in ({"day": ""}, {"seats": [seat("없는 사람")]}, {"points": [line("가"), line("", id="7")]}):
        rest = {"venue_ko": "새 장소", "seats": [seat(title_ko="중앙회장")], "points": [line("적은 글")]} | wrong
        page = write(staff, meeting, **rest).content.decode()
        assert "저장하지 않았습니다" in page and "새 장소" in page
        assert events(meeting) == [] and not meeting.points.exists()


def test_saving_and_going_on(staff):
    meeting = MeetingFactory()
    assert write(staff, meeting, stay="1").headers["Location"] == page_of("minutes", meeting)


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_costs_the_same(staff, django_assert_num_queries, number):
    meeting = MeetingFactory(counterparts=[OrganizationFactory()])
    for _ in range(number):
        AttendanceFactory(meeting=meeting, person=PostFactory().person, organization=OrganizationFactory())
        PointFactory(meeting=meeting)
        PostFactory(organization=meeting.counterparts.get())
    staff.get(page_of("minutes", meeting))
    with django_assert_num_queries(PAGE_QUERIES):
        staff.get(page_of("minutes", meeting))


PAGE_QUERIES = 21


# --- attendees --------------------------------------------------------------


def test_attendees_are_written_and_titles_filled_in(staff):
    post = PostFactory(title_ko="부회장", person=PersonFactory(name_ko="가상 인물"))
    meeting = MeetingFactory()
    assert write(staff, meeting, seats=[seat(title_ko="중앙회장"), seat("가상 인물"), seat()]).status_code == 302
    assert [str(row) for row in meeting.attendances.all()] == ["중앙회장", "가상 인물 부회장"]
    assert meeting.attendances.last().organization == post.organization


def test_attendees_that_cannot_be_are_said_at_their_row(staff):
    PersonFactory(name_ko="가상 인물")
    meeting = MeetingFactory()
    for wrong, words in ((seat("없는 사람", title_ko="부장"), "없는 사람"), (seat("가상 인물"), "두 번")):
        response = write(staff, meeting, seats=[seat("가상 인물"), wrong])
        formset = response.context["page"].seats.formset
        assert words in str(formset.errors[1]) and not formset.errors[0]
        assert "저장하지 않았습니다" in response.content.decode()
    assert not meeting.attendances.exists()


def test_a_button_draws_the_attendees_again_and_writes_nothing(staff):
    meeting = MeetingFactory()
    sent = {"seats": [seat("아직 없는 사람"), seat(title_ko="중앙회장")], "points": [line("적은 글")]}
    response = write(staff, meeting, **sent, **{"seats-down": "0"})
    assert [row["title_ko"] for row in drawn(response, "seats")] == ["중앙회장", ""]
    assert drawn(response, "seats")[1]["person"] == "아직 없는 사람" and not meeting.attendances.exists()
    assert drawn(response)[0]["text_ko"] == "적은 글"


@pytest.fixture
def party(monkeypatch):
    """Three of ours on an occasion; the plan sends the first two to the meeting."""
    people = [PostFactory(title_ko=title).person for title in ("수석부회장", "부회장", "실장")]
    titles = ("당시 수석부회장", "당시 부회장", "당시 실장")
    companions = [
        Companion(person, title, "", goes=title != "당시 실장") for person, title in zip(people, titles, strict=True)
    ]
    companions.insert(0, Companion(None, "중앙회장", "会長"))

    def finder(meetings, user):
        trip = Occasion("예시 파견", "/trip/", "출장", "/trips/", lambda: meetings, party=lambda meeting: companions)
        return {meeting.pk: trip for meeting in meetings}

    monkeypatch.setattr(occasions, "_finders", [finder])
    return people


def test_those_whom_the_plan_sends_are_seated_with_one_click(staff, party):
    meeting = MeetingFactory()
    response = write(staff, meeting, **{"seats-add": "all-ours"})
    assert [row["title_ko"] for row in drawn(response, "seats")] == ["중앙회장", "당시 수석부회장", "당시 부회장"]
    assert "당시 실장" in response.content.decode()
    assert staff.post(page_of("minutes", meeting), sheet(response)).status_code == 302
    assert meeting.attendances.first().title_ko == "중앙회장"
    assert [row.person for row in meeting.attendances.all()] == [None, *party[:2]]
    page = staff.get(page_of("minutes", meeting)).content.decode()
    assert 'value="all-ours"' not in page and 'value="ours-3"' in page and 'value="ours-0"' not in page


@pytest.mark.parametrize(
    ("seated", "is_offered"),
    [
        ({"title_ko": "회장님", "title_ja": "会長"}, False),  # renamed in one language, known by the other
        ({"title_ko": "중앙회장"}, False),
        ({"title_ko": "회장님"}, True),
        ({"title_ko": "회장", "title_ja": "会長", "side": Side.COUNTERPART}, True),  # theirs
    ],
)
def test_a_post_that_was_renamed_is_not_offered_again(staff, party, seated, is_offered):
    meeting = AttendanceFactory(**seated).meeting
    page = staff.get(page_of("minutes", meeting)).content.decode()
    assert ('value="ours-0"' in page) is is_offered and 'value="ours-3"' in page


def test_attendees_are_folded_once_somebody_sits_there(staff):
    """Their names are read over the fold; what is wrong, or was just added, stands open."""
    meeting = MeetingFactory()

    def fold(response):
        page = html.fromstring(response.content.decode())
        [details] = page.xpath("//section[@id='attendances']/details")
        return "open" in details.attrib, page.xpath("string(//dl[@class='seated'])")

    assert fold(staff.get(page_of("minutes", meeting)))[0]
    AttendanceFactory(meeting=meeting, person=PersonFactory(name_ko="가상 인물"), title_ko="부회장")
    AttendanceFactory(meeting=meeting, title_ko="사무국장", side=Side.COUNTERPART)
    is_open, names = fold(staff.get(page_of("minutes", meeting)))
    assert not is_open and "가상 인물 부회장" in names and "사무국장" in names
    assert not fold(write(staff, meeting, **{"points-add": "0"}))[0]
    assert fold(write(staff, meeting, **{"seats-add": "ours"}))[0]
    assert fold(write(staff, meeting, seats=[seat("없는 사람", title_ko="부장")]))[0]


def test_people_of_the_counterpart_on_that_day_are_offered(staff):
    body = OrganizationFactory()
    there = PostFactory(organization=body, title_ko="전무이사")
    PostFactory(organization=body, title_ko="옛 직위", until="2020-01-01")
    meeting = MeetingFactory(counterparts=[body])
    page = staff.get(page_of("minutes", meeting)).content.decode()
    assert "전무이사" in page and "옛 직위" not in page
    sent = {"seats": [seat(title_ko="중앙회장")], "seats-add": f"post-{there.pk}"}
    response = write(staff, meeting, **sent)
    assert [row["title_ko"] for row in drawn(response, "seats")] == ["중앙회장", "전무이사"]
    assert staff.post(page_of("minutes", meeting), sheet(response)).status_code == 302
    assert meeting.attendances.get(side=Side.COUNTERPART).person == there.person


# --- points -----------------------------------------------------------------


def test_points_are_written_as_an_outline(staff):
    meeting = MeetingFactory()
    write(
        staff, meeting, points=[line("가"), line("나", 1, kind="agreement", text_ja="ナ"), line("", 1), line("다", 2)]
    )
    first, second, third = meeting.points.all()
    assert (second.parent, third.parent) == (first, second)
    assert (second.kind, second.text_ja) == (PointKind.AGREEMENT, "ナ")


def test_lines_keep_their_identity(staff):
    meeting = MeetingFactory()
    first, second = PointFactory.create_batch(2, meeting=meeting)
    sent = [line("새 줄"), line("둘", id=second.pk), line("하나", 1, id=first.pk)]
    assert write(staff, meeting, points=sent).status_code == 302
    assert [point.text_ko for point in meeting.points.all()] == ["새 줄", "둘", "하나"]
    assert list(meeting.points.all())[1:] == [second, first]


@pytest.mark.parametrize(
    ("button", "texts", "levels"),
    [
        ({"points-add": "0"}, ["가", None, "나", "다"], [0, 0, 1, 0]),
        ({"points-down": "0"}, ["다", "가", "나"], [0, 0, 1]),
        ({"points-indent": "2"}, ["가", "나", "다"], [0, 1, 1]),
        ({"points-outdent": "1"}, ["가", "나", "다"], [0, 0, 0]),
        ({"points-remove": "0"}, ["나", "다"], [0, 0]),
        ({"points-up": "abc"}, ["가", "나", "다"], [0, 1, 0]),
        ({"other-up": "1"}, ["가", "나", "다"], [0, 1, 0]),
    ],
)
def test_a_button_draws_the_points_again_and_writes_nothing(staff, button, texts, levels):
    meeting = MeetingFactory()
    response = write(staff, meeting, points=[line("가"), line("나", 1, kind="task"), line("다")], **button)
    assert [row["text_ko"] for row in drawn(response)] == texts
    assert [row["level"] for row in drawn(response)] == levels
    assert not meeting.points.exists() and shown_version(response) == "1"


def test_a_removed_text_is_said_at_its_line(staff):
    meeting = MeetingFactory()
    point = PointFactory(meeting=meeting)
    response = write(staff, meeting, points=[line("가"), line("", id=point.pk)])
    assert "내용을 적거나" in str(response.context["page"].points.formset.errors[1])
    assert meeting.points.get() == point


@pytest.mark.parametrize("button", [{"points-add": "pasted"}, {}, {"seats-add": "ours"}])
def test_pasted_lines_become_rows_before_anything_is_saved(staff, button):
    meeting = MeetingFactory()
    pasted = {"points-pasted": "□ 나\nㅇ 다\n- 라"}
    response = write(staff, meeting, points=[line("가")], **pasted, **button)
    assert [(row["level"], row["text_ko"]) for row in drawn(response)] == [(0, "가"), (0, "나"), (1, "다"), (2, "라")]
    assert "3줄" in response.content.decode() and not meeting.points.exists()
    assert staff.post(page_of("minutes", meeting), sheet(response)).status_code == 302
    assert meeting.points.count() == 4


def test_forty_levels_are_flattened_and_said(staff):
    meeting = MeetingFactory()
    pasted = "\n".join(" " * n + f"줄 {n}" for n in range(40))
    response = write(staff, meeting, **{"points-pasted": pasted})
    assert "34줄은 너무 깊어" in response.content.decode()
    staff.post(page_of("minutes", meeting), sheet(response))
    assert [point.text_ko for point in meeting.points.all()] == [f"줄 {n}" for n in range(40)]


def test_more_lines_than_a_save_takes_are_refused_and_kept(staff):
    meeting = MeetingFactory()
    response = write(staff, meeting, points=[line(f"줄 {n}") for n in range(501)])
    page = response.content.decode()
    assert "500줄까지" in page and "줄 500</textarea>" in page and not meeting.points.exists()


def test_rows_that_no_browser_sends_are_no_error(staff):
    meeting = MeetingFactory()
    odd = rows(line("가", "x", id="y", kind="z"), prefix="points")
    for sent in ({}, odd, {"points-TOTAL_FORMS": "-1"}, {"points-add": "1", "points-TOTAL_FORMS": "x"},
                 odd | {"rival": ["points", "x"], "theirs-add": "1", "take": "points:0"}):  # fmt: skip
        for name in ("minutes", "photos"):
            assert staff.post(page_of(name, meeting), sent).status_code in (200, 302, 409)
    assert not meeting.points.exists()


# --- two people at once -----------------------------------------------------


@pytest.fixture
def rival(signed_in):
    return signed_in(staff=True, name="성춘향", job_title="대리")


@pytest.fixture
def told(staff, rival):
    """told(meeting, theirs={…}, mine={…}): both open the page, the rival saves first; the answer to my save."""

    def tell(meeting, theirs, mine):
        my_page, their_page = staff.get(page_of("minutes", meeting)), rival.get(page_of("minutes", meeting))
        assert rival.post(page_of("minutes", meeting), sheet(their_page, **theirs)).status_code == 302
        return staff.post(page_of("minutes", meeting), sheet(my_page, **mine))

    return tell


def compared(response):
    """{part: [(theirs, mine, differs)]}"""
    return {
        part: [(pair.their_text, pair.my_text, pair.differs) for pair in pairs]
        for part, _, pairs in response.context["page"].comparisons
    }


def texts(meeting):
    return [point.text_ko for point in meeting.points.all()]


def test_points_that_somebody_overtook_come_back_beside_what_he_saved(staff, told):
    meeting = MeetingFactory()
    theirs = [line("함께 본 줄"), line("성춘향이 쓴 줄", 1)]
    response = told(meeting, {"points": theirs}, {"points": [line("함께 본 줄"), line("내가 쓴 줄", 1)]})
    page = response.content.decode()
    assert response.status_code == 409 and "성춘향 대리" in page
    assert [(a.strip(), b.strip(), differs) for a, b, differs in compared(response)["points"]] == [
        ("함께 본 줄", "함께 본 줄", False),
        ("성춘향이 쓴 줄", "내가 쓴 줄", True),
    ]
    assert texts(meeting) == ["함께 본 줄", "성춘향이 쓴 줄"]
    assert staff.post(page_of("minutes", meeting), sheet(response)).status_code == 302
    assert texts(meeting) == ["함께 본 줄", "내가 쓴 줄"]


def test_lines_of_theirs_are_taken_over_one_by_one(staff, told):
    meeting = MeetingFactory()
    first, second, third = PointFactory.create_batch(3, meeting=meeting)
    ids = [{"id": point.pk} for point in (first, second, third)]
    theirs = [line("그가 고친 첫 줄", **ids[0]), line("둘", **ids[1]), line("그의 새 줄", 1), line("셋", **ids[2])]
    mine = [
        line(first.text_ko, **ids[0]),
        line("내가 고친 둘째 줄", **ids[1]),
        line(third.text_ko, **ids[2]),
        line("나의 새 줄"),
    ]
    response = told(meeting, {"points": theirs}, {"points": mine})
    pairs = response.context["page"].comparisons[0][2]
    suggested = {pair.their_text.strip() for pair in pairs if pair.is_suggested}
    assert suggested == {"그가 고친 첫 줄", "그의 새 줄", "셋"}, "what only he changed is ticked, mine is not"

    merged = staff.post(page_of("minutes", meeting), sheet(response, **{"theirs-add": "1"}))
    shown = [row["text_ko"] for row in drawn(merged)]
    assert shown == ["그가 고친 첫 줄", "내가 고친 둘째 줄", "그의 새 줄", "셋", "나의 새 줄"]
    assert "내가 고친 둘째 줄" not in texts(meeting)
    assert staff.post(page_of("minutes", meeting), sheet(merged)).status_code == 302
    assert texts(meeting) == shown and first in meeting.points.all()


def test_two_lines_of_one_place_can_both_stay(staff, told):
    meeting = MeetingFactory()
    shared = PointFactory(meeting=meeting)
    theirs = [line("그가 고친 줄", id=shared.pk), line("그의 새 줄")]
    response = told(meeting, {"points": theirs}, {"points": [line("내가 고친 줄", id=shared.pk), line("나의 새 줄")]})
    pairs = response.context["page"].comparisons[0][2]
    keys = [pair.key_of_both for pair in pairs if pair.is_either]
    merged = staff.post(page_of("minutes", meeting), sheet(response, take=keys, **{"theirs-add": "1"}))
    assert staff.post(page_of("minutes", meeting), sheet(merged)).status_code == 302
    assert texts(meeting) == ["그가 고친 줄", "내가 고친 줄", "그의 새 줄", "나의 새 줄"]
    assert meeting.points.get(pk=shared.pk).text_ko == "내가 고친 줄"


def test_a_line_taken_out_by_him_can_be_taken_out_here(staff, told):
    meeting = MeetingFactory()
    first, second = PointFactory.create_batch(2, meeting=meeting)
    rest = [line(second.text_ko, id=second.pk)]
    response = told(meeting, {"points": rest}, {"points": [line(first.text_ko, id=first.pk), *rest, line("새 줄")]})
    [missing] = [
        p.key for p in response.context["page"].comparisons[0][2] if p.is_missing and p.my_text == first.text_ko
    ]
    merged = staff.post(page_of("minutes", meeting), sheet(response, take=[missing], **{"theirs-add": "1"}))
    assert [row["text_ko"] for row in drawn(merged)] == [second.text_ko, "새 줄"]


def test_a_third_one_is_told_again(staff, rival, told):
    meeting = MeetingFactory()
    response = told(meeting, {"points": [line("하나")]}, {"points": [line("둘")]})
    write(rival, meeting, points=[line("셋")])
    again = staff.post(page_of("minutes", meeting), sheet(response, take=["points:0"], **{"theirs-add": "1"}))
    assert [row["text_ko"] for row in drawn(again)] == ["둘"], "what was chosen belonged to another text"
    assert compared(again)["points"] == [("셋", "둘", True)]
    assert staff.post(page_of("minutes", meeting), sheet(response)).status_code == 409
    assert texts(meeting) == ["셋"]


def test_redrawing_does_not_take_the_newer_version(staff, rival):
    meeting = MeetingFactory()
    mine = staff.get(page_of("minutes", meeting))
    write(rival, meeting, points=[line("먼저")])
    redrawn = staff.post(page_of("minutes", meeting), sheet(mine, points=[line("나중")], **{"points-add": "0"}))
    assert shown_version(redrawn) == "1"


def test_the_versions_stay_side_by_side_while_rows_are_moved(staff, told):
    meeting = MeetingFactory()
    response = told(meeting, {"points": [line("하나")]}, {"points": [line("둘")]})
    moved = staff.post(page_of("minutes", meeting), sheet(response, **{"points-add": "0"}))
    assert moved.status_code == 200 and compared(moved)["points"] == [("하나", "둘", True)]


def test_attendees_that_somebody_overtook(staff, told):
    meeting = MeetingFactory()
    PersonFactory(name_ko="가상 인물")
    response = told(meeting, {"seats": [seat("가상 인물", title_ko="부회장")]}, {"seats": [seat(title_ko="중앙회장")]})
    [(theirs, mine, differs)] = compared(response)["seats"]
    assert response.status_code == 409 and differs and "가상 인물" in theirs and mine == "우리 측: 중앙회장"
    merged = staff.post(page_of("minutes", meeting), sheet(response, take=["seats:0"], **{"theirs-add": "1"}))
    assert [row["title_ko"] for row in drawn(merged, "seats")] == ["부회장"]


def test_facts_that_somebody_overtook(staff, told):
    meeting = MeetingFactory()
    OrganizationFactory(name_ko="가상기관")
    theirs = {"venue_ko": "성춘향의 장소", "counterparts": ["가상기관"]}
    response = told(meeting, theirs, {"venue_ko": "내 장소", "title_ja": "題"})
    differing = {theirs for theirs, _, differs in compared(response)["facts"] if differs}
    assert response.status_code == 409 and 'value="내 장소"' in response.content.decode()
    assert differing == {"장소(한국어): 성춘향의 장소", "상대 기관: 가상기관", "제목(일본어): -"}
    keys = [p.key for p in response.context["page"].comparisons[0][2] if "가상기관" in p.their_text]
    merged = staff.post(page_of("minutes", meeting), sheet(response, take=keys, **{"theirs-add": "1"}))
    assert staff.post(page_of("minutes", meeting), sheet(merged)).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.venue_ko, meeting.title_ja) == ("내 장소", "題")
    assert meeting.counterparts.get().name_ko == "가상기관"


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


def test_people_at_different_parts_do_not_meet(told):
    meeting = MeetingFactory()
    assert (
        told(meeting, {"seats": [seat(title_ko="중앙회장")]}, {"points": [line("가")], "venue_ko": "곳"}).status_code
        == 302
    )
    assert meeting.attendances.get().title_ko == "중앙회장" and texts(meeting) == ["가"]


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_form_without_a_true_version_has_seen_nothing(told, version):
    meeting = MeetingFactory()
    theirs = {"points": [line("먼저")]}
    assert told(meeting, theirs, {"points": [line("나중")], "version": version}).status_code == 409


def test_more_lines_than_a_save_takes_are_still_shown(staff):
    meeting = MeetingFactory()
    response = write(staff, meeting, points=[line(f"{number}번째 줄") for number in range(MOST_ROWS)])
    assert response.status_code == 200
    assert f"{MOST_ROWS - 1}번째 줄" in response.content.decode()
    assert not meeting.points.exists()
