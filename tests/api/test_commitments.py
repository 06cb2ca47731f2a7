"""Promises over the API: the services of the pages, and for a counterpart only its own."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from exchange.mous.models import Commitment, Evidence
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.documents import EditionFactory, pdf
from tests.factories.meetings import MeetingFactory, PointFactory
from tests.factories.mous import (
    ClauseFactory,
    CommitmentFactory,
    EvidenceFactory,
    OccurrenceFactory,
    YearlyCommitmentFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
COMMITMENTS = "/api/v1/commitments/"
NOTE = {"kind": "note", "dated_on": "2024-10-01", "note_ko": "예시"}


def address(commitment, *below):
    return "/".join([f"{COMMITMENTS}{commitment.uid}", *map(str, below), ""])


def send(client, commitment, *below, **sent):
    return client.post(address(commitment, *below), sent, format="json")


@pytest.fixture
def owner(db):
    return UserFactory(staff=True)


def test_a_promise_from_a_point_from_a_clause_and_by_hand(staff, owner):
    body = OrganizationFactory()
    point = PointFactory(meeting=MeetingFactory(counterparts=[body]), text_ko="포럼을 함께 열기로 합의")
    clause = ClauseFactory(mou__counterpart=body)
    common = {"obligor": "joint", "owner": owner.email}
    meeting = {"meeting": str(point.meeting.uid), "sentence_ko": "따로 적은 약속", "counterpart": str(body.uid)}
    made = [
        staff.post(COMMITMENTS, {**common, **origin}, format="json")
        for origin in ({"point": point.pk}, {"clause": clause.pk, "counterpart": str(body.uid)}, meeting)
    ]
    assert [answer.status_code for answer in made] == [201] * 3, [answer.json() for answer in made]
    spoken, written, typed = (answer.json() for answer in made)
    assert [spoken["sentence_ko"], spoken["counterpart"]] == [point.text_ko, str(body.uid)]
    assert [written["sentence_ko"], written["made_on"]] == [clause.text_ko, "2024-07-18"]
    assert written["mou"] == str(clause.mou.uid)
    assert typed["made_on"] == point.meeting.local_day.isoformat()
    assert staff.get(COMMITMENTS).json()["count"] == 3
    again = staff.post(COMMITMENTS, {**common, "point": point.pk}, format="json")
    assert (again.status_code, Commitment.objects.count()) == (400, 3)
    assert "이미 약속으로" in str(again.json())


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"owner": "nobody@example.com"}, "owner"),
        ({"obligor": "else"}, "obligor"),
        ({"counterpart": None}, "counterpart"),
        ({"sentence_ko": ""}, "sentence_ko"),
        ({"due_on": "2020-01-01"}, "due_on"),
        ({"recurrence": "yearly"}, "recurs_from"),
        ({"point": 10**12}, "point"),
    ],
)
def test_errors_name_the_field_and_nothing_is_kept(staff, owner, changed, field):
    sent = {
        "sentence_ko": "예시 약속", "meeting": str(MeetingFactory().uid), "counterpart": str(OrganizationFactory().uid),
        "obligor": "joint", "owner": owner.email, "made_on": "2024-07-18", **changed,
    }  # fmt: skip
    answer = staff.post(COMMITMENTS, sent, format="json")
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not Commitment.objects.exists()


def test_a_point_of_another_meeting_and_a_clause_of_another_mou_are_refused(staff, owner):
    common = {"obligor": "ours", "owner": owner.email}
    for origin, field in (
        ({"point": PointFactory().pk, "meeting": str(MeetingFactory().uid)}, "point"),
        ({"clause": ClauseFactory().pk, "mou": str(ClauseFactory().mou.uid)}, "clause"),
    ):
        answer = staff.post(COMMITMENTS, {**common, **origin}, format="json")
        assert (answer.status_code, list(answer.json())) == (400, [field])


def test_who_comes_second_is_told_and_what_is_exact_stays(staff, client_of):
    commitment = CommitmentFactory()
    version = staff.get(address(commitment)).json()["version"]
    sent = {"version": version, "indicator_ko": "먼저"}
    assert staff.patch(address(commitment), sent, format="json").json()["indicator_ko"] == "먼저"
    late = client_of("manager").patch(address(commitment), {**sent, "indicator_ko": "늦게"}, format="json")
    assert (late.status_code, list(late.json())) == (409, ["version"])
    fixed = staff.patch(address(commitment), {"version": 9, "state": "kept", "sentence_ko": "다른 말"}, format="json")
    assert (fixed.status_code, set(fixed.json())) == (400, {"state", "sentence_ko"})
    assert staff.patch(address(commitment), {"indicator_ko": "x"}, format="json").status_code == 400
    assert staff.get(address(commitment)).json()["indicator_ko"] == "먼저"


def test_a_due_date_moves_with_a_reason_and_by_who_has_read_it(staff):
    commitment = CommitmentFactory(due_on=date(2026, 3, 1))
    moved = {"due_on": "2026-05-01", "version": 1}
    unexplained = send(staff, commitment, "due", **moved)
    assert (unexplained.status_code, list(unexplained.json())) == (400, ["reason"])
    answer = send(staff, commitment, "due", reason="상대 기관 사정", **moved).json()
    assert (answer["due_on"], answer["due_changes"][0]["reason"]) == ("2026-05-01", "상대 기관 사정")
    assert send(staff, commitment, "due", reason="늦게", due_on="2026-06-01", version=1).status_code == 409


def test_kept_with_evidence_dropped_with_a_reason(staff):
    commitment = CommitmentFactory()
    assert send(staff, commitment, "step", step="keep").status_code == 400
    assert send(staff, commitment, "step", step="drop").json().keys() == {"dropped_reason"}
    added = send(staff, commitment, "evidence", **NOTE)
    assert added.status_code == 201, added.json()
    [proof] = added.json()["evidence"]
    assert send(staff, commitment, "step", step="keep").json()["state"] == "kept"
    assert send(staff, commitment, "evidence", proof["id"], "delete").status_code == 400
    assert send(staff, commitment, "step", step="start").status_code == 400
    assert send(staff, commitment, "step", step="reopen").json()["state"] == "open"
    assert send(staff, commitment, "evidence", proof["id"], "delete").json()["evidence"] == []
    assert send(staff, commitment, "step", step="drop", reason="예시").json()["dropped_reason"] == "예시"
    early = send(staff, commitment, "asked", asked_on="2099-01-01")
    assert (early.status_code, list(early.json())) == (400, ["asked_on"])
    assert send(staff, commitment, "asked", asked_on="2024-12-01").json()["last_asked_on"] == "2024-12-01"


def test_what_proves_is_a_meeting_a_published_report_or_a_file(staff):
    commitment = CommitmentFactory()
    meeting, report, draft = MeetingFactory(), EditionFactory(published=True), EditionFactory()
    day = {"dated_on": "2024-10-01"}
    send(staff, commitment, "evidence", kind="meeting", meeting=str(meeting.uid), **day)
    send(staff, commitment, "evidence", kind="document", edition=report.pk, **day)
    for data, status in ((b"%PDF-1.4 broken", 400), (pdf(), 201)):
        sent = {"kind": "file", "file": SimpleUploadedFile("결과.pdf", data), **day}
        answer = staff.post(address(commitment, "evidence"), sent, format="multipart")
        assert answer.status_code == status
        assert ("file" in answer.json()) == (status == 400)
    planned = MeetingFactory(state="planned")
    for wrong, field in (
        ({"kind": "document", "edition": draft.pk}, "edition"),
        ({"kind": "meeting", "meeting": str(planned.uid)}, "meeting"),
        ({"kind": "file"}, "file"),
    ):
        answer = send(staff, commitment, "evidence", **wrong, **day)
        assert (answer.status_code, list(answer.json())) == (400, [field])
    early = send(staff, commitment, "evidence", **{**NOTE, "dated_on": "2024-07-01"})
    assert (early.status_code, list(early.json())) == (400, ["dated_on"])
    shown = staff.get(address(commitment)).json()["evidence"]
    assert {(row["kind"], row["meeting"], row["edition"]) for row in shown} == {
        ("meeting", str(meeting.uid), None), ("document", None, report.pk), ("file", None, None),
    }  # fmt: skip
    other = EvidenceFactory()
    assert send(staff, commitment, "evidence", other.pk, "delete").status_code == 404
    assert Evidence.objects.filter(pk=other.pk).exists()


def test_a_year_is_kept_by_what_happened_in_it(staff):
    commitment = OccurrenceFactory(year=2025).commitment
    assert send(staff, commitment, "occurrences", 2025, "step", step="keep").status_code == 400
    send(staff, commitment, "evidence", **{**NOTE, "dated_on": "2025-11-25"})
    [year] = send(staff, commitment, "occurrences", 2025, "step", step="keep").json()["occurrences"]
    assert (year["year"], year["state"]) == (2025, "kept")
    assert send(staff, commitment, "occurrences", 1999, "step", step="keep").status_code == 404
    assert send(staff, commitment, "occurrences", 2025, "step", step="drop").json().keys() == {"step"}


# --- the other side -----------------------------------------------------------------------------------

SECRETS = ["비밀 발언 자리", "비밀 철회", "비밀 연기", "secret-owner", "비밀.pdf", "2025-02-03"]


def promise(body, sentence):
    """With everything that is internal to our side."""
    owner = UserFactory(staff=True, email=f"secret-owner{body.pk}@example.com")
    commitment = CommitmentFactory(
        counterpart=body, sentence_ko=sentence, owner=owner,
        last_asked_on=date(2025, 2, 3), due_on=date(2026, 3, 1), state="dropped", dropped_reason="비밀 철회",
        mou=ClauseFactory(mou__state="draft", mou__counterpart=body).mou,
        meeting=MeetingFactory(title_ko="비밀 발언 자리"),
    )  # fmt: skip
    at = "2025-01-01T00:00Z"
    commitment.due_changes.create(
        before="2026-01-01", after="2026-03-01", reason="비밀 연기", at=at, by=commitment.owner
    )
    EvidenceFactory(commitment=commitment, kind="file", sha256="a" * 64, file_name="비밀.pdf", note_ko="함께 본 근거")
    return commitment


def test_a_counterparts_token_reads_its_own_promises_and_nothing_internal():
    own, other = OrganizationFactory(country="JP"), OrganizationFactory(country="JP")
    user = UserFactory(counterpart=True)
    PostFactory(person=PersonFactory(user=user), organization=own)
    mine, theirs = promise(own, "같은 문장의 약속"), promise(other, "같은 문장의 약속")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=user)}")
    for path in (COMMITMENTS, f"{COMMITMENTS}?q=문장"):
        read = client.get(path).json()
        assert (read["count"], [row["uid"] for row in read["results"]]) == (1, [str(mine.uid)])
    assert client.get(address(theirs)).status_code == 404
    text = client.get(address(mine)).content.decode() + client.get(COMMITMENTS).content.decode()
    for secret in [*SECRETS, str(mine.meeting.uid), str(mine.mou.uid), str(theirs.uid)]:
        assert secret not in text, secret
    assert "함께 본 근거" in text
    staff = APIClient()
    staff.force_login(UserFactory(staff=True))
    full = staff.get(address(mine)).content.decode()
    assert all(secret in full for secret in SECRETS[1:])


def test_both_sides_answer_the_wording_that_they_have_read(staff):
    own = OrganizationFactory(country="JP")
    user = UserFactory(counterpart=True)
    PostFactory(person=PersonFactory(user=user), organization=own)
    commitment, other = CommitmentFactory(counterpart=own), CommitmentFactory()
    client = APIClient()
    client.force_login(user)
    wording = client.get(address(commitment)).json()["wording"]
    objection = {"answer": "objected", "wording": wording}
    assert send(client, commitment, "confirmations", **objection).json().keys() == {"comment"}
    answer = send(client, commitment, "confirmations", comment="時期が違います", **objection).json()
    assert [(row["side"], row["answer"], row["is_current"]) for row in answer["confirmations"]] == [
        ("counterpart", "objected", True)
    ]
    changed = {"version": answer["version"], "sentence_ja": "新しい文"}
    assert staff.patch(address(commitment), changed, format="json").status_code == 200
    late = send(client, commitment, "confirmations", answer="confirmed", wording=wording)
    assert (late.status_code, list(late.json())) == (409, ["wording"])
    assert send(client, other, "confirmations", answer="confirmed", wording=wording).status_code == 404
    for below in (["due"], ["step"], ["asked"], ["evidence"], ["evidence", 1, "delete"], ["occurrences", 2025, "step"]):
        assert send(client, commitment, *below).status_code == 403, below
        assert send(client, other, *below).status_code == 404, below
    assert client.patch(address(commitment), {}, format="json").status_code == 403
    assert client.post(COMMITMENTS, {}, format="json").status_code == 403


@pytest.mark.parametrize("many", [1, 4])
def test_one_promise_costs_the_same_whatever_it_holds(staff, django_assert_num_queries, many):
    commitment = YearlyCommitmentFactory()
    for place in range(many):
        year = OccurrenceFactory(commitment=commitment, year=2025 + place)
        EvidenceFactory(commitment=commitment, occurrence=year, dated_on=date(2025, 1, 1)) if not place else None
        EvidenceFactory(commitment=commitment)
        commitment.confirmations.create(
            side="ours", answer="confirmed", wording_ko="예시", at="2025-01-01T00:00Z", by=commitment.owner
        )
    with django_assert_num_queries(8):  # session, user, the row, whether it is visible, four lists below
        assert len(staff.get(address(commitment)).json()["evidence"]) == many + 1
