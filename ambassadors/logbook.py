"""What the log of one ambassador offers him to tap: whom he may have advised, his topics and tongues, his day."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ambassadors.enums import ExpertiseKind, Mode, RequestState, Tongue, Topic
from ambassadors.models import AdvisoryRequest, Client
from ambassadors.models.sessions import OLDEST
from exchange.core import clocks, zones

RECENT = 6
NEW = "new"
QUESTION = 2000  # characters of a session's question; a request may say more


@dataclass(frozen=True)
class Firm:
    """One to tap: `key` is what the form sends."""

    key: str
    client: Client
    request: AdvisoryRequest | None = None

    @property
    def label(self):
        """A firm may have asked twice: its requests differ in their topic."""
        return f"{self.client} · {self.request.get_topic_display()}" if self.request else str(self.client)


class Logbook:
    def __init__(self, ambassador, *, session=None):
        self.ambassador, self.session = ambassador, session

    @cached_property
    def today(self):
        """On his own clock."""
        return zones.local(timezone.now(), self.ambassador.zone).date()

    @property
    def oldest(self):
        return self.today - OLDEST

    @cached_property
    def requests(self):
        carried = self.ambassador.requests.filter(state=RequestState.ACCEPTED).select_related("client")
        found = list(carried.order_by("-accepted_at", "-pk"))
        own = self.session and self.session.request
        return found if not own or own in found else [own, *found]

    @cached_property
    def firms(self):
        """Requests that he carries, then the firms that he advised last."""
        asked = [Firm(f"request-{each.pk}", each.client, each) for each in self.requests]
        recent = Client.objects.filter(sessions__ambassador=self.ambassador).annotate(last=Max("sessions__held_on"))
        seen = {firm.client.pk for firm in asked}
        others = recent.exclude(pk__in=seen).order_by("-last", "-pk")[:RECENT]
        clients = list(others)
        own = self.session and not self.session.request_id and self.session.client
        if own and own.pk not in seen and own not in clients:
            clients.insert(0, own)
        return asked + [Firm(f"client-{each.pk}", each) for each in clients]

    def firm(self, key):
        return next((firm for firm in self.firms if firm.key == key), None)

    def firm_choices(self):
        return [(firm.key, firm.label) for firm in self.firms] + [(NEW, _("다른 기업"))]

    @cached_property
    def _own(self):
        expertise = list(self.ambassador.expertise.all())
        return {kind: [each.code for each in expertise if each.kind == kind] for kind in ExpertiseKind}

    def topic_choices(self):
        """His own first."""
        return _own_first(self._own[ExpertiseKind.TOPIC], Topic.choices)

    def tongue_choices(self):
        return [("", "–"), *_own_first(self._own[ExpertiseKind.LANGUAGE], Tongue.choices)]

    @cached_property
    def usual_mode(self):
        """As he did it the last time."""
        last = self.ambassador.sessions.order_by("-pk").values_list("mode", flat=True).first()
        return last or Mode.VIDEO

    @cached_property
    def from_seoul(self):
        """How many minutes his clock is ahead of Seoul's."""
        return clocks.minutes_from_seoul(self.ambassador.zone, timezone.now())

    @property
    def clock(self):
        return clocks.compared_with_seoul(self.ambassador.zone)

    def start(self, request_pk=""):
        """What stands in a page that is opened anew, from a request where it is one of his."""
        firm = self.firm(f"request-{request_pk}")
        first = {"held_on": self.today, "mode": self.usual_mode}
        if not self.firms:
            first["firm"] = NEW
        if firm:
            first |= {"firm": firm.key, "topics": [firm.request.topic], "question": firm.request.question[:QUESTION]}
        return first


def seoul_time(session):
    """The start on Seoul's clock, for who reads it there; None where no start was told."""
    if not session.starts_at:
        return None
    try:
        start = zones.to_instant(session.held_on, session.starts_at, session.ambassador.zone)
    except ValidationError:  # the clock was put forward over it
        return None
    return zones.local(start, clocks.HOME)


def _own_first(own, choices):
    return [pair for pair in choices if pair[0] in own] + [pair for pair in choices if pair[0] not in own]
