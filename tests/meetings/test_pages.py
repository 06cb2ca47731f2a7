from datetime import UTC, datetime

import pytest
from django.urls import reverse

from exchange.directory.enums import Country
from exchange.meetings import occasions
from exchange.meetings.enums import PointKind, Side
from exchange.meetings.models import Meeting
from exchange.mous.enums import EvidenceKind
from tests.factories.directory import OrganizationFactory, PersonFactory
from tests.factories.meetings import AttachmentFactory, AttendanceFactory, MeetingFactory, PhotoFactory, PointFactory
from tests.factories.mous import CommitmentFactory, EvidenceFactory

pytestmark = pytest.mark.django_db

LIST = reverse("meetings:meeting_list")
HOSTILE = "<script>alert(1)</script>\u202e\u05d0 👩‍👩‍👧 '\"&amp; {{ 7|add:7 }} ㅇ"


def full_meeting(**facts):
    body = OrganizationFactory(country=Country.JP)
    meeting = MeetingFactory(counterparts=[body], **facts)
    AttendanceFactory(meeting=meeting, person=PersonFactory(), organization=OrganizationFactory())
    AttendanceFactory(meeting=meeting, side=Side.COUNTERPART, person=PersonFactory(), organization=body)
    parent = PointFactory(meeting=meeting)
    PointFactory(meeting=meeting, parent=parent, kind=PointKind.AGREEMENT)
    PhotoFactory(meeting=meeting)
    AttachmentFactory(meeting=meeting)
    return meeting


def text(response):
    assert response.status_code == 200
    return response.content.decode()


# --- list -------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 5])
def test_list_costs_the_same_however_many(staff, django_assert_num_queries, number):
    for _ in range(number):
        full_meeting()
    staff.get(LIST)
    with django_assert_num_queries(LIST_QUERIES):
        assert text(staff.get(LIST)).count("<tr>") == number + 1


LIST_QUERIES = 8


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"가", "나", "다"}),
        ({"q": "모리 히로시"}, {"가"}),
        ({"q": "もりひろし"}, {"가"}),
        ({"q": "정비기구"}, {"나"}),
        ({"q": "도쿄 회의실"}, {"다"}),
        ({"q": "!!!"}, set()),
        ({"year": "2023"}, {"나"}),
        ({"state": "cancelled"}, {"다"}),
        ({"counterpart": "body"}, {"나"}),
        ({"counterpart": "999999999999999999999", "year": "x", "state": "y"}, {"가", "나", "다"}),
        ({"q": "정비기구", "year": "2024"}, set()),
    ],
)
def test_list_finds(staff, query, found):
    first = MeetingFactory(title_ko="가")
    mori = PersonFactory(name_ko="모리 히로시", name_kana="モリ・ヒロシ")
    AttendanceFactory(meeting=first, person=mori)
    AttendanceFactory(meeting=first, person=PersonFactory(name_ko="모리 히로시"))
    body = OrganizationFactory(name_ko="중소기업기반정비기구")
    MeetingFactory(title_ko="나", starts_at=datetime(2022, 12, 31, 16, 0, tzinfo=UTC), counterparts=[body])  # 2023
    MeetingFactory(title_ko="다", venue_ko="도쿄 회의실", state="cancelled", cancelled_reason="예시")
    query = {name: body.name_ko if value == "body" else value for name, value in query.items()}
    response = staff.get(LIST, query)
    text(response)
    assert {meeting.title_ko for meeting in response.context["page"]} == found


def test_an_empty_list_says_so(staff):
    assert "아직 면담 기록이 없습니다" in text(staff.get(LIST))
    MeetingFactory()
    assert "찾는 면담이 없습니다" in text(staff.get(LIST, {"q": "없는 말"}))


def test_a_long_list_has_pages(staff):
    MeetingFactory.create_batch(52)
    assert len(staff.get(LIST).context["rows"]) == 50
    assert len(staff.get(LIST, {"page": 2}).context["rows"]) == 2
    assert len(staff.get(LIST, {"page": "x"}).context["rows"]) == 50


