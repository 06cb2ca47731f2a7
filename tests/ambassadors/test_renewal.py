"""The renewal round: who is in it, what is measured of him, and what a decision and the next term do."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ambassadors import services
from ambassadors.activity import activity_of
from ambassadors.enums import AssignmentAnswer, Decision, Standing
from ambassadors.models import Ambassador, Assignment, Term
from ambassadors.standing import standing_so
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import AmbassadorFactory, RequestFactory, SessionFactory, TermFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LIST = reverse("ambassadors:renewal_list")
SEOUL = ZoneInfo("Asia/Seoul")


@pytest.fixture
def ours():
    client = Client()
    client.force_login(UserFactory(staff=True))
    return client


def url(name, row):
    return reverse(f"ambassadors:{name}", args=[row.pk])


def asked(ambassador, assigned_on, first_on=None, answer=AssignmentAnswer.ACCEPTED):
    """A request assigned to him on that day in Seoul, and the day of its first session."""
    request = RequestFactory(assigned_to=ambassador, accepted=True, client__name="신청 기업(예시)")
    at = datetime.combine(assigned_on, datetime.min.time(), tzinfo=SEOUL) + timedelta(hours=1)  # of UTC's day before
    Assignment.objects.filter(request=request).update(assigned_at=at, answer=answer)
    for day in [first_on, first_on and first_on + timedelta(days=40)]:
        if day:
            SessionFactory(ambassador=ambassador, request=request, held_on=day, entered_on=day, minutes=30)
    services.close_request(request=request, by=UserFactory(staff=True))
    return request


def test_each_term_is_measured_by_what_lies_in_it():
    him, other = AmbassadorFactory(terms=False), AmbassadorFactory(terms=False)
    first = TermFactory(ambassador=him, number=1, starts_on=date(2022, 1, 1))
    second = TermFactory(ambassador=him, number=2, starts_on=date(2024, 1, 1))
    theirs = TermFactory(ambassador=other, starts_on=date(2024, 1, 1))
    day = date(2024, 3, 1)
    asked(him, day, day + timedelta(days=1))
    asked(him, day, day + timedelta(days=6))
    asked(him, day, None)  # accepted, never met: counts nowhere
    asked(him, day, day, answer=AssignmentAnswer.TAKEN_BACK)
    last_day = date(2023, 12, 31)
    firm = SessionFactory(
        ambassador=him, held_on=last_day, entered_on=last_day, minutes=45, preparation_minutes=15, travel_minutes=500,
        confirmed=True, satisfaction=4,
    ).client  # fmt: skip
    SessionFactory(ambassador=him, held_on=date(2024, 1, 1), entered_on=date(2024, 1, 1), client=firm, checked=True,
                   minutes=60, satisfaction=3)  # fmt: skip
    SessionFactory(ambassador=him, held_on=date(2024, 1, 2), entered_on=date(2024, 1, 2), draft=True)
    SessionFactory(ambassador=other, held_on=date(2024, 1, 2), entered_on=date(2024, 1, 2), satisfaction=1)
    done = activity_of([first, second, theirs])
    before, now = done[first.pk], done[second.pk]
    assert (before.sessions, before.clients, before.minutes, before.confirmed_share) == (1, 1, 60, 100)
    assert (before.satisfaction, before.days) == (4, None)
    assert (now.sessions, now.clients, now.hours) == (7, 4, 4.0)
    assert (now.confirmed, now.confirmed_share, now.satisfaction) == (1, 14, 3)
    assert now.days == 3.5  # of 1 and 6
    assert (done[theirs.pk].sessions, done[theirs.pk].satisfaction) == (1, 1)


def test_the_round_holds_last_terms_that_end_soon_and_those_left_undecided(ours):
    soon, later = AmbassadorFactory(terms=60), AmbassadorFactory(terms=200)
    forgotten, retired = AmbassadorFactory(terms=-30), AmbassadorFactory(terms=-30)
    renewed = AmbassadorFactory(terms=10)
    services.renew(term=renewed.terms.get(), by=UserFactory(staff=True))
    term = retired.terms.get()
    services.decide_renewal(term=term, decision=Decision.RETIRE, reason="귀국(예시)", by=UserFactory(staff=True))

    def found(query=""):
        return [row["url"] for row in ours.get(LIST + query).context["rows"]]

    assert found() == [forgotten.get_absolute_url(), soon.get_absolute_url()]
    assert found("?months=1") == [forgotten.get_absolute_url()]
    assert found("?months=12")[-1] == later.get_absolute_url()
    assert found("?months=7000") == found()


def test_a_decision_is_made_in_its_row_and_the_next_term_with_one_touch(ours):
    term = AmbassadorFactory(terms=30).terms.get()
    decide = url("renewal_decide", term)
    assert 'btn primary" type="submit" formaction' not in ours.get(LIST).content.decode()
    chosen = ours.post(decide, {"decision": "renew"}, headers={"HX-Request": "true"}).content.decode()
    assert 'btn primary" type="submit" formaction' in chosen  # what follows from what was decided
    row = ours.post(decide, {"decision": "retire", "reason": "활동 없음(예시)"}, headers={"HX-Request": "true"})
    term.refresh_from_db()
    assert (term.decision, term.decision_reason) == (Decision.RETIRE, "활동 없음(예시)")
    page = row.content.decode()
    assert page.count("<tr") == 1
    assert "활동 없음(예시)" in page
    assert "disabled" in page
    assert "먼저 결정을 바꿔" in ours.post(url("term_renew", term), follow=True).content.decode()
    assert term.ambassador.terms.count() == 1
    assert "저장했습니다" in ours.post(decide, {"decision": "open"}, follow=True).content.decode()  # without htmx
    assert ours.post(decide, {"decision": "perhaps"}).status_code == 302
    term.refresh_from_db()
    assert term.decision == Decision.OPEN
    answer = ours.post(url("term_renew", term))
    following = term.ambassador.terms.get(number=2)
    assert answer.url == url("term_document", following)
    assert following.starts_on == term.ends_on + timedelta(days=1)
    term.refresh_from_db()
    assert term.decision == Decision.RENEW
    assert "이미 다음 임기가" in ours.post(url("term_renew", term), follow=True).content.decode()
    assert not ours.get(LIST).context["rows"]


class TestStanding(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
    @given(
        starts=st.lists(st.integers(-1500, 1500), max_size=3, unique=True),
        length=st.integers(0, 900),
        pause=st.none() | st.integers(-3, 3),
    )
    def test_everybody_stands_in_one_way_and_the_list_finds_him_there(self, starts, length, pause):
        today = timezone.localdate()
        day = timedelta(days=1)
        Ambassador.objects.all().delete()
        him = AmbassadorFactory(terms=False, paused_until=None if pause is None else today + pause * day)
        for start in sorted(starts):
            first = today + start * day
            if not him.terms.filter(starts_on__lte=first + length * day, ends_on__gte=first).exists():
                TermFactory(ambassador=him, starts_on=first, ends_on=first + length * day)
        stands = him.standing_among(list(him.terms.all()), today)
        everybody = Ambassador.objects.all()
        assert [each for each in Standing if standing_so(everybody, each, today=today).exists()] == [stands]
        assert everybody.serving(today).exists() == (stands in {Standing.SERVING, Standing.PAUSED})
        in_round = Term.objects.ending_within(24, today=today)
        assert in_round.count() <= 1
        assert all(term.number == him.terms.count() for term in in_round)
