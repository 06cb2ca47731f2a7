"""What promises remind of: a commitment before it is due and as long as it is not kept, an MOU that falls silent."""

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exchange.accounts.enums import Role
from exchange.accounts.models import User
from exchange.accounts.roles import reads_everything
from exchange.core.languages import in_language
from exchange.mous.dormancy import months_between, silences, with_signs_of_life
from exchange.mous.models import Commitment, Mou
from exchange.mous.standing import LIVE
from exchange.notices.rules import Candidate, Rule, Stages, Words, in_chunks

STAGES = Stages(before=(14, 7, 1, 0))


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
        yield [candidate for promise in chunk if (candidate := _due_candidate(promise, managers, today))]


def _due_candidate(promise, managers, today):
    on = STAGES.reached(promise.due_on, today)
    owner = [promise.owner_id] if reads_everything(promise.owner) else []
    recipients = {*owner, *managers} if promise.due_on < today or not owner else owner
    return on and Candidate(promise.pk, on, recipients, {"due": promise.due_on.isoformat()})


def still_due(notice, promise, today):
    return promise.state in LIVE and promise.due_on and promise.due_on.isoformat() == notice.facts["due"]


def due_words(notice, promise, today):
    title, language = in_language(promise, "sentence")
    left = (parse_date(notice.facts["due"]) - today).days
    if left > 0:
        text = ngettext("약속 기한이 %(n)d일 남았습니다.", "약속 기한이 %(n)d일 남았습니다.", left)
    elif left == 0:
        text = _("오늘이 약속 기한입니다.")
    else:
        text = ngettext("약속 기한이 %(n)d일 지났습니다.", "약속 기한이 %(n)d일 지났습니다.", -left)
    return Words(title, text % {"n": abs(left)}, promise.get_absolute_url(), language)


def mous_dormant(today):
    """To staff and managers when an MOU turns amber, when it turns red, and each so many months after that."""
    people = _active(Role.STAFF) + _active(Role.MANAGER)
    step = settings.MOU_DORMANT_MONTHS
    yield [
        Candidate(silence.mou.pk, silence.last_on + relativedelta(months=silence.months // step * step), people,
                  {"since": silence.last_on.isoformat()})
        for silence in silences(Mou.objects.all(), today=today)
        if silence.months >= step
    ]  # fmt: skip


def still_dormant(notice, mou, today):
    since = parse_date(notice.facts["since"])
    return mou.state == "in_force" and not any(
        later for later in (mou.met_at and mou.met_at.date(), mou.proved_on) if later and later > since
    )


def dormant_words(notice, mou, today):
    title, language = in_language(mou, "title")
    months = months_between(parse_date(notice.facts["since"]), today)
    text = ngettext("%(n)d개월째 아무 활동이 없습니다.", "%(n)d개월째 아무 활동이 없습니다.", months)
    return Words(title, text % {"n": months}, mou.get_absolute_url(), language)


COMMITMENT_DUE = Rule(
    "commitment-due", gettext_lazy("약속 기한"), Commitment, candidates=commitments_due, word=due_words,
    still_holds=still_due,
)  # fmt: skip
MOU_DORMANT = Rule(
    "mou-dormant", gettext_lazy("업무협약 휴면"), Mou, candidates=mous_dormant, word=dormant_words,
    rows=lambda mous, today: with_signs_of_life(mous), still_holds=still_dormant,
)  # fmt: skip
