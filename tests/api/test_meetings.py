import pytest

from exchange.meetings.models import Meeting
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, PointFactory

MEETINGS = "/api/v1/meetings/"
TALK = {"title_ko": "가상 간담", "starts_at": "2024-07-18T13:30", "zone": "Asia/Tokyo"}


def lines(answer):
    return [(row["level"], row["text_ko"]) for row in answer.json()["points"]]


def test_a_meeting_is_created_with_people_and_minutes(staff):
    body, person = OrganizationFactory(), PersonFactory()
    sent = {
        **TALK,
        "counterparts": [str(body.uid)],
        "attendances": [{"side": "ours", "title_ko": "회장님"}, {"side": "counterpart", "person": str(person.uid)}],
        "points": [
            {"text_ko": "하나"},
            {"level": 1, "text_ko": "하나의 아래", "kind": "agreement"},
            {"level": 0, "text_ko": "둘"},
        ],
    }
    answer = staff.post(MEETINGS, sent, format="json")
    assert answer.status_code == 201, answer.json()
    assert answer.json()["starts_at"] == "2024-07-18T13:30:00+09:00"
    assert lines(answer) == [(0, "하나"), (1, "하나의 아래"), (0, "둘")]
    meeting = Meeting.objects.get(uid=answer.json()["uid"])
    assert meeting.points.get(text_ko="하나의 아래").parent.text_ko == "하나"
    assert [str(a) for a in meeting.attendances.all()] == ["회장님", str(person)]
    assert staff.get(f"{MEETINGS}{meeting.uid}/").json() == answer.json()


def test_the_title_of_the_day_is_filled_in(staff):
    post = PostFactory(title_ko="상무이사")
    sent = {**TALK, "attendances": [{"side": "counterpart", "person": str(post.person.uid)}]}
    [row] = staff.post(MEETINGS, sent, format="json").json()["attendances"]
    assert (row["title_ko"], row["organization"]) == ("상무이사", str(post.organization.uid))


@pytest.mark.parametrize(
    ("zone", "instant"),
    [("Asia/Tokyo", "T04:30:00"), ("Europe/Berlin", "T11:30:00"), ("America/Los_Angeles", "T20:30:00")],
)
def test_a_time_without_offset_is_that_of_the_place(staff, zone, instant):
    answer = staff.post(MEETINGS, {**TALK, "zone": zone}, format="json")
    assert answer.json()["starts_at"].startswith("2024-07-18T13:30:00")
    assert instant in Meeting.objects.get().starts_at.isoformat()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"title_ko": "간담"}, "starts_at"),
        ({**TALK, "starts_at": "0202-07-18T13:30"}, "starts_at"),
        ({**TALK, "starts_at": "2024-03-31T02:30", "zone": "Europe/Berlin"}, "starts_at"),
        ({**TALK, "zone": "Mars/Olympus"}, "zone"),
        ({**TALK, "starts_at": "2099-07-18T13:30", "state": "held"}, "state"),
        ({**TALK, "ends_at": "2024-07-18T13:00"}, "ends_at"),
        ({**TALK, "state": "cancelled"}, "cancelled_reason"),
        ({**TALK, "points": [{"level": 1, "text_ko": "공중에"}]}, "points"),
        ({**TALK, "points": [{"level": 0, "text_ko": ""}]}, "points"),
        ({**TALK, "attendances": [{"side": "ours"}]}, "attendances"),
        ({**TALK, "counterparts": ["x"]}, "counterparts"),
    ],
)
def test_errors_name_the_field_and_nothing_is_kept(staff, sent, field):
    answer = staff.post(MEETINGS, sent, format="json")
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not Meeting.objects.exists()


def test_one_person_does_not_sit_twice(staff):
    row = {"side": "ours", "person": str(PersonFactory().uid), "title_ko": "부장"}
    answer = staff.post(MEETINGS, {**TALK, "attendances": [row, row]}, format="json")
    assert "두 번" in str(answer.json()["attendances"]["1"])


def test_lines_that_stay_keep_their_identity(staff):
    meeting = MeetingFactory()
    first, second = PointFactory(meeting=meeting, text_ko="하나"), PointFactory(meeting=meeting, text_ko="둘")
    rows = [{"id": second.pk, "level": 0}, {"id": first.pk, "level": 1}]
    answer = staff.patch(f"{MEETINGS}{meeting.uid}/", {"version": 1, "points": rows}, format="json")
    assert answer.status_code == 200, answer.json()
    assert lines(answer) == [(0, "둘"), (1, "하나")]
    assert [row["id"] for row in answer.json()["points"]] == [second.pk, first.pk]


def test_a_change_says_what_was_read(staff):
    meeting = MeetingFactory()
    answer = staff.patch(f"{MEETINGS}{meeting.uid}/", {"title_ko": "새 제목"}, format="json")
    assert (answer.status_code, list(answer.json())) == (400, ["version"])


def test_who_comes_second_is_told_and_overwrites_nothing(staff, client_of):
    meeting = AttendanceFactory().meeting
    address = f"{MEETINGS}{meeting.uid}/"
    version = staff.get(address).json()["version"]
    sent = {"version": version, "title_ko": "먼저", "points": [{"text_ko": "먼저 쓴 줄"}]}
    assert staff.patch(address, sent, format="json").status_code == 200
    late = {"version": version, "venue_ko": "다른 곳", "points": [{"text_ko": "늦게 쓴 줄"}]}
    answer = client_of("manager").patch(address, late, format="json")
    assert (answer.status_code, list(answer.json())) == (409, ["version"])
    read = staff.get(address).json()
    assert [read["title_ko"], read["points"][0]["text_ko"], len(read["attendances"])] == ["먼저", "먼저 쓴 줄", 1]
    assert read["venue_ko"] != "다른 곳"
