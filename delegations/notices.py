"""What trips remind of: the result report, before it is due, on the day, and as long as it is missing."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from delegations.enums import Phase
from delegations.models import Delegation
from exchange.accounts.enums import Role
from exchange.accounts.models import User
from exchange.accounts.roles import reads_everything
from exchange.core.languages import in_language
from exchange.notices.details import due_line, manager_lines, owner_line
from exchange.notices.rules import Candidate, Rule, Stages, Words, in_chunks

STAGES = Stages(before=(14, 7, 1, 0))


def reports_due(today):
    """To the person in charge; when it is overdue or nobody is in charge, to the managers."""
    managers = list(User.objects.active().filter(role=Role.MANAGER).values_list("pk", flat=True))
    allowed = timedelta(days=settings.REPORT_DUE_DAYS)
    first, last = STAGES.due_days(today)
    trips = (
        Delegation.objects.filter(ends_on__range=(first - allowed, last - allowed))
        .with_phase(today=today)
        .filter(phase=Phase.REPORT_DUE)
        .select_related("owner")
        .only("ends_on", "owner", "owner__role", "owner__is_active")
    )
    for chunk in in_chunks(trips):
        yield [candidate for trip in chunk for candidate in _candidates(trip, managers, today)]


def _candidates(trip, managers, today):
    due = trip.report_due_on
    on = STAGES.reached(due, today)
    owner = trip.owner_id if trip.owner and reads_everything(trip.owner) else None
    if on and owner:
        yield Candidate(trip.pk, on, [owner], due=due)
    if on and (due < today or not owner):
        yield Candidate(trip.pk, on, [pk for pk in managers if pk != owner], {"as_manager": True}, due)


def still_due(notice, trip, today):
    """Neither reported nor moved, nor given to somebody else."""
    is_mine = "as_manager" in notice.facts or trip.owner_id == notice.recipient_id
    return trip.phase == Phase.REPORT_DUE and trip.report_due_on == notice.due and is_mine


def words(notice, trip, today):
    title, language = in_language(trip, "title")
    left = (notice.due - today).days
    if left > 0:
        text = ngettext("결과 보고 기한이 %(n)d일 남았습니다.", "결과 보고 기한이 %(n)d일 남았습니다.", left)
    elif left == 0:
        text = _("오늘이 결과 보고 기한입니다.")
    else:
        text = ngettext("결과 보고 기한이 %(n)d일 지났습니다.", "결과 보고 기한이 %(n)d일 지났습니다.", -left)
    url = reverse("delegations:delegation_report", args=[trip.slug])
    details = (due_line(notice.due), owner_line(trip.owner), *manager_lines(notice, today))
    return Words(title, text % {"n": abs(left)}, url, language, details)


REPORT_DUE = Rule(
    "report-due",
    gettext_lazy("결과 보고"),
    Delegation,
    candidates=reports_due,
    word=words,
    rows=lambda trips, today: trips.with_phase(today=today).without_texts().select_related("owner"),
    still_holds=still_due,
)
