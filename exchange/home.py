"""The first page: what is due and what comes next, for each role its own; and the shuttle line."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET

from ambassadors.desk import Desk as AdviceDesk
from ambassadors.models.ambassadors import speaks_for_himself
from delegations.enums import LegDirection
from delegations.models import Delegation
from exchange.accounts import selectors
from exchange.accounts.models import User
from exchange.accounts.roles import READERS, WRITERS
from exchange.core.views import require_permission
from exchange.documents.models import Edition
from exchange.duties import duties_of
from exchange.mous import chart
from exchange.mous.counterparts import Desk
from exchange.mous.dormancy import silences
from exchange.mous.marks import side_mark
from exchange.mous.models import Mou
from exchange.mous.years import tallies
from exchange.notices.selectors import unread_count, unread_label
from exchange.shuttle.records import shuttle_line
from forums.alternation import dues_for
from forums.coming import coming_forums

SHOWN = 6


def home(request):
    today = timezone.localdate()
    if request.user.role in READERS:
        return render(request, "home.html", reader_context(request.user, today))
    if request.user.has_perm("mous.answer_for_counterpart"):
        dues = dues_for(request.user, this_year=today.year)
        return render(request, "home_counterpart.html", {"desk": Desk(request.user), "dues": dues})
    if speaks_for_himself(request.user):
        return render(request, "home_ambassador.html", {"desk": AdviceDesk(request.user)})
    return render(request, "home_administrator.html", administrator_context(request.user))


def reader_context(user, today):
    context = {
        "today": today,
        "forums": coming_forums(user, today=today),
        "next_trip": NextTrip.of(user, today),
        "silences": silences(Mou.objects.visible_to(user), today=today)[:SHOWN],
    }
    if user.role in WRITERS:
        unread = unread_count(user)
        return context | {"duties": duties_of(user, today), "unread": unread_label(unread) if unread else ""}
    return context | {"reports": newest_reports(user), "kept": kept_promises(user, today)}


@require_GET
@require_permission("exchange.view_shuttle")
def shuttle(request):
    """A page of its own, or the panel that the first page fetches once it stands."""
    template = "shuttle/panel.html" if request.htmx else "shuttle.html"
    response = render(request, template, {"line": shuttle_line(request.user, today=timezone.localdate())})
    patch_vary_headers(response, ["HX-Request"])
    return response


def kept_promises(user, today):
    found = tallies(user, today=today)
    rows = [
        {"year": t.year, "side": side_mark(t.obligor), "due": t.due, "kept": t.in_time, "late": t.kept_late,
         "missed": t.missed}
        for t in found
    ]  # fmt: skip
    return {"rows": rows, "chart": chart.draw(found)}


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
