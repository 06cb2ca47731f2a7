"""How long nothing has happened under an MOU: the one of 2008 died because nobody could see it."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from exchange.meetings.enums import MeetingState, Side
from exchange.meetings.models import Meeting
from exchange.mous.enums import MouStanding, MouState
from exchange.mous.models import Evidence, Mou, Party

AMBER, RED = "amber", "red"


@dataclass(frozen=True)
class Silence:
    """`last_on`: the day of the last sign of life; `months`: whole months since."""

    mou: Mou
    last_on: date
    months: int

    @property
    def level(self):
        """Empty, amber from MOU_DORMANT_MONTHS on, red from twice as many."""
        if self.months < settings.MOU_DORMANT_MONTHS:
            return ""
        return AMBER if self.months < 2 * settings.MOU_DORMANT_MONTHS else RED


def silences(mous, *, today):
    """A Silence for each of these MOUs that is in force, the longest first; one query."""
    return silences_of(with_signs_of_life(mous.filter(state=MouState.IN_FORCE)), today=today)


def silences_of(rows, *, today):
    """The same of rows that are read already, with their signs of life. None is silent before its term begins."""
    signed = [mou for mou in rows if mou.state == MouState.IN_FORCE and mou.standing != MouStanding.PENDING]
    found = [_silence(mou, today) for mou in signed]
    return sorted(found, key=lambda silence: (silence.last_on, silence.mou.pk))


def with_signs_of_life(mous):
    """`met_at`, `proved_on`: the last meeting held with one of its counterparts, the last evidence under it."""
    bodies = Party.objects.filter(mou=OuterRef(OuterRef("pk")), side=Side.COUNTERPART).values("organization")
    met = Meeting.objects.filter(state=MeetingState.HELD, counterparts__in=bodies).order_by("-starts_at")
    proved = Evidence.objects.filter(commitment__mou=OuterRef("pk")).order_by("-dated_on")
    return mous.annotate(
        met_at=Subquery(met.values("starts_at")[:1]), proved_on=Subquery(proved.values("dated_on")[:1])
    )  # fmt: skip


def _silence(mou, today):
    met_on = mou.met_at and timezone.localdate(mou.met_at)
    last_on = max(day for day in (mou.signed_on, met_on, mou.proved_on) if day)
    return Silence(mou, last_on, months_between(last_on, today))


def months_between(first, last):
    """Whole months from one day to a later one; none when it is earlier."""
    apart = relativedelta(last, first)
    return max(apart.years * 12 + apart.months, 0)
