"""What promises remind of: a commitment before it is due and as long as it is not kept, an MOU that falls silent."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exchange.accounts.enums import Role
from exchange.accounts.models import User
from exchange.accounts.roles import reads_everything
from exchange.core import days
from exchange.core.languages import in_language
from exchange.mous.dormancy import months_between, silences, silences_of, with_signs_of_life
from exchange.mous.enums import Obligor, OccurrenceState
from exchange.mous.models import Commitment, Mou, Occurrence
from exchange.mous.standing import LIVE
from exchange.mous.years import last_day
from exchange.notices.details import due_line, manager_lines, owner_line
from exchange.notices.rules import Candidate, Rule, Stages, Words, in_chunks

STAGES = Stages(before=(14, 7, 1, 0))
DAY = timedelta(days=1)
OF_YEAR = ("commitment__owner", "commitment__counterpart")
WHOSE = {
    Obligor.OURS: gettext_lazy("약속한 쪽: 한국"),
    Obligor.COUNTERPART: gettext_lazy("약속한 쪽: 일본"),
    Obligor.JOINT: gettext_lazy("약속한 쪽: 한국과 일본"),
}
OWED = (OccurrenceState.OPEN, OccurrenceState.MISSED)  # what was missed can still be kept


def _active(role):
    return list(User.objects.active().filter(role=role).values_list("pk", flat=True))


def commitments_due(today):
    """To the owner; when it is overdue, or the owner is gone, to the managers too."""
    managers = _active(Role.MANAGER)
    promises = (
        Commitment.objects.live()
        .filter(due_on__range=STAGES.due_days(today))
        .select_related("owner")
        .only("due_on", "owner__role", "owner__is_active")
    )
    for chunk in in_chunks(promises):
        yield [
            candidate
            for promise in chunk
            for candidate in _candidates(promise.pk, promise.owner, promise.due_on, managers, today)
        ]


def years_due(today):
    """The same of each year of a yearly promise, due on its last day; that it was missed is said once."""
    managers = _active(Role.MANAGER)
    first, last = STAGES.due_days(today)
    years = (
        Occurrence.objects.filter(state__in=OWED, commitment__state__in=LIVE)
        .filter(year__in=[year for year in (first.year, last.year) if first <= last_day(year) <= last])
        .select_related("commitment__owner")
        .only("year", "commitment__owner__role", "commitment__owner__is_active")
    )
    for chunk in in_chunks(years):
        yield [
            candidate
            for each in chunk
            for candidate in _candidates(
                each.pk, each.commitment.owner, last_day(each.year), managers, min(today, last_day(each.year) + DAY)
            )
        ]


def _candidates(pk, owner, due, managers, today):
    on = STAGES.reached(due, today)
    reminded = owner.pk if reads_everything(owner) else None
    if on and reminded:
        yield Candidate(pk, on, [reminded], due=due)
    if on and (due < today or not reminded):
        yield Candidate(pk, on, [manager for manager in managers if manager != reminded], {"as_manager": True}, due)


def still_due(notice, promise, today):
    """Neither closed nor moved, nor given to somebody else."""
    return promise.state in LIVE and promise.due_on == notice.due and _is_mine(notice, promise)


def year_still_due(notice, year, today):
    return year.state in OWED and year.commitment.state in LIVE and _is_mine(notice, year.commitment)


def _is_mine(notice, promise):
    return "as_manager" in notice.facts or promise.owner_id == notice.recipient_id


def due_words(notice, promise, today):
    title, language = in_language(promise, "sentence")
    left = (notice.due - today).days
    if left > 0:
        text = ngettext("약속 기한이 %(n)d일 남았습니다.", "약속 기한이 %(n)d일 남았습니다.", left)
    elif left == 0:
        text = _("오늘이 약속 기한입니다.")
    else:
        text = ngettext("약속 기한이 %(n)d일 지났습니다.", "약속 기한이 %(n)d일 지났습니다.", -left)
    details = (due_line(notice.due), *promise_lines(promise), *manager_lines(notice, today))
    return Words(title, text % {"n": abs(left)}, promise.get_absolute_url(), language, details)


def promise_lines(promise):
    """Who owes it to whom, and who looks after it."""
    lines = [WHOSE[promise.obligor], owner_line(promise.owner)]
    if body := promise.counterpart:
        lines.insert(1, _("상대 기관: %(body)s") % {"body": body.local_name})
    return [str(line) for line in lines]


def year_words(notice, year, today):
    return due_words(notice, year.commitment, today)


def mous_dormant(today):
    """To staff and managers when an MOU turns amber, when it turns red, and each so many months after that."""
    people = _active(Role.STAFF) + _active(Role.MANAGER)
    step = settings.MOU_DORMANT_MONTHS
    yield [
        Candidate(silence.mou.pk, silence.last_on + relativedelta(months=silence.months // step * step), people,
                  due=silence.last_on)
        for silence in silences(Mou.objects.all(), today=today)
        if silence.months >= step
    ]  # fmt: skip


def still_dormant(notice, mou, today):
    return any(silence.last_on == notice.due for silence in silences_of([mou], today=today))


def dormant_words(notice, mou, today):
    title, language = in_language(mou, "title")
    months = months_between(notice.due, today)
    text = ngettext("%(n)d개월째 아무 활동이 없습니다.", "%(n)d개월째 아무 활동이 없습니다.", months)
    details = (
        _("마지막 활동: %(day)s") % {"day": days.day(notice.due)},
        _("면담을 기록하거나 이행 근거를 등록하면 다시 셉니다."),
    )
    return Words(title, text % {"n": months}, mou.get_absolute_url(), language, details)


COMMITMENT_DUE = Rule(
    "commitment-due", gettext_lazy("약속 기한"), Commitment, candidates=commitments_due, word=due_words,
    rows=lambda promises, today: promises.select_related("owner", "counterpart"), still_holds=still_due,
)  # fmt: skip
YEAR_DUE = Rule(
    "commitment-year-due", gettext_lazy("약속 기한"), Occurrence, candidates=years_due, word=year_words,
    rows=lambda years, today: years.select_related(*OF_YEAR), still_holds=year_still_due,
)  # fmt: skip
MOU_DORMANT = Rule(
    "mou-dormant", gettext_lazy("업무협약 휴면"), Mou, candidates=mous_dormant, word=dormant_words,
    rows=lambda mous, today: with_signs_of_life(mous), still_holds=still_dormant,
)  # fmt: skip
