"""The first page: what is due, what comes next, and the shuttle line; for each role its own."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Case, Count, Q, When
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property

from delegations.enums import LegDirection, Phase
from delegations.models import Delegation
from exchange.accounts import selectors
from exchange.accounts.models import User
from exchange.accounts.roles import READERS, WRITERS
from exchange.documents.models import Edition
from exchange.shuttle.records import shuttle_line

SHOWN = 6


def home(request):
    today = timezone.localdate()
    if request.user.role in READERS:
        return render(request, "home.html", reader_context(request.user, today))
    if request.user.is_administrator:
        return render(request, "home_administrator.html", administrator_context(request.user))
    return render(request, "home_guest.html")


def reader_context(user, today):
    context = {
        "today": today,
        "next_trip": NextTrip.of(user, today),
        "line": shuttle_line(user, today=today),
    }
    if user.role in WRITERS:
        return context | {"due": reports_due(user, today)}
    return context | {"reports": newest_reports(user)}


def reports_due(user, today):
    """Reports of trips that are over: those I look after first, then those that nobody does."""
    trips = (
        Delegation.objects.visible_to(user)
        .with_phase(today=today)
        .filter(Q(owner=user) | Q(owner=None), phase=Phase.REPORT_DUE)
    )
    late = Q(ends_on__lt=today - timedelta(days=settings.REPORT_DUE_DAYS))
    numbers = trips.aggregate(total=Count("pk"), late=Count("pk", filter=late))
    rows = trips.order_by(Case(When(owner=user, then=0), default=1), "ends_on", "pk").without_texts()[:SHOWN]
    return numbers | {"trips": rows}


def newest_reports(user):
    published = Edition.objects.visible_to(user).published().without_text().select_related("document")
    return published.prefetch_related("renditions").order_by("-published_at", "-pk")[:SHOWN]


class NextTrip:
    """The trip that is under way or comes next, and what is missing from its journeys."""

    def __init__(self, trip, today):
        self.trip, self.today = trip, today

    @classmethod
    def of(cls, user, today):
        trips = Delegation.objects.visible_to(user).active().filter(ends_on__gte=today).without_texts().with_counts()
        trip = trips.prefetch_related("legs").order_by("starts_on", "pk").first()
        return trip and cls(trip, today)

    @property
    def is_under_way(self):
        return self.trip.starts_on <= self.today

    @cached_property
    def legs(self):
        """Of several the first out and the last back: what the page has room for."""
        outward = [leg for leg in self.trip.legs.all() if leg.direction == LegDirection.OUTWARD][:1]
        homeward = [leg for leg in self.trip.legs.all() if leg.direction == LegDirection.HOMEWARD][-1:]
        return {"outward": outward, "homeward": homeward}

    @property
    def shown_legs(self):
        return self.legs["outward"] + self.legs["homeward"]

    @property
    def lacks_return(self):
        return bool(self.legs["outward"]) and not self.legs["homeward"]


def administrator_context(user):
    waiting = User.objects.visible_to(user).awaiting_invitation().order_by("invited_at", "pk")
    return {"numbers": selectors.user_numbers(), "waiting": waiting[:SHOWN]}