# --- minutes ----------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 4])
def test_minutes_cost_the_same_however_long(staff, django_assert_num_queries, number):
    meeting = full_meeting()
    for _ in range(number):
        AttendanceFactory(meeting=meeting, person=PersonFactory(), organization=OrganizationFactory())
        CommitmentFactory(meeting=meeting, point=PointFactory(meeting=meeting))
        EvidenceFactory(kind=EvidenceKind.MEETING, note_ko="", meeting=meeting)
        PhotoFactory(meeting=meeting)
        AttachmentFactory(meeting=meeting)
    staff.get(meeting.get_absolute_url())
    with django_assert_num_queries(DETAIL_QUERIES):
        text(staff.get(meeting.get_absolute_url()))


DETAIL_QUERIES = 12


def test_minutes_show_the_clock_of_the_place(staff):
    hanoi = MeetingFactory(starts_at=datetime(2024, 7, 18, 6, 30, tzinfo=UTC), zone="Asia/Ho_Chi_Minh")
    page = text(staff.get(hanoi.get_absolute_url()))
    assert "2024. 7. 18.(목) 13:30" in page and "서울보다 2시간 늦음" in page
    tokyo = MeetingFactory(starts_at=datetime(2024, 7, 18, 4, 30, tzinfo=UTC))
    page = text(staff.get(tokyo.get_absolute_url()))
    assert "2024. 7. 18.(목) 13:30" in page and page.count("서울과") == 1
    evening = MeetingFactory(starts_at=datetime(2024, 7, 18, 3, 0, tzinfo=UTC), zone="America/Los_Angeles")
    assert "2024. 7. 17.(수) 20:00" in text(staff.get(evening.get_absolute_url()))
    seoul = MeetingFactory(zone="Asia/Seoul")
    assert "시차" not in text(staff.get(seoul.get_absolute_url()))


def test_minutes_show_each_side_under_its_line(staff):
    meeting = MeetingFactory()
    AttendanceFactory(meeting=meeting, title_ko="중앙회장")
    body = OrganizationFactory(name_ko="가상 일본 기관", country=Country.JP)
    AttendanceFactory(meeting=meeting, side=Side.COUNTERPART, organization=body)
    page = text(staff.get(meeting.get_absolute_url()))
    assert '<div class="kr">' in page and '<div class="jp">' in page
    assert "일본 · 가상 일본 기관" in page and "직위로만 기록" in page


def test_the_counterparts_line_is_only_japans_when_it_is_from_japan(staff):
    meeting = MeetingFactory(counterparts=[OrganizationFactory(country=Country.VN)])
    AttendanceFactory(meeting=meeting, side=Side.COUNTERPART)
    page = text(staff.get(meeting.get_absolute_url()))
    assert '<div class="jp">' not in page and "베트남" in page


def test_minutes_name_their_gaps(staff):
    page = text(staff.get(MeetingFactory(venue_ko="").get_absolute_url()))
    for gap in ("참석자가", "주요내용이", "사진이", "첨부 파일이", "장소가"):
        assert f"{gap} 없습니다" in page
    meeting = MeetingFactory()
    PhotoFactory(meeting=meeting, caption_ko="")
    assert "설명 없음 1" in text(staff.get(meeting.get_absolute_url()))


def test_hostile_text_is_shown_as_text(staff):
    meeting = MeetingFactory(title_ko=HOSTILE, venue_ko=HOSTILE, summary_ko=HOSTILE)
    AttendanceFactory(meeting=meeting, title_ko=HOSTILE)
    AttendanceFactory(meeting=meeting, person=PersonFactory(name_ko=HOSTILE, aliases=HOSTILE))
    PointFactory(meeting=meeting, text_ko=HOSTILE * 200, text_ja=HOSTILE)
    PhotoFactory(meeting=meeting, caption_ko=HOSTILE)
    AttachmentFactory(meeting=meeting, name=f"{HOSTILE}.pdf")
    for name in ("detail", "minutes", "photos", "attachments"):
        page = text(staff.get(reverse(f"meetings:meeting_{name}", args=[meeting.pk])))
        assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
        assert "{{ 7|add:7 }}" in page
    assert "<script>alert" not in text(staff.get(LIST))


