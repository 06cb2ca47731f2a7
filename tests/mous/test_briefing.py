"""What has happened since the last meeting, on one or two sheets."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from lxml import html

from exchange.meetings.enums import MeetingState, Side
from exchange.mous import services
from exchange.mous.briefing import Briefing
from exchange.mous.enums import Answer, Obligor
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.mous import CommitmentFactory, EvidenceFactory, MouFactory, YearlyCommitmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 9, 3, tzinfo=UTC)


@pytest.fixture
def body():
    return OrganizationFactory(name_ko="예시 단체", name_ja="例示団体", country="JP")


def met(body, day, **facts):
    return MeetingFactory(counterparts=[body], starts_at=datetime(*day, 3, tzinfo=UTC), **facts)


def kept_on(commitment, day, staff):
    """Proved and kept at noon of that day."""
    EvidenceFactory(commitment=commitment, dated_on=date(*day), note_ko="예시 증거")
    return services.keep_commitment(commitment=commitment, by=staff, at=datetime(*day, 3, tzinfo=UTC))


def test_it_tells_who_met_whom_what_is_owed_and_what_was_kept(client, staff, body):
    MouFactory(title_ko="예시 협약", counterpart=body)
    old, last = met(body, (2025, 3, 1)), met(body, (2025, 9, 1))
    AttendanceFactory(meeting=last, title_ko="예시 회장", side=Side.OURS)
    guest = PersonFactory(name_ko="가상손님")
    AttendanceFactory(meeting=last, person=guest, title_ko="예시 전무", side=Side.COUNTERPART, organization=body)
    met(OrganizationFactory(), (2025, 10, 1), title_ko="남의 면담")
    for obligor in Obligor:
        CommitmentFactory(counterpart=body, obligor=obligor, sentence_ko=f"남은 {obligor}")
    CommitmentFactory(sentence_ko="남의 약속")
    kept_on(CommitmentFactory(counterpart=body, sentence_ko="전에 지킨 것"), (2025, 5, 1), staff)
    kept_on(CommitmentFactory(counterpart=body, sentence_ko="그사이 지킨 것"), (2025, 12, 1), staff)
    client.force_login(UserFactory(executive=True))
    text = html.fromstring(client.get(f"/commitments/since/{body.pk}/").content.decode()).xpath("string(//main)")
    owed = [f"남은 {obligor}" for obligor in Obligor]
    for shown in ("예시 협약", "예시 회장", "가상손님", "예시 전무", *owed, "그사이 지킨 것", "예시 증거"):
        assert shown in text, shown
    for hidden in ("남의 면담", "남의 약속", "전에 지킨 것"):
        assert hidden not in text, hidden
    page = client.get(f"/commitments/since/{body.pk}/", {"since": old.pk}).content.decode()
    assert "전에 지킨 것" in page
    assert last.title_ko in page


def test_since_counts_from_the_last_meeting_that_was_held(staff, body):
    last, planned = met(body, (2026, 1, 10)), met(body, (2026, 4, 1), state=MeetingState.PLANNED)
    met(body, (2026, 3, 1), state=MeetingState.CANCELLED, cancelled_reason="예시")
    met(body, (2026, 2, 1), state=MeetingState.PLANNED)  # nobody said what became of it
    missed = CommitmentFactory(counterpart=body)
    services.miss_commitment(commitment=missed, by=staff, at=NOW - timedelta(days=1))
    yearly = YearlyCommitmentFactory(counterpart=body, recurs_from=2025)
    services.open_occurrences(today=NOW.date())
    EvidenceFactory(commitment=yearly, dated_on=date(2025, 11, 25), occurrence=yearly.occurrences.get(year=2025))
    services.keep_occurrence(occurrence=yearly.occurrences.get(year=2025), by=staff, at=NOW)
    briefing = Briefing(body, staff, now=NOW)
    assert (briefing.since, briefing.next_meeting) == (last, planned)
    assert {each: each.kept_year for each in briefing.ended} == {missed: None, yearly: 2025}
    for wrong in ("0", "x", str(planned.pk)):
        assert Briefing(body, staff, now=NOW, since=wrong).since == last
    assert Briefing(OrganizationFactory(), staff, now=NOW).since is None


@pytest.mark.parametrize("number", [1, 30])
def test_it_costs_the_same_however_much_there_is(client, staff, body, number, django_assert_num_queries):
    for n in range(number):
        meeting = met(body, (2025, 1, 1 + n % 28))
        AttendanceFactory(meeting=meeting, person=PersonFactory(), organization=body, side=Side.COUNTERPART)
        MouFactory(counterpart=body)
        for obligor in Obligor:
            YearlyCommitmentFactory(counterpart=body, obligor=obligor)
        kept_on(CommitmentFactory(counterpart=body), (2025, 6, 1), staff)
    services.open_occurrences(today=timezone.localdate())
    client.force_login(staff)
    # session, user; body; meetings, people, bodies; open ones and their years; objections; ended ones; MOUs
    with django_assert_num_queries(11):
        client.get(f"/commitments/since/{body.pk}/")


def test_no_side_takes_the_room_of_the_other_and_what_has_none_is_counted(client, staff, body):
    ours = CommitmentFactory(counterpart=body, obligor=Obligor.OURS, due_on=date(2026, 4, 17))
    due = {"due_on": date(2026, 4, 30), "meeting": ours.meeting, "owner": staff}
    CommitmentFactory.create_batch(90, counterpart=body, obligor=Obligor.OURS, **due)
    CommitmentFactory(counterpart=body, obligor=Obligor.COUNTERPART, sentence_ko="상대의 하나")
    CommitmentFactory(obligor=Obligor.COUNTERPART)
    for _n in range(22):
        services.miss_commitment(commitment=CommitmentFactory(counterpart=body), by=staff)
    briefing = Briefing(body, staff, now=timezone.now())
    counts = {each.obligor: (each.count, len(each.rows)) for each in briefing.owed}
    assert counts == {Obligor.OURS: (91, 12), Obligor.COUNTERPART: (1, 1), Obligor.JOINT: (0, 0)}
    assert briefing.owed[0].rows[0] == ours
    assert (len(briefing.ended), briefing.ended_count, briefing.ended_more) == (20, 22, 2)
    client.force_login(staff)
    page = client.get(f"/commitments/since/{body.pk}/").content.decode()
    for shown in ("상대의 하나", "급한 것만 실었습니다", "그 밖에 2건"):
        assert shown in page, shown


def test_what_they_still_object_to_and_what_came_late_is_said(client, staff, body):
    theirs = UserFactory(counterpart=True)

    def objected(sentence, promised_to=body):
        promise = CommitmentFactory(counterpart=promised_to, sentence_ko=sentence, owner=staff)
        services.answer_wording(commitment=promise, answer=Answer.OBJECTED, comment=f"{sentence} 의견", by=theirs)
        return promise

    settled, reworded, dropped = objected("풀린 것"), objected("고친 것"), objected("철회한 것")
    objected("남은 것"), objected("남의 것", OrganizationFactory())
    services.answer_wording(commitment=settled, answer=Answer.CONFIRMED, by=theirs)
    reworded.refresh_from_db()
    services.change_commitment(commitment=reworded, sentence_ja="新しい文", by=staff)
    services.drop_commitment(commitment=dropped, reason="예시", by=staff)
    late = CommitmentFactory(counterpart=body, sentence_ko="늦은 것", due_on=date(2026, 1, 1))
    kept_on(late, (2026, 2, 2), staff)
    client.force_login(staff)
    page = html.fromstring(client.get(f"/commitments/since/{body.pk}/").content.decode())
    shown = page.xpath('string(//section[@aria-labelledby="objections-h"])')
    assert "남은 것 의견" in shown
    for hidden in ("풀린 것", "고친 것", "철회한 것", "남의 것"):
        assert hidden not in shown, hidden
    ended = page.xpath('string(//section[@aria-labelledby="ended-h"])')
    assert "늦은 것" in ended and "늦게 이행" in ended
    assert page.xpath("//button[@data-print]")


def test_the_way_to_it_stands_where_one_prepares(client, staff, body):
    url = f"/commitments/since/{body.pk}/"
    client.force_login(staff)
    assert url not in client.get(body.get_absolute_url()).content.decode()
    planned = met(body, (2099, 1, 1), state=MeetingState.PLANNED)
    held = met(body, (2025, 1, 1))
    assert url in client.get(body.get_absolute_url()).content.decode()
    assert url in client.get(f"{planned.get_absolute_url()}outcomes/").content.decode()
    assert url not in client.get(f"{held.get_absolute_url()}outcomes/").content.decode()
    assert url in client.get("/commitments/", {"counterpart": body.name_ko}).content.decode()


def test_it_is_for_readers(client, body):
    for role in ({"counterpart": True}, {"ambassador": True}, {"administrator": True}):
        client.force_login(UserFactory(**role))
        assert client.get(f"/commitments/since/{body.pk}/").status_code == 404
