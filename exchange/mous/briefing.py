"""What to know about a counterpart before meeting it again."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.functional import cached_property

from exchange.core.prepared import prepared_many
from exchange.meetings.enums import MeetingState, Side
from exchange.meetings.models import Attendance, Meeting
from exchange.meetings.selectors import sides_of
from exchange.mous.answers import open_objections
from exchange.mous.dormancy import silences
from exchange.mous.enums import CommitmentState, Obligor
from exchange.mous.listing import load_years
from exchange.mous.models import Commitment, Evidence, Mou, Occurrence, Party

MET = 3
SHOWN, ENDED = 12, 20  # promises of one side, and ended ones, that have room on a sheet
LONG_AGO = timedelta(days=365)  # where nobody has met yet


def _dealings(bodies):
    parties = Party.objects.filter(organization__in=bodies, side=Side.COUNTERPART).order_by().values_list("pk")
    promises = Commitment.objects.filter(counterpart__in=bodies).order_by().values_list("pk")
    meetings = Meeting.counterparts.through.objects.filter(organization__in=bodies).values_list("pk")
    return parties.union(promises, meetings)[:1]


_first_dealing = prepared_many(_dealings, most=1)


def has_dealings(body):
    """Whether there is anything to brief about: an MOU, a promise or a meeting; one query."""
    return bool(_first_dealing([body.pk]))


@dataclass(frozen=True)
class Owed:
    """The open promises of one side, the most urgent first; `count`: with those that have no room."""

    obligor: str
    rows: list

    @property
    def count(self):
        return self.rows[0].of_side if self.rows else 0


class Briefing:
    """`since`: the key of one of the last meetings, the latest where it names none."""

    def __init__(self, body, user, *, now, since=None):
        self.body, self.user, self.now = body, user, now
        self.today = timezone.localdate(now)
        self.asked = since

    @cached_property
    def _meetings(self):
        """The last ones that were held and the next that is planned."""
        seen = Meeting.objects.visible_to(self.user).filter(counterparts=self.body)
        held = seen.filter(state=MeetingState.HELD).order_by("-starts_at", "-pk")[:MET]
        planned = seen.filter(state=MeetingState.PLANNED, starts_at__gte=self.now).order_by("starts_at", "pk")[:1]
        found = Meeting.objects.filter(Q(pk__in=held.values("pk")) | Q(pk__in=planned.values("pk")))
        seats = Prefetch("attendances", Attendance.objects.select_related("person", "organization"))
        return list(found.prefetch_related(seats, "counterparts").order_by("-starts_at", "-pk"))

    @property
    def next_meeting(self):
        return next((meeting for meeting in self._meetings if meeting.state == MeetingState.PLANNED), None)

    @cached_property
    def met(self):
        """(a meeting, its sides), the latest first."""
        return [(meeting, sides_of(meeting)) for meeting in self._meetings if meeting.state == MeetingState.HELD]

    @cached_property
    def since(self):
        """The meeting from which "since" counts, or None."""
        held = [meeting for meeting, _sides in self.met]
        return next((meeting for meeting in held if str(meeting.pk) == self.asked), held[0] if held else None)

    @property
    def _since_at(self):
        return self.since.starts_at if self.since else self.now - LONG_AGO

    @property
    def _promises(self):
        return Commitment.objects.visible_to(self.user).filter(counterpart=self.body).listed()

    @cached_property
    def owed(self):
        """Both ways and together; a side that owes nothing says so."""
        urgent = [F("due_on").asc(nulls_last=True), "made_on", "pk"]
        place = Window(RowNumber(), partition_by="obligor", order_by=urgent)
        found = self._promises.live().annotate(place=place, of_side=Window(Count("pk"), partition_by="obligor"))
        shown = list(found.filter(place__lte=SHOWN))
        load_years(shown)
        return [Owed(obligor, [each for each in shown if each.obligor == obligor]) for obligor in Obligor]

    @cached_property
    def objections(self):
        """What they object to in the wording of a promise, the latest first, as long as it is worded so."""
        found = open_objections(self._promises).select_related("commitment", "by")
        return list(found.order_by("-at", "-pk"))

    @cached_property
    def ended(self):
        """Kept since then, or missed; `kept_year` of a yearly one, `proof_ko`, `proof_ja`: its latest evidence."""
        kept = Occurrence.objects.filter(commitment=OuterRef("pk"), kept_at__gte=self._since_at).order_by("-year")
        proofs = Evidence.objects.filter(commitment=OuterRef("pk")).order_by("-dated_on", "-pk")
        over = Q(state=CommitmentState.KEPT, kept_at__gte=self._since_at)
        over |= Q(state=CommitmentState.MISSED, missed_at__gte=self._since_at)
        found = self._promises.filter(over | Exists(kept)).annotate(
            kept_year=Subquery(kept.values("year")[:1]), proved_on=Subquery(proofs.values("dated_on")[:1]),
            proof_ko=Subquery(proofs.values("note_ko")[:1]), proof_ja=Subquery(proofs.values("note_ja")[:1]),
            of_all=Window(Count("pk")),
        )  # fmt: skip
        return list(found[:ENDED])

    @property
    def ended_count(self):
        return self.ended[0].of_all if self.ended else 0

    @property
    def ended_more(self):
        return self.ended_count - len(self.ended)

    @cached_property
    def silences(self):
        """Its MOUs in force, the longest without a sign of life first."""
        signed = Party.objects.filter(organization=self.body, side=Side.COUNTERPART).values("mou")
        return silences(Mou.objects.visible_to(self.user).filter(pk__in=signed), today=self.today)