def test_readers_are_offered_no_changes(signed_in):
    meeting = full_meeting()
    executive = signed_in(executive=True)
    pages = text(executive.get(meeting.get_absolute_url())) + text(executive.get(LIST))
    assert "/minutes/" not in pages and "/add/" not in pages and "수정" not in pages


def test_minutes_say_what_they_belong_to(staff, monkeypatch):
    first, second, third = (MeetingFactory(title_ko=title) for title in "가나다")
    seen = []

    def trips_of(meetings, user):
        seen.append(user)
        trip = occasions.Occasion("예시 파견", "/trip/", "출장", "/trips/", lambda: [first, second, third])
        return {meeting.pk: trip for meeting in meetings}

    monkeypatch.setattr(occasions, "_finders", [trips_of])
    page = text(staff.get(second.get_absolute_url()))
    assert '<a href="/trip/">예시 파견</a>' in page and seen == [staff.user]
    assert f'rel="prev" href="{first.get_absolute_url()}"' in page
    assert f'rel="next" href="{third.get_absolute_url()}"' in page
    assert 'rel="prev"' not in text(staff.get(first.get_absolute_url()))
    assert '<a href="/trip/">예시 파견</a>' in text(staff.get(LIST))


def test_a_trip_offers_itself(staff):
    from delegations.models import DelegationMeeting
    from tests.factories.delegations import DelegationFactory

    trip = DelegationFactory()
    meetings = [MeetingFactory() for _ in range(3)]
    for meeting in meetings:
        DelegationMeeting.objects.create(delegation=trip, meeting=meeting)
    page = text(staff.get(meetings[1].get_absolute_url()))
    assert trip.get_absolute_url() in page
    assert meetings[0].get_absolute_url() in page and meetings[2].get_absolute_url() in page


# --- who may ----------------------------------------------------------------


def every_address():
    """Addresses of real rows, so that an answer could leak."""
    meeting = full_meeting()
    photo, attachment = meeting.photos.get(), meeting.attachments.get()
    own = [reverse(f"meetings:meeting_{n}", args=[meeting.pk]) for n in WRITERS_PAGES]
    own += [reverse("meetings:photo_delete", args=[photo.pk])]
    own += [reverse("meetings:attachment_delete", args=[attachment.pk])]
    read = [
        meeting.get_absolute_url(),
        reverse("meetings:photo_print", args=[photo.pk]),
        reverse("meetings:photo_thumbnail", args=[photo.pk]),
        reverse("meetings:attachment_download", args=[attachment.pk]),
    ]
    return read, own


WRITERS_PAGES = ("minutes", "photos", "attachments")


@pytest.mark.parametrize("role", ["ambassador", "counterpart", "administrator"])
def test_outsiders_find_nothing_of_what_is_there(signed_in, role):
    outsider = signed_in(**{role: True})
    read, write = every_address()
    for address in read + write:
        assert outsider.get(address).status_code == 404, address
        assert outsider.post(address).status_code in (404, 405), address
    for name in ("list", "add"):
        assert outsider.get(reverse(f"meetings:meeting_{name}")).status_code == 403
    assert Meeting.objects.get().photos.count() == 1


def test_an_executive_reads_and_changes_nothing(signed_in):
    executive = signed_in(executive=True)
    read, write = every_address()
    assert [executive.get(address).status_code for address in read] == [200] * len(read)
    for address in write:
        assert executive.get(address).status_code == executive.post(address).status_code == 403, address
    assert executive.post(reverse("meetings:meeting_add")).status_code == 403


def test_a_stranger_is_asked_to_sign_in(client):
    read, write = every_address()
    for address in read + write:
        assert client.get(address).headers["Location"].startswith("/accounts/login/")


def test_a_visitor_reads_the_menu(staff, signed_in):
    assert f'href="{LIST}" aria-current="page">면담' in text(staff.get(LIST))
    assert f'href="{LIST}"' not in signed_in(ambassador=True).get("/", follow=True).content.decode()
