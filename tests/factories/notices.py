from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from exchange.notices import models


class NoticeFactory(DjangoModelFactory):
    """About a trip whose report is due on the day `due`; `subject` is the trip."""

    class Meta:
        model = models.Notice

    class Params:
        subject = factory.SubFactory("tests.factories.delegations.DelegationFactory")

    rule = "report-due"
    subject_id = factory.SelfAttribute("subject.pk")
    on = date(2024, 8, 19)
    recipient = factory.SubFactory("tests.factories.accounts.UserFactory")
    due = factory.LazyAttribute(lambda notice: getattr(notice.subject, "report_due_on", notice.on))
    facts = {"as_manager": True}
    made_at = factory.LazyFunction(timezone.now)


class MailFactory(DjangoModelFactory):
    class Meta:
        model = models.Mail

    to = factory.Sequence(lambda n: f"reader{n}@example.com")
    subject = "예시"
    body = "https://example.com/secret-link"
    made_at = factory.LazyFunction(timezone.now)
    not_before = factory.SelfAttribute("made_at")
