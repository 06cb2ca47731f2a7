"""The host alternates, or the edition says why: the services, and the database past them, over random histories."""

from datetime import date
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from forums import services
from forums.alternation import next_turn, outlook
from forums.enums import EditionState, HostCountry
from forums.models import Edition
from forums.models.series import LIVE
from tests.factories.accounts import UserFactory
from tests.factories.forums import EditionFactory, SeriesFactory
from tests.factories.mous import CommitmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
YEARS = st.integers(2001, 2008)
HOSTS = st.sampled_from(HostCountry.values)
REASONS = st.sampled_from(["", "예시 사유"])


def broken(series):
    """Live editions in the country of the one before that do not say why."""
    live = list(series.editions.filter(state__in=LIVE).order_by("year"))
    return [b.year for a, b in pairwise(live) if a.host_country == b.host_country and not b.break_reason]


class History(RuleBasedStateMachine):
    """Whatever is tried, what stands keeps the rule. `past` writes past every service."""

    def __init__(self):
        super().__init__()
        self.user, self.series = UserFactory(staff=True), SeriesFactory()

    def attempt(self, work):
        try:
            with transaction.atomic():
                work()
        except ValidationError:
            pass  # a sentence for people; an IntegrityError here would be a rule that has no words

    def edition(self, year):
        return self.series.editions.filter(year=year).first()

    @rule(year=YEARS, host=HOSTS, reason=REASONS, state=st.sampled_from(EditionState.values))
    def create(self, year, host, reason, state):
        facts = {"state": state, "break_reason": reason, "starts_on": date(year, 5, 5), "state_reason": "예시"}
        self.attempt(lambda: services.create_edition(
            series=self.series, year=year, host_country=host, by=self.user, name_ko="예시", **facts
        ))  # fmt: skip

    @rule(year=YEARS, host=HOSTS, reason=REASONS)
    def change(self, year, host, reason):
        if edition := self.edition(year):
            facts = {"host_country": host, "break_reason": reason}
            self.attempt(lambda: services.change_edition(edition=edition, by=self.user, **facts))

    @rule(year=YEARS, to=YEARS)
    def move(self, year, to):
        if edition := self.edition(year):
            facts = {"year": to, "starts_on": date(to, 5, 5), "ends_on": None}
            self.attempt(lambda: services.change_edition(edition=edition, by=self.user, **facts))

    @rule(year=YEARS, step=st.sampled_from(["skip", "cancel"]), swap=st.booleans(), reason=REASONS)
    def call_off(self, year, step, swap, reason):
        if edition := self.edition(year):
            facts = {"reason": "예시", "swap_next": swap, "next_reason": reason}
            self.attempt(lambda: services.call_off(edition=edition, step=step, by=self.user, **facts))

    @rule(year=YEARS, step=st.sampled_from(["agree", "announce", "reopen"]))
    def step(self, year, step):
        if edition := self.edition(year):
            self.attempt(lambda: services.take_step(edition=edition, step=step, by=self.user))

    @rule(year=YEARS)
    def hold(self, year):
        if edition := self.edition(year):
            self.attempt(lambda: services.hold_edition(edition=edition, by=self.user))

    @rule(year=YEARS)
    def delete(self, year):
        if edition := self.edition(year):
            self.attempt(lambda: services.delete_edition(edition=edition, by=self.user))

    @rule(year=YEARS, host=HOSTS, reason=REASONS, state=st.sampled_from(LIVE))
    def past(self, year, host, reason, state):
        try:
            with transaction.atomic():
                rows = self.series.editions.filter(year=year)
                rows.update(host_country=host, break_reason=reason, state=state, state_reason="예시")
        except IntegrityError:
            pass

    @rule(year=YEARS)
    def delete_past(self, year):
        try:
            with transaction.atomic():
                self.series.editions.filter(year=year).delete()
        except IntegrityError:
            pass

    @invariant()
    def alternates_or_says_why(self):
        assert broken(self.series) == []


class RandomHistories(TestCase):
    def test_the_host_alternates_or_the_edition_says_why(self):
        run_state_machine_as_test(
            History, settings=hypothesis_settings(max_examples=12, stateful_step_count=25, deadline=None)
        )


def test_the_database_refuses_a_repeat_without_its_reason():
    first = EditionFactory(year=2025, host_country="JP", held=True)
    with pytest.raises(IntegrityError, match="edition_host_repeats"), transaction.atomic():
        EditionFactory(series=first.series, year=2026, host_country="JP")
    second = EditionFactory(series=first.series, year=2026, host_country="JP", break_reason="예시 사유")
    third = EditionFactory(series=first.series, year=2027, host_country="KR")
    with pytest.raises(IntegrityError, match="edition_next_repeats"), transaction.atomic():
        Edition.objects.filter(pk=second.pk).update(host_country="KR")
    with pytest.raises(IntegrityError, match="edition_host_repeats"), transaction.atomic():
        Edition.objects.filter(pk=second.pk).update(break_reason="")
    with pytest.raises(IntegrityError, match="edition_keeps_its_place"), transaction.atomic():
        Edition.objects.filter(pk=second.pk).update(year=2030, starts_on=date(2030, 5, 5), ends_on=date(2030, 5, 5))
    assert {first.host_country, third.host_country} == {"JP", "KR"}


def test_what_is_skipped_does_not_count_and_the_outlook_goes_on_by_turns():
    series = SeriesFactory()
    EditionFactory(series=series, year=2024, host_country="KR", held=True)
    EditionFactory(series=series, year=2025, host_country="JP", state=EditionState.SKIPPED, state_reason="예시")
    editions = list(series.editions.all())
    assert next_turn(series, editions) == (2026, HostCountry.JP)
    turns = outlook(series, editions, first=2024)
    assert [turn.host_country for turn in turns] == ["KR", "JP", "JP", "KR", "JP", "KR", "JP", "KR", "JP", "KR"]
    assert [turn.year for turn in turns if turn.is_off] == [2025]


def test_skipping_lets_the_later_hosts_change_places():
    user, series = UserFactory(staff=True), SeriesFactory()
    EditionFactory(series=series, year=2024, host_country="KR", held=True)
    due, later = [
        EditionFactory(series=series, year=year, host_country=host, state=EditionState.PROPOSED)
        for year, host in ((2025, "JP"), (2026, "KR"))
    ]
    with pytest.raises(ValidationError, match="2026년 회차의 주최국이 직전 회차와 같아집니다"):
        services.call_off(edition=due, step="skip", reason="예시", by=user)
    services.call_off(edition=due, step="skip", reason="예시", swap_next=True, by=user)
    later.refresh_from_db()
    assert (later.host_country, later.zone, later.break_reason) == ("JP", "Asia/Tokyo", "")


def test_a_forum_keeps_only_a_promise_to_its_own_counterpart():
    series = SeriesFactory()
    services.change_series(series=series, commitment=CommitmentFactory(counterpart=series.counterpart), by=None)
    with pytest.raises(ValidationError, match="상대 기관과 한 약속이 아닙니다"):
        services.change_series(series=series, commitment=CommitmentFactory(), by=None)
