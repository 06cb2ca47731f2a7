import pytest
from django.utils import timezone

from exchange.mous import services
from exchange.mous.enums import Answer
from exchange.notices.models import Notice
from exchange.notices.running import run_rules
from tests.factories.accounts import UserFactory
from tests.factories.mous import CommitmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_an_objection_is_told_to_the_owner_until_it_is_answered(staff):
    theirs = UserFactory(counterpart=True)
    commitment, other = CommitmentFactory(owner=staff), CommitmentFactory(owner=UserFactory(staff=True))
    services.answer_wording(commitment=commitment, answer=Answer.OBJECTED, comment="예시", by=theirs)
    services.answer_wording(commitment=other, answer=Answer.CONFIRMED, by=theirs)
    today = timezone.localdate()
    run_rules(today)
    run_rules(today)
    notice = Notice.objects.get(rule="wording-objected")
    assert (notice.subject_id, notice.recipient, notice.settled_at) == (commitment.pk, staff, None)
    services.answer_wording(commitment=commitment, answer=Answer.CONFIRMED, by=theirs)
    run_rules(today)
    notice.refresh_from_db()
    assert notice.settled_at is not None
