"""The two-sided ledger: what it shows to whom, what it costs, and what leaves the house with it."""

from collections import Counter
from datetime import date, timedelta
from io import BytesIO
from itertools import product

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from exchange.audit.models import Event
from exchange.mous.enums import CommitmentState, EvidenceKind, Obligor
from exchange.mous.exports import workbook
from exchange.mous.ledger import FIRST
from exchange.mous.models import Commitment
from exchange.mous.standing import Standing, counted, standing_of
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.mous import (
    ClauseFactory,
    CommitmentFactory,
    EvidenceFactory,
    MouFactory,
    OccurrenceFactory,
    YearlyCommitmentFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LEDGER = "/commitments/"


def sides(page):
    return {side.obligor: [row.sentence_ko for row in side.rows] for side in page.context["sides"]}


def chips(page):
    return {chip.standing: chip.count for chip in page.context["ledger"].chips}


def days(number):
    return timezone.localdate() + timedelta(days=number)


def test_every_commitment_has_one_standing_and_the_database_agrees():
    today = timezone.localdate()
    for state, due_on in product(("open", "in_progress", "missed"), (days(-1), today, days(1), None)):
        CommitmentFactory(state=state, due_on=due_on)
        if due_on is None:
            YearlyCommitmentFactory(state=state)
    CommitmentFactory(state="dropped", dropped_reason="예시", due_on=days(-1))
    for due_on, kept_on in product((days(-1), days(-2), None), (days(-1), None)):
        EvidenceFactory(commitment=CommitmentFactory(due_on=due_on, kept_on=kept_on))
    Commitment.objects.filter(evidence__isnull=False).update(state=CommitmentState.KEPT)
    expected = {row.pk: standing_of(row, today) for row in Commitment.objects.all()}
    assert counted(Commitment.objects.all(), today) == Counter((Obligor.JOINT, each) for each in expected.values())
    found = [
        (pk, s) for s in Standing for pk in Commitment.objects.standing(s, today=today).values_list("pk", flat=True)
    ]
    assert sorted(found) == sorted(expected.items())
    assert set(expected.values()) == set(Standing)


def test_both_sides_stand_apart_and_what_is_late_comes_first(client, sign_in):
    sign_in(executive=True)
    for obligor in Obligor.values:
        CommitmentFactory(obligor=obligor, sentence_ko=f"{obligor} 끝남", state="missed", due_on=days(-9))
        CommitmentFactory(obligor=obligor, sentence_ko=f"{obligor} 미정")
        CommitmentFactory(obligor=obligor, sentence_ko=f"{obligor} 나중", due_on=days(30))
        CommitmentFactory(obligor=obligor, sentence_ko=f"{obligor} 늦음", due_on=days(-3))
    page = client.get(LEDGER)
    assert list(sides(page)) == ["ours", "counterpart", "joint"]
    assert sides(page)["ours"] == ["ours 늦음", "ours 나중", "ours 미정", "ours 끝남"]
    assert chips(page) == {None: 12, "late": 3, "open": 3, "undated": 3, "missed": 3}
    late = client.get(LEDGER, {"state": "late", "obligor": "joint"})
    assert sides(late) == {"joint": ["joint 늦음"]}
    assert "모든 편 보기" in client.get(LEDGER, {"obligor": "joint", "q": "없음"}).content.decode()
    assert chips(late) == {None: 4, "late": 1, "open": 1, "undated": 1, "missed": 1}
    html = page.content.decode()
    assert "상태 바꾸기" not in html, "an executive only reads"
    assert "약속 등록" not in html


def test_filters_find_what_they_name(client, sign_in):
    staff = sign_in(staff=True)
    body, mou = OrganizationFactory(name_ko="예시중앙회"), MouFactory()
    sought = CommitmentFactory(
        sentence_ko="교류행사 추진", counterpart=body, mou=mou, owner=UserFactory(staff=True, name="성춘향"),
        made_on=date(2023, 3, 2), due_on=days(0),
    )  # fmt: skip
    CommitmentFactory(sentence_ko="다른 약속", owner=staff)
    questions = [
        {"q": "교류 행사"}, {"q": "예시중앙회"}, {"q": "성춘향"}, {"counterpart": "예시중앙회"}, {"mou": mou.pk},
        {"owner": sought.owner.pk}, {"due": "month"}, {"year": 2023},
    ]  # fmt: skip
    for question in questions:
        assert sides(client.get(LEDGER, question))["joint"] == ["교류행사 추진"], question
    assert sides(client.get(LEDGER, {"q": "교류", "owner": staff.pk}))["joint"] == []
    refused = client.get(LEDGER, {"counterpart": "없는 기관", "state": "x", "obligor": "y", "q": "교류"})
    assert "맞는 기록이 없습니다" in refused.content.decode()
    assert 'value="교류"' in refused.content.decode()


def fill(number, owner, body, mou):
    """So many of each side, each with all that a row says; one in two is yearly."""
    for obligor, _n in product(Obligor.values, range(number)):
        facts = {"obligor": obligor, "owner": owner, "counterpart": body, "mou": mou}
        made = CommitmentFactory(**facts, meeting=None, clause=ClauseFactory(mou=mou))
        yearly = YearlyCommitmentFactory(**facts)
        OccurrenceFactory(commitment=yearly, year=2025)
        EvidenceFactory.create_batch(2, commitment=made)
        EvidenceFactory(commitment=yearly)


@pytest.mark.parametrize("number", [1, FIRST])
def test_queries_do_not_grow(number, client, sign_in, django_assert_num_queries):
    user, body = sign_in(staff=True), OrganizationFactory(country="JP")
    mou = MouFactory(counterpart=body)
    fill(number, user, body, mou)
    client.get(LEDGER)
    with django_assert_num_queries(10):
        client.get(LEDGER)
    with django_assert_num_queries(9):
        client.get(LEDGER, {"obligor": "joint"})
    with django_assert_num_queries(10):
        client.get("/commitments/print/")
    other = sign_in(counterpart=True)
    PostFactory(person=PersonFactory(user=other), organization=body)
    client.get(LEDGER)
    with django_assert_num_queries(12):
        page = client.get(LEDGER)
    assert chips(page)[None] == 6 * number


def test_a_long_side_leads_to_its_pages_and_prints_whole(client, sign_in):
    staff = sign_in(staff=True)
    meeting = CommitmentFactory(owner=staff).meeting
    for n in range(60):
        CommitmentFactory(sentence_ko=f"긴 {n}", obligor="ours", meeting=meeting, owner=staff, due_on=days(n))
    page = client.get(LEDGER, {"q": "긴"})
    assert sides(page)["ours"] == [f"긴 {n}" for n in range(FIRST)]
    assert "obligor=ours" in page.content.decode()
    second = client.get(LEDGER, {"q": "긴", "obligor": "ours", "page": 2})
    assert sides(second) == {"ours": [f"긴 {n}" for n in range(40, 60)]}
    printed = client.get("/commitments/print/", {"q": "긴"})
    assert len(sides(printed)["ours"]) == 60
    assert "긴" in dict(printed.context["asked"]).values()


def test_a_counterpart_sees_its_own_and_follows_nothing_it_may_not_see(client, sign_in):
    user, own, other = sign_in(counterpart=True), OrganizationFactory(country="JP"), OrganizationFactory(country="JP")
    PostFactory(person=PersonFactory(user=user), organization=own)
    spoken = CommitmentFactory(counterpart=own, sentence_ko="우리 약속", owner=UserFactory(name="담당 예시"))
    clause = ClauseFactory(mou=MouFactory(counterpart=own))
    CommitmentFactory(counterpart=own, clause=clause, meeting=None, mou=clause.mou)
    hidden = CommitmentFactory(counterpart=other, sentence_ko="남의 약속", mou=MouFactory(counterpart=other))
    EvidenceFactory(commitment=hidden, kind=EvidenceKind.NOTE)
    html = client.get(LEDGER).content.decode()
    assert "우리 약속" in html
    assert clause.mou.get_absolute_url() in html
    for secret in ("남의 약속", hidden.mou.title_ko, hidden.counterpart.name_ko, spoken.meeting.get_absolute_url()):
        assert secret not in html
    assert chips(client.get(LEDGER))[None] == 2
    assert chips(client.get(LEDGER, {"mou": hidden.mou.pk}))[None] in (0, 2), "another's MOU is no choice"
    assert sides(client.get("/commitments/print/", {"q": "남의"})) == {"ours": [], "counterpart": [], "joint": []}
    assert client.get("/commitments/export.xlsx").status_code == 403
    assert client.get(f"/commitments/{hidden.pk}/steps/").status_code == 404
    assert client.get(f"/commitments/{spoken.pk}/steps/").status_code == 403


def test_the_steps_of_a_row_come_in_its_place(client, sign_in):
    sign_in(staff=True)
    commitment, address = CommitmentFactory(), "http://testserver/commitments/?state=undated"
    url = f"/commitments/{commitment.pk}/steps/"
    assert client.get(url).url == f"/commitments/{commitment.pk}/#steps"
    asked = {"HX-Request": "true", "HX-Current-URL": address}
    unproved = client.get(url, headers=asked).content.decode()
    assert 'value="start"' in unproved
    assert 'value="keep"' not in unproved, "nothing proves it yet"
    assert 'value="/commitments/?state=undated"' in unproved
    EvidenceFactory(commitment=commitment)
    assert 'value="keep"' in client.get(url, headers=asked).content.decode()
    saved = client.post(f"/commitments/{commitment.pk}/state/", {"step": "keep", "next": LEDGER}, follow=True)
    assert saved.redirect_chain[-1][0] == LEDGER
    assert chips(saved) == {None: 1, "kept": 1}


def rows_of(content):
    return list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start):
    CommitmentFactory(sentence_ko=f"{start}HYPERLINK(1)", indicator_ko=f"{start}1", dropped_reason=f"{start}\x072")
    sheet = load_workbook(BytesIO(workbook(Commitment.objects.listed()))).active
    texts = [cell for row in sheet.iter_rows(min_row=2) for cell in row if "HYPERLINK" in str(cell.value)]
    assert [(cell.value[0], cell.data_type) for cell in texts] == [("'", "s")]
    assert not any(str(value or "").startswith(start) for row in sheet.iter_rows(values_only=True) for value in row)


def test_a_download_holds_what_was_asked_for_and_is_logged_with_its_rows(client, sign_in):
    staff = sign_in(staff=True)
    CommitmentFactory(sentence_ko="하나 약속", obligor="ours", due_on=date(2024, 10, 31))
    CommitmentFactory(sentence_ko="둘 약속", obligor="joint")
    CommitmentFactory(sentence_ko="셋", obligor="joint")
    response = client.get("/commitments/export.xlsx", {"q": "약속"})
    heading, *rows = rows_of(response.content)
    assert {row[heading.index("약속 문장(한국어)")] for row in rows} == {"하나 약속", "둘 약속"}
    event = Event.objects.get(verb="export_commitments")
    assert (event.by, event.changes) == (staff, {"rows": 2})
    assert client.head("/commitments/export.xlsx").status_code in (200, 405)
