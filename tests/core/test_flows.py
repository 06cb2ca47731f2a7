"""A change of state: locked, checked, stamped and recorded, or nothing at all."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from exchange.audit.models import Event
from exchange.documents.enums import EditionState
from exchange.documents.flows import EDITION
from exchange.documents.models import Edition
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory, EditionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 8, 2, tzinfo=UTC)


@pytest.fixture
def staff():
    return UserFactory(staff=True)


def test_a_step_changes_stamps_and_records(staff):
    edition = EDITION.apply("publish", EditionFactory(), by=staff, at=NOW)
    stored = Edition.objects.get()
    assert (edition.state, stored.state) == (EditionState.PUBLISHED, EditionState.PUBLISHED)
    assert (stored.published_at, stored.published_by) == (NOW, staff)
    event = Event.objects.get()
    assert (event.verb, event.by, event.at) == ("publish", staff, NOW)
    assert event.changes == {"state": ["draft", "published"]}


def test_a_step_from_a_stale_page_is_refused_by_what_is_stored(staff):
    stale = EditionFactory()
    EDITION.apply("publish", stale, by=staff, at=NOW)
    with pytest.raises(ValidationError) as refused:
        EDITION.apply("publish", stale, by=staff, at=NOW)
    assert refused.value.code == "state"
    assert "게시" in refused.value.messages[0]
    assert Event.objects.count() == 1


def test_a_step_without_permission_changes_nothing():
    edition = EditionFactory()
    with pytest.raises(PermissionDenied):
        EDITION.apply("publish", edition, by=UserFactory(executive=True), at=NOW)
    edition.refresh_from_db()
    assert edition.is_draft and not Event.objects.exists()


def test_a_step_that_breaks_an_invariant_says_so_and_changes_nothing(staff):
    document = DocumentFactory()
    EditionFactory(document=document, published=True)
    draft = EditionFactory(document=document, number=2)
    with pytest.raises(ValidationError) as refused:
        EDITION.apply("publish", draft, by=staff, at=NOW)
    assert "이미 게시된 판이 있습니다" in refused.value.messages[0]
    draft.refresh_from_db()
    assert draft.is_draft and draft.published_at is None and not Event.objects.exists()


def test_other_fields_are_saved_with_the_step(staff):
    edition = EditionFactory(published=True)
    edition = EDITION.apply("withdraw", edition, by=staff, at=NOW, withdrawn_reason="수치 오류")
    edition.refresh_from_db()
    assert (edition.withdrawn_reason, edition.withdrawn_by) == ("수치 오류", staff)


@pytest.mark.parametrize(
    ("role", "state", "steps"),
    [
        ("staff", {}, ["publish"]),
        ("manager", {"published": True}, ["withdraw"]),
        ("staff", {"withdrawn": True}, []),
        ("executive", {}, []),
    ],
)
def test_open_steps(role, state, steps):
    assert EDITION.open_steps(EditionFactory(**state), UserFactory(**{role: True})) == steps
