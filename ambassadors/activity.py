"""What an ambassador did in a term, measured: by it KBIZ renews an appointment on merit."""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from django.db.models import Avg, Count, F, Max, Min, Q, Sum
from django.utils import timezone

from ambassadors.enums import AssignmentAnswer
from ambassadors.models import AdvisorySession, Assignment
from ambassadors.models.sessions import CONFIRMED

AN_HOUR = 60
OF_TERM = "ambassador__terms"
DURING = Q(ambassador__terms__starts_on__lte=F("held_on"), ambassador__terms__ends_on__gte=F("held_on"))


@dataclass(frozen=True)
class Activity:
    """`minutes` are of contact and preparation; the journey is not advice. `days` to the first session, the median."""

    sessions: int = 0
    clients: int = 0
    minutes: int = 0
    confirmed: int = 0
    satisfaction: float | None = None
    last_on: object = None
    days: float | None = None

    @property
    def hours(self):
        return round(self.minutes / AN_HOUR, 1)

    @property
    def confirmed_share(self):
        """In percent; None where there is nothing to confirm."""
        return round(100 * self.confirmed / self.sessions) if self.sessions else None


def activity_of(terms):
    """{term.pk: Activity} in two queries, however many the terms."""
    found = _counted(terms)
    days = _days_to_first_session(terms)
    return {
        term.pk: Activity(**found.get(term.pk, {}), days=median(days[term.pk]) if days[term.pk] else None)
        for term in terms
    }


def _counted(terms):
    sessions = AdvisorySession.objects.counted().filter(DURING, ambassador__terms__in=[term.pk for term in terms])
    rows = sessions.order_by().values(OF_TERM).annotate(
        sessions=Count("pk"), clients=Count("client", distinct=True),
        minutes=Sum(F("minutes") + F("preparation_minutes")),
        confirmed=Count("pk", filter=Q(state__in=CONFIRMED)),
        satisfaction=Avg("satisfaction"), last_on=Max("held_on"),
    )  # fmt: skip
    return {row.pop(OF_TERM): row for row in rows}


def _days_to_first_session(terms):
    """{term.pk: days from each assignment that was accepted to the first session about that request}"""
    of_ambassador, days = defaultdict(list), defaultdict(list)
    for term in terms:
        of_ambassador[term.ambassador_id].append(term)
    his = Q(request__sessions__ambassador=F("ambassador"), request__sessions__submitted_at__isnull=False)
    accepted = Assignment.objects.filter(ambassador__in=list(of_ambassador), answer=AssignmentAnswer.ACCEPTED)
    rows = accepted.order_by().annotate(first_on=Min("request__sessions__held_on", filter=his))
    for pk, assigned_at, first_on in rows.values_list("ambassador_id", "assigned_at", "first_on"):
        day = timezone.localdate(assigned_at)
        for term in of_ambassador[pk]:
            if first_on and term.covers(day):
                days[term.pk].append(max((first_on - day).days, 0))
    return days
