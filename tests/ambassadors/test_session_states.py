"""Whatever is done to a session in whatever order, it stays what it may be."""

from contextlib import suppress
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ambassadors import services
from ambassadors.enums import SessionState, Topic
from ambassadors.models import AdvisorySession
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import AmbassadorFactory, ClientFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DRAFT, SUBMITTED, DISPUTED, CONFIRMED, CHECKED = SessionState
WHERE = {  # from which states each act is taken, and where it leads
    "save": ({DRAFT}, {DRAFT}),
    "submit": ({DRAFT}, {SUBMITTED}),
    "again": (set(SessionState), {SUBMITTED, DISPUTED, CONFIRMED, CHECKED}),
    "correct": ({SUBMITTED, DISPUTED, CONFIRMED, CHECKED}, {SUBMITTED}),
    "confirm": ({SUBMITTED}, {CONFIRMED}),
    "confirm_late": (set(), set()),
    "dispute": ({SUBMITTED}, {DISPUTED}),
    "check": ({SUBMITTED, CONFIRMED}, {CHECKED}),
    "uncheck": ({CHECKED}, {SUBMITTED, CONFIRMED}),
    "delete": ({DRAFT}, set()),
}
WHOLE = {
    "held_on": timezone.localdate(), "mode": "phone", "minutes": 20, "question": "무엇이", "advice": "이렇게",
    "is_free": True, "has_no_interest": True,
}  # fmt: skip


@pytest.fixture
def people():
    user = UserFactory(ambassador=True)
    return AmbassadorFactory(user=user), ClientFactory(), user, UserFactory(staff=True)


def acts_on(session, ambassador, client, user, staff):
    facts, number = {**WHOLE, "client": client}, session.link_version
    return {
        "save": lambda: services.save_draft(session=session, topics=[Topic.LAW], by=user, **facts),
        "submit": lambda: services.submit_session(session=session, topics=[Topic.LAW], by=user, **facts),
        "again": lambda: services.log_session(
            submission=session.submission, ambassador=ambassador, topics=[Topic.LAW], by=user, **facts
        ),
        "correct": lambda: services.correct_session(session=session, advice=str(uuid4()), reason="정정", by=user),
        "confirm": lambda: services.answer_session(session=session, agrees=True, satisfaction=4, link_version=number),
        "confirm_late": lambda: services.answer_session(session=session, agrees=True, link_version=number - 1),
        "dispute": lambda: services.answer_session(session=session, agrees=False, comment="다름", link_version=number),
        "check": lambda: services.check_session(session=session, by=staff),
        "uncheck": lambda: services.uncheck_session(session=session, by=staff),
        "delete": lambda: services.delete_draft(session=session, by=user),
    }


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(sorted(WHERE)), max_size=8))
def test_a_session_is_always_what_it_may_be(people, names):
    ambassador, client, user, staff = people
    key = uuid4()
    session, _new = services.log_session(
        submission=key, ambassador=ambassador, submit=False, by=user, held_on=timezone.localdate(), mode="phone"
    )
    for name in names:
        before, revisions = session.state, session.revisions.count()
        sources, targets = WHERE[name]
        done = False
        with suppress(ValidationError, PermissionDenied):  # staff see no drafts
            acts_on(session, ambassador, client, user, staff)[name]()
            done = True
        assert done == (before in sources), (name, before)
        session = AdvisorySession.objects.filter(submission=key).first()
        if session is None:
            assert name == "delete"
            return
        is_moved = done and (name != "again" or before == DRAFT)
        assert session.state in (targets if is_moved else {before}), (name, before)
        assert session.revisions.count() == revisions + (name == "correct" and done)
        assert bool(session.submitted_at) == (session.state != DRAFT)
        assert bool(session.checked_at) == (session.state == CHECKED) == bool(session.checked_by)
        assert session.state != CONFIRMED or session.confirmed_at
        assert session.state != DISPUTED or session.client_comment
