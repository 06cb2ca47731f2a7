"""Whatever staff, ambassadors, firms and the clock do in whatever order, the rows stay true."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ambassadors import services
from ambassadors.enums import AssignmentAnswer, RequestState
from ambassadors.models import AdvisoryRequest, Ambassador
from ambassadors.models.requests import TAKEN
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import AmbassadorFactory, RequestFactory

pytestmark = pytest.mark.database
STEPS = ("assign", "accept", "decline", "take_back", "close", "reject", "reopen", "withdraw", "days_pass", "erase")
LATER = timedelta(days=30)


class RandomWalks(TestCase):
    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 2), st.integers(0, 1)), min_size=8, max_size=20))
    def test_slots_and_assignments_always_fit_the_state(self, walk):
        staff = UserFactory(staff=True)
        users = [UserFactory(ambassador=True), UserFactory(ambassador=True)]
        ambassadors = [AmbassadorFactory(user=user, capacity=n + 1) for n, user in enumerate(users)]
        requests = [RequestFactory() for _number in range(3)]
        for step, which, who in walk:
            row = AdvisoryRequest.objects.get(pk=requests[which].pk)
            try:
                take(step, row, ambassadors[who], users[who], staff)
            except (ValidationError, PermissionDenied):
                after = AdvisoryRequest.objects.get(pk=row.pk)
                assert (after.state, after.slot) == (row.state, row.slot)  # a refusal changes nothing
            check(AdvisoryRequest.objects.get(pk=row.pk))
            for ambassador in Ambassador.objects.with_open_requests():
                assert ambassador.open_requests <= ambassador.capacity
        for each in requests:
            check(AdvisoryRequest.objects.get(pk=each.pk))


def take(step, row, ambassador, user, staff):
    now = timezone.now()
    {
        "assign": lambda: services.assign_request(request=row, ambassador=ambassador, by=staff),
        "accept": lambda: services.accept_request(request=row, by=user),
        "decline": lambda: services.decline_request(request=row, by=user),
        "take_back": lambda: services.take_back_request(request=row, by=staff),
        "close": lambda: services.close_request(request=row, by=user),
        "reject": lambda: services.reject_request(request=row, reason="예시", by=staff),
        "reopen": lambda: services.reopen_request(request=row, by=staff),
        "withdraw": lambda: services.withdraw_request(request=row),
        "days_pass": lambda: services.return_unanswered(at=now + LATER),
        "erase": lambda: services.remove_old_contacts(now=now + 40 * LATER),
    }[step]()


def check(row):
    row.full_clean()
    answers = [each.answer for each in row.assignments.all()]
    assert (row.slot is not None) == (row.state in TAKEN)
    assert answers.count(AssignmentAnswer.OPEN) == (row.state == RequestState.ASSIGNED)
    assert (row.ambassador is None) or row.state != RequestState.RECEIVED
    assert (row.closed_at is None) == row.is_open
    assert row.has_contact or not row.is_open
    if row.state == RequestState.ACCEPTED:
        assert answers[-1] == AssignmentAnswer.ACCEPTED
