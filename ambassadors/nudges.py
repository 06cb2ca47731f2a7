"""What ambassadors and staff are reminded of: weeks without a session, and a term that ends undecided."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Max, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ambassadors.enums import Decision
from ambassadors.models import Ambassador, Term
from ambassadors.standing import silent_since
from exchange.accounts.enums import Role
from exchange.accounts.models import User
from exchange.notices.rules import Candidate, Rule, Stages, Words, in_chunks

STAGES = Stages(before=(90, 30), weeks_overdue=0)
STAFF = (Role.STAFF, Role.MANAGER)


def with_last_session(ambassadors):
    return ambassadors.annotate(last_on=Max("sessions__held_on", filter=Q(sessions__submitted_at__isnull=False)))


def sessions_missing(today):
    """To himself, once in so many weeks: on the day that the weeks are over, and as often as they are over again."""
    step = timedelta(weeks=settings.ADVISORY_NUDGE_WEEKS)
    serving = Ambassador.objects.serving(today).filter(person__user__is_active=True, person__user__role=Role.AMBASSADOR)
    serving = serving.exclude(paused_until__gte=today)
    held = Prefetch("terms", Term.objects.held_on(today), to_attr="held")
    for chunk in in_chunks(with_last_session(serving).select_related("person").prefetch_related(held)):
        yield [candidate for row in chunk for candidate in _nudge(row, step, today)]


def _nudge(row, step, today):
    since = silent_since(row.held[0], row.last_on)
    if (times := (today - since) // step) > 0:
        yield Candidate(row.pk, since + step * times, [row.person.user_id], due=since)


def still_silent(notice, ambassador, today):
    """Neither a session since, nor a pause."""
    pauses = ambassador.paused_until and today <= ambassador.paused_until
    return not pauses and (ambassador.last_on is None or ambassador.last_on <= notice.due)


def silence_words(notice, ambassador, today):
    weeks = (today - notice.due).days // 7
    text = ngettext(
        "%(n)d주째 자문 일지가 없습니다. 전화 한 통도 자문입니다. 1분이면 적을 수 있습니다.",
        "%(n)d주째 자문 일지가 없습니다. 전화 한 통도 자문입니다. 1분이면 적을 수 있습니다.",
        weeks,
    )
    return Words(_("자문 일지"), text % {"n": weeks}, reverse("home"))


def terms_ending(today):
    """To staff and managers, 90 and 30 days before a last term ends without a decision."""
    people = list(User.objects.active().filter(role__in=STAFF).values_list("pk", flat=True))
    terms = (
        Term.objects.filter(ends_on__range=STAGES.due_days(today), decision=Decision.OPEN)
        .with_later()
        .filter(has_later=False)
    )
    for chunk in in_chunks(terms):
        stages = [(term, STAGES.reached(term.ends_on, today)) for term in chunk]
        yield [Candidate(term.pk, on, people, due=term.ends_on) for term, on in stages if on]


def still_undecided(notice, term, today):
    return term.decision == Decision.OPEN and term.ends_on == notice.due and not term.has_later


def ending_words(notice, term, today):
    left = (notice.due - today).days
    text = ngettext("임기가 %(n)d일 뒤에 끝납니다. 재위촉을 정해 주세요.",
                    "임기가 %(n)d일 뒤에 끝납니다. 재위촉을 정해 주세요.", left)  # fmt: skip
    person = term.ambassador.person
    name, language = person.local_form
    return Words(name, text % {"n": left}, f"{reverse('ambassadors:renewal_list')}?months=6", language)


SESSION_MISSING = Rule(
    "advice-session-missing", gettext_lazy("자문 일지"), Ambassador, candidates=sessions_missing, word=silence_words,
    rows=lambda ambassadors, today: with_last_session(ambassadors), still_holds=still_silent,
)  # fmt: skip
TERM_ENDING = Rule(
    "ambassador-term-ending", gettext_lazy("재위촉 결정"), Term, candidates=terms_ending, word=ending_words,
    rows=lambda terms, today: terms.with_later().select_related("ambassador__person"), still_holds=still_undecided,
)  # fmt: skip
