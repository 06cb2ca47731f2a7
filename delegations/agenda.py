"""The trips on the calendar of the year, and the days by which their reports are due."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from delegations.enums import Direction, Phase
from delegations.models import Delegation
from exchange.core.agenda import Entry, Kind, Shape
from exchange.core.languages import in_language
from exchange.directory.enums import Country

TRIP = Kind("trip", pgettext_lazy("하나", "출장"), Shape.STAY, order=10)
REPORT_DUE = Kind("report_due", gettext_lazy("보고 기한"), Shape.DUE, order=30)


def trips_between(first, last, *, user):
    """Trips that were cancelled take nobody's days."""
    today = timezone.localdate()
    earliest = first - timedelta(days=settings.REPORT_DUE_DAYS)  # over by then, but its report is due later
    trips = Delegation.objects.visible_to(user).active().with_phase(today=today)
    for trip in trips.filter(starts_on__lte=last, ends_on__gte=earliest):
        if trip.ends_on >= first:
            yield _stay(trip)
        if trip.phase != Phase.REPORTED and first <= trip.report_due_on <= last:
            yield _due(trip, today)


def _stay(trip):
    title, language = in_language(trip, "title")
    return Entry(
        TRIP, title, trip.get_absolute_url(), trip.starts_on, trip.ends_on, _country(trip),
        note=f"{trip.get_direction_display()} · {in_language(trip, 'place')[0]}", state=trip.phase_label,
        language=language, is_planned=trip.phase == Phase.UPCOMING, is_sample=trip.is_sample,
    )  # fmt: skip


def _due(trip, today):
    title, language = in_language(trip, "title")
    is_late = trip.report_due_on < today
    return Entry(
        REPORT_DUE, title, reverse("delegations:delegation_report", args=[trip.slug]),
        trip.report_due_on, trip.report_due_on, Country.KR, state=_("기한 경과") if is_late else "",
        language=language, is_planned=trip.phase != Phase.REPORT_DUE, is_late=is_late, is_sample=trip.is_sample,
    )  # fmt: skip


def _country(trip):
    """Where the days are spent: a delegation that is received comes to Korea, whatever its own country."""
    return Country.KR if trip.direction == Direction.INBOUND else trip.country
