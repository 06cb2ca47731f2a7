"""What the database refuses, with the form's sentence for people beside it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadors.models import Case, Term
from exchange.privacy.enums import Purpose
from tests.factories.ambassadors import (
    AmbassadorFactory,
    CasebookFactory,
    CaseFactory,
    RequestFactory,
    SessionFactory,
    TermFactory,
    consent_text,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TOMORROW = timedelta(days=1)


def refused(name, obj, **changes):
    """The database itself says no, past every form and service."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        type(obj).objects.filter(pk=obj.pk).update(**changes)


def test_terms_of_one_person_do_not_overlap():
    first = TermFactory(starts_on=date(2023, 1, 1))
    second = TermFactory(ambassador=first.ambassador, starts_on=date(2025, 1, 1))
    TermFactory(starts_on=date(2024, 1, 1))  # of somebody else
    refused("term_overlap", second, starts_on=first.ends_on)
    with pytest.raises(ValidationError, match="겹칩니다"):
        Term(ambassador=first.ambassador, number=3, starts_on=first.ends_on, ends_on=first.ends_on).full_clean()


def test_a_region_has_one_chair():
    chair, other = AmbassadorFactory(is_regional_chair=True), AmbassadorFactory()
    refused("region_has_one_chair|region", other, is_regional_chair=True)
    other.is_regional_chair = True
    with pytest.raises(ValidationError, match="이미 권역 대표"):
        other.full_clean()
    assert type(chair).objects.filter(is_regional_chair=True).count() == 1


def test_no_request_stands_above_the_capacity():
    ambassador = AmbassadorFactory(capacity=1)
    first, second = RequestFactory(assigned_to=ambassador), RequestFactory(assigned_to=AmbassadorFactory())
    refused("request_slot_once|ambassador_id", second, ambassador=ambassador)  # the place is taken
    refused("request_above_capacity", first, slot=2)  # and there is no second one


def test_what_is_assigned_names_who_carries_it():
    request = RequestFactory(assigned_to=AmbassadorFactory())
    refused("request_slot_while_taken", request, slot=None)
    refused("request_in_queue_has_no_ambassador", RequestFactory(), ambassador=request.ambassador)


def test_a_contact_is_whole_or_gone():
    request = RequestFactory()
    refused("request_has_contact_until_removed", request, contact_email="")
    refused("request_has_contact_until_removed", request, contact_removed_at=timezone.now())
    gone = {"contact_name": "", "contact_title": "", "contact_email": "", "contact_phone": ""}
    type(request).objects.filter(pk=request.pk).update(contact_removed_at=timezone.now(), **gone)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("session_has_client", {"client": None}),
        ("session_has_question", {"question": ""}),
        ("session_has_advice", {"advice": ""}),
        ("session_took_time", {"minutes": 0}),
        ("session_was_free", {"is_free": False}),
        ("session_was_free", {"has_no_interest": False}),
        ("session_submission_is_stamped", {"submitted_at": None}),
        ("session_dispute_says_why", {"state": "disputed"}),
    ],
)
def test_what_is_submitted_is_whole(name, changes):
    refused(name, SessionFactory(), **changes)
    if name.startswith(("session_has", "session_took", "session_was")):
        draft = SessionFactory(draft=True)
        type(draft).objects.filter(pk=draft.pk).update(**changes)  # a draft may lack it


def test_a_session_lies_in_the_year_before_it_was_entered():
    session = SessionFactory()
    refused("session_not_in_future", session, held_on=session.entered_on + TOMORROW)
    session.held_on = session.entered_on - timedelta(days=367)
    with pytest.raises(ValidationError, match="1년이 넘은"):
        session.full_clean()


def test_no_case_without_consent():
    case, silent = CaseFactory(), SessionFactory(confirmed=True)
    refused("case_without_consent", case, session=silent)
    texts = {"title_ko": "예시", "firm_ko": "예시", "question_ko": "예시", "advice_ko": "예시"}
    with pytest.raises(ValidationError, match="동의하지 않은"):
        Case(casebook=CasebookFactory(), session=silent, **texts).full_clean()


def test_a_published_consent_text_never_changes():
    refused("consent_text_fixed", consent_text(Purpose.ADVISORY), text_ko="다른 글")
