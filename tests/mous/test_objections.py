"""The other side objects to a wording: seen wherever people look, told to the owner, and never passed over."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from openpyxl import load_workbook

from exchange.core import days
from exchange.mous import services
from exchange.mous.enums import Answer, CommitmentState
from exchange.mous.models import Commitment
from exchange.notices import wording
from exchange.notices.models import Notice
from exchange.notices.running import run_rules
from tests.factories.accounts import UserFactory
from tests.factories.mous import CommitmentFactory, EvidenceFactory, OccurrenceFactory, YearlyCommitmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LEDGER = "/commitments/"


@pytest.fixture
def theirs():
    return UserFactory(counterpart=True)


@pytest.fixture
def objected(theirs):
    def make(make=CommitmentFactory, **facts):
        commitment = make(**facts)
        services.answer_wording(commitment=commitment, answer=Answer.OBJECTED, comment="숫자가 다름", by=theirs)
        return commitment

    return make


def test_an_objection_is_told_to_the_owner_until_it_is_answered(staff, theirs, objected):
    commitment, reworded = objected(owner=staff), objected(owner=staff)
    confirmed = CommitmentFactory(owner=UserFactory(staff=True))
    services.answer_wording(commitment=confirmed, answer=Answer.CONFIRMED, by=theirs)
    today = timezone.localdate()
    run_rules(today)
    run_rules(today)
    told = Notice.objects.filter(rule="wording-objected", settled_at=None)
    assert set(told.values_list("subject_id", "recipient")) == {(each.pk, staff.pk) for each in (commitment, reworded)}
    services.answer_wording(commitment=commitment, answer=Answer.CONFIRMED, by=theirs)
    services.change_commitment(commitment=reworded, sentence_ja="別の文", by=staff)
    run_rules(today)
    assert not told.exists()


def test_who_objects_to_what_stands_now(staff, theirs, objected):
    """Only the latest answer of the other side counts, and only about the present wording of what is still owed."""
    stands, twice = objected(), objected()
    services.answer_wording(commitment=twice, answer=Answer.OBJECTED, comment="다시", by=theirs)
    taken_back, reworded, other_debtor, dropped = (objected() for _ in range(4))
    services.answer_wording(commitment=taken_back, answer=Answer.CONFIRMED, by=theirs)
    services.change_commitment(commitment=reworded, sentence_ja="別の文", by=staff)
    services.change_commitment(commitment=other_debtor, obligor="ours", by=staff)
    services.drop_commitment(commitment=dropped, reason="예시", by=staff)
    ours = CommitmentFactory()
    services.answer_wording(commitment=ours, answer=Answer.OBJECTED, comment="우리 의견", by=staff)
    assert set(Commitment.objects.objected()) == {stands, twice}
    listed = Commitment.objects.listed().values_list("pk", "is_objected")
    assert {pk for pk, is_objected in listed if is_objected} == {stands.pk, twice.pk}


def test_the_ledger_and_all_that_leaves_it_show_objections(client, sign_in, objected):
    staff = sign_in(staff=True)
    mine = objected(owner=staff, obligor="ours", sentence_ko="내가 챙기는 약속")
    other = objected(obligor="joint", sentence_ko="남이 챙기는 약속")
    CommitmentFactory(obligor="joint", sentence_ko="이의 없는 약속")
    page = client.get(LEDGER)
    chip = {chip.standing: chip for chip in page.context["ledger"].chips}["objected"]
    assert (chip.count, chip.mine, chip.is_chosen) == (2, 1, False)
    html = page.content.decode()
    marks = [html.count(f'<span class="badge {look}">이의 있음</span>') for look in ("warn", "outline")]
    assert marks == [1, 1], "whoever is to answer sees it at once"
    chosen = client.get(LEDGER, {"state": "objected"})
    sides = {side.obligor: (side.count, [row.pk for row in side.rows]) for side in chosen.context["sides"]}
    assert sides == {"ours": (1, [mine.pk]), "counterpart": (0, []), "joint": (1, [other.pk])}
    one = client.get(LEDGER, {"state": "objected", "obligor": "joint"}).content.decode()
    assert "남이 챙기는" in one and "이의 없는" not in one and "내가 챙기는" not in one
    assert "상태: 이의 있음" in client.get("/commitments/print/", {"state": "objected"}).content.decode()
    book = load_workbook(BytesIO(client.get("/commitments/export.xlsx").content)).active
    heading, *rows = book.iter_rows(values_only=True)
    sentence, wording = heading.index("약속 문장(한국어)"), heading.index("문구")
    said = {row[sentence]: row[wording] for row in rows}
    assert said == {"내가 챙기는 약속": "이의 있음", "남이 챙기는 약속": "이의 있음", "이의 없는 약속": None}


def test_what_is_objected_to_is_not_kept_without_a_word(client, sign_in, objected):
    staff = sign_in(staff=True)
    commitment = objected(owner=staff)
    EvidenceFactory(commitment=commitment)
    state, page = f"/commitments/{commitment.pk}/state/", commitment.get_absolute_url()
    assert "이의에 답하고 이행으로" in client.get(page).content.decode()
    row = client.get(f"/commitments/{commitment.pk}/steps/", headers={"HX-Request": "true"}).content.decode()
    assert 'value="keep"' not in row and f"{page}#steps" in row
    for typed in ({"step": "keep"}, {"step": "keep", "reply": "  "}, {"step": "keep", "reply": "가" * 1001}):
        refused = client.post(state, typed, follow=True).content.decode()
        assert typed.get("reply", "어떻게 답했는지").strip() in refused
        assert Commitment.objects.get(pk=commitment.pk).state == CommitmentState.OPEN
    kept = client.post(state, {"step": "keep", "reply": "숫자를 함께 고침"}, follow=True)
    assert Commitment.objects.get(pk=commitment.pk).state == CommitmentState.KEPT
    html = kept.content.decode()
    assert html.count("숫자를 함께 고침") == 2, "among the answers of both sides, and in the history"
    services.reopen_commitment(commitment=commitment, by=staff)
    assert services.keep_commitment(commitment=commitment, by=staff).state == CommitmentState.KEPT, "it is answered"


def test_a_year_of_it_is_not_either(staff, objected):
    commitment = objected(YearlyCommitmentFactory)
    year = OccurrenceFactory(commitment=commitment, year=2025)
    EvidenceFactory(commitment=commitment, occurrence=year, dated_on=date(2025, 5, 1))
    services.answer_wording(commitment=commitment, answer=Answer.CONFIRMED, by=staff)
    with pytest.raises(ValidationError, match="이의"):
        services.keep_occurrence(occurrence=year, by=staff)
    services.answer_wording(commitment=commitment, answer=Answer.CONFIRMED, comment="설명함", by=staff)
    assert services.keep_occurrence(occurrence=year, by=staff).state == "kept"


def test_one_that_nothing_comes_of_is_reminded_of_and_goes_to_the_managers(staff, settings):
    settings.OBJECTION_ANSWER_DAYS = 5
    theirs, manager, gone = UserFactory(counterpart=True), UserFactory(manager=True), UserFactory(staff=True)
    today, now = timezone.localdate(), timezone.now()

    def objected(days_ago, **facts):
        promise = CommitmentFactory(**{"owner": staff} | facts)
        said = {"answer": Answer.OBJECTED, "comment": "範囲が広すぎます", "at": now - timedelta(days=days_ago)}
        services.answer_wording(commitment=promise, by=theirs, **said)
        return promise

    fresh, overdue, weekly, long_ago = (objected(days) for days in (5, 6, 5 + 8, 5 + 7 * 8 + 1))
    reworded, orphan = objected(6), objected(0, owner=gone)
    reworded.refresh_from_db()
    services.change_commitment(commitment=reworded, sentence_ja="新しい文", by=staff)
    UserFactory._meta.model.objects.filter(pk=gone.pk).update(is_active=False, deactivated_at=now)
    run_rules(today)
    run_rules(today)
    made = Notice.objects.filter(rule="wording-objected")
    told = {(notice.subject_id, notice.recipient_id): (today - notice.on).days for notice in made}
    assert told == {
        (fresh.pk, staff.pk): 5,
        (overdue.pk, staff.pk): 0, (overdue.pk, manager.pk): 0,
        (weekly.pk, staff.pk): 0, (weekly.pk, manager.pk): 0,
        (orphan.pk, manager.pk): 0,
    }  # fmt: skip
    assert long_ago.pk not in {subject for subject, _who in told}
    run_rules(today + timedelta(days=7))
    assert made.filter(subject_id=overdue.pk, settled_at=None, on=today + timedelta(days=7)).count() == 2
    assert made.filter(subject_id=overdue.pk, on=today).exclude(settled_at=None).count() == 2
    overdue.refresh_from_db()
    services.change_commitment(commitment=overdue, sentence_ja="直した文", by=staff)
    run_rules(today + timedelta(days=7))
    assert not made.filter(subject_id=overdue.pk, settled_at=None).exists()


def test_its_letter_says_what_they_mean_and_until_when(staff):
    promise = CommitmentFactory(owner=staff, sentence_ko="약속의 글", counterpart__name_ko="예시 단체")
    services.answer_wording(
        commitment=promise, answer=Answer.OBJECTED, comment="範囲が広すぎます", by=UserFactory(counterpart=True)
    )
    run_rules(timezone.localdate())
    [line] = wording.lines_of(Notice.objects.all(), reader=staff)
    assert line.words.title == "약속의 글"
    assert line.words.url.endswith("#confirmations")
    said = "\n".join(line.words.details)
    until = days.day(timezone.localdate() + timedelta(days=7))
    for part in ("範囲が広すぎます", f"{until}까지", "예시 단체", staff.name):
        assert part in said, part
