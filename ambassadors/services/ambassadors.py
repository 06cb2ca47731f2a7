from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.enums import Decision
from ambassadors.models import Ambassador, Expertise, Term
from exchange.audit.services import record
from exchange.audit.versions import claim, settle

OWN = {  # what ambassadors say of themselves
    "city_ko", "city_ja", "city_en", "capacity", "paused_until", "profile_ko", "profile_ja", "profile_en",
    "photo_sha256", "thumbnail_sha256",
}  # fmt: skip


@transaction.atomic
def create_ambassador(*, by, expertise=(), **facts):
    """`expertise`: pairs of kind and code, in the order in which they are shown."""
    ambassador = Ambassador(**facts)
    ambassador.full_clean()
    ambassador.save()
    _set_expertise(ambassador, expertise)
    settle(ambassador, "create_ambassador", by=by)
    return ambassador


@transaction.atomic
def change_ambassador(*, ambassador, version=None, by, expertise=None, **facts):
    """Facts and, where given, expertise; whoever may only change his own profile may change only `OWN`."""
    row = claim(ambassador, "change_ambassador", version)
    before = {name: getattr(row, name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    if expertise is not None:
        _set_expertise(row, expertise)
    changes = {name: [str(before[name] or ""), str(facts[name] or "")] for name in facts if before[name] != facts[name]}
    settle(row, "change_ambassador", by=by, **changes)
    return row


def _set_expertise(ambassador, pairs):
    pairs = list(dict.fromkeys(pairs))
    rows = [Expertise(ambassador=ambassador, kind=kind, code=code) for kind, code in pairs]
    for row in rows:
        row.full_clean(validate_unique=False, validate_constraints=False)
    ambassador.expertise.all().delete()
    Expertise.objects.bulk_create(rows)


@transaction.atomic
def appoint(*, ambassador, starts_on, ends_on=None, certificate_number="", by, **facts):
    """The next term in number; two years unless an end is given."""
    Ambassador.objects.select_for_update(of=("self",)).get(pk=ambassador.pk)
    last = ambassador.terms.order_by("-number").first()
    term = Term(
        ambassador=ambassador, number=last.number + 1 if last else 1, starts_on=starts_on,
        ends_on=ends_on or Term.last_day(starts_on), certificate_number=certificate_number.strip(), **facts,
    )  # fmt: skip
    term.full_clean()
    term.save()
    record("appoint", ambassador, by=by, changes={"term": term.number, "starts_on": str(starts_on)})
    return term


@transaction.atomic
def change_term(*, term, by, **facts):
    """Dates, certificate, and the reason where it ended before its time."""
    term = Term.objects.select_for_update().get(pk=term.pk)
    before = {name: getattr(term, name) for name in facts}
    for name, value in facts.items():
        setattr(term, name, value)
    term.full_clean()
    term.save()
    changes = {name: [str(before[name] or ""), str(facts[name] or "")] for name in facts if before[name] != facts[name]}
    record("change_term", term.ambassador, by=by, changes={"term": term.number, **changes})
    return term


@transaction.atomic
def decide_renewal(*, term, decision, reason="", by, at=None):
    """About what follows this term; can be changed as long as no later term stands."""
    term = Term.objects.select_for_update().get(pk=term.pk)
    if term.ambassador.terms.filter(number__gt=term.number).exists():
        raise ValidationError(_("이미 다음 임기가 있어 결정을 바꿀 수 없습니다."), code="later")
    term.decision, term.decision_reason = decision, reason.strip()
    open_again = decision == Decision.OPEN
    term.decided_at, term.decided_by = (None, None) if open_again else (at or timezone.now(), by)
    term.full_clean()
    term.save()
    record(
        "decide_renewal",
        term.ambassador,
        by=by,
        changes={"term": term.number, "decision": str(decision), "reason": reason},
    )
    return term


@transaction.atomic
def renew(*, term, certificate_number="", by):
    """The next term begins on the day after this one; decided with it where it was not yet."""
    term = Term.objects.select_for_update(of=("self",)).select_related("ambassador").get(pk=term.pk)
    if term.decision == Decision.RETIRE:
        raise ValidationError(_("위촉을 마치기로 결정한 임기입니다. 먼저 결정을 바꿔 주세요."), code="decision")
    if term.decision == Decision.OPEN:
        term = decide_renewal(term=term, decision=Decision.RENEW, by=by)
    starts_on = term.ends_on + timedelta(days=1)
    if term.ambassador.terms.filter(number__gt=term.number).exists():
        raise ValidationError(_("이미 다음 임기가 있습니다."), code="later")
    return appoint(
        ambassador=term.ambassador, starts_on=starts_on, certificate_number=certificate_number, by=by,
        is_sample=term.is_sample,
    )  # fmt: skip
