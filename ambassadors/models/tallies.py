from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.accounts.roles import reads_everything

ALL_TIME = "all"


class TallyKind(models.TextChoices):
    """By what sessions are counted."""

    ALL = "all", _("모두")
    AMBASSADOR = "ambassador", _("해외민간대사")
    CLIENT = "client", _("기업")
    COUNTRY = "country", _("나라")
    TOPIC = "topic", _("자문 분야")


class TallyQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if reads_everything(user) else self.none()

    def most_first(self):
        return self.filter(sessions__gt=0).order_by("-sessions", "key")


class Tally(models.Model):
    """How many sessions of one country, topic, ambassador or client in one month, quarter, year or ever.

    Kept by the database itself (triggers of migration 0003) in the transaction that changes a session; see ADR 12.
    A session with two topics counts in both.
    """

    period = models.CharField(max_length=7)  # "all", "2026", "2026-Q1", "2026-03"
    kind = models.CharField(max_length=10, choices=TallyKind)
    key = models.CharField(max_length=20)  # a code or the row's number, "" for all
    sessions = models.IntegerField(default=0)
    minutes = models.BigIntegerField(default=0)
    preparation = models.BigIntegerField(default=0)
    travel = models.BigIntegerField(default=0)
    confirmed = models.IntegerField(default=0)
    rated = models.IntegerField(default=0)
    stars = models.IntegerField(default=0)  # the sum; over `rated` it is the mean

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("자문 통계")
        indexes = [models.Index("kind", "period", models.F("sessions").desc(), "key", name="tally_of_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "kind", "key"], name="tally_once",
                violation_error_message=_("같은 통계가 두 번 있습니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.period} {self.kind} {self.key}"


def periods_of(day: date):
    """The four periods in which a day counts, as they are written in the table."""
    return [ALL_TIME, f"{day:%Y}", f"{day.year}-Q{(day.month + 2) // 3}", f"{day:%Y-%m}"]
