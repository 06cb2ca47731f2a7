import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ambassadors.anonymity import Scrubber, firm_of
from ambassadors.enums import OutcomeKind
from ambassadors.models import AdvisorySession, Case, Casebook
from ambassadors.models.sessions import CONFIRMED
from exchange.audit.services import record
from exchange.audit.versions import claim, settle

JAPANESE = re.compile(r"\A[^가-힣]*[ぁ-ヿ][^가-힣]*\Z")
TITLES = {"ko": "{country} {topic} 사례", "ja": "{country} {topic}の事例"}


@transaction.atomic
def create_casebook(*, by, **facts):
    book = Casebook(**facts)
    book.full_clean()
    book.save()
    settle(book, "create_casebook", by=by)
    return book


@transaction.atomic
def change_casebook(*, casebook, version=None, by, **facts):
    row = claim(casebook, "change_casebook", version)
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    settle(row, "change_casebook", by=by)
    return row


@transaction.atomic
def add_cases(*, casebook, sessions, by):
    """Anonymised copies at the end of the book; what is in it already stays as it was edited."""
    Casebook.objects.select_for_update().get(pk=casebook.pk)
    known = set(casebook.cases.values_list("session_id", flat=True))
    last = casebook.cases.aggregate(last=Max("order"))["last"]
    agreed = AdvisorySession.objects.filter(state__in=CONFIRMED, case_consent__isnull=False)
    wanted = agreed.filter(pk__in=[each.pk for each in sessions if each.pk not in known]).values("pk")
    whole = AdvisorySession.objects.select_related("client", "request", "ambassador__person").prefetch_related(
        "topics", "outcomes", "ambassador__person__posts__organization"
    )
    cases = []
    for order, session in enumerate(whole.filter(pk__in=wanted), 0 if last is None else last + 1):
        case = Case(casebook=casebook, session=session, order=order, **_anonymous(session))
        case.full_clean()
        case.save()
        cases.append(case)
    if cases:
        record("add_cases", casebook, by=by, changes={"sessions": [case.session_id for case in cases]})
    return cases


def _anonymous(session):
    """What a case begins with: the session's texts without names, the firm by its industry and size."""
    scrub = Scrubber(session)
    results = [each.text for each in session.outcomes.all() if each.kind != OutcomeKind.INTRODUCTION]  # a name
    told = {
        "question": scrub(session.question),
        "advice": scrub(session.advice),
        "result": scrub("\n".join(results) or session.next_step),
    }
    texts = {f"{name}_ko": text for name, text in told.items()}
    texts |= {f"{name}_ja": text for name, text in told.items() if JAPANESE.search(text)}
    for language, form in TITLES.items():
        with override(language):
            topics = [str(topic.get_topic_display()) for topic in session.topics.all()]
            country = str(session.get_country_display())
        texts[f"title_{language}"] = " ".join(form.format(country=country, topic=topics[0] if topics else "").split())
        texts[f"firm_{language}"] = firm_of(session.client, language)
    return texts


@transaction.atomic
def change_case(*, case, version=None, by, **facts):
    row = claim(case, "change_case", version)
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    settle(row, "change_case", by=by)
    return row


@transaction.atomic
def remove_case(*, case, by):
    record("remove_case", case.casebook, by=by, changes={"session": case.session_id, "title": case.title_ko})
    case.delete()


@transaction.atomic
def order_cases(*, casebook, cases, by):
    """`cases`: the numbers of all of them, in the new order."""
    Casebook.objects.select_for_update().get(pk=casebook.pk)
    rows = {case.pk: case for case in casebook.cases.all()}
    if sorted(cases) != sorted(rows):
        raise ValidationError(
            _("그사이 사례가 더해지거나 빠졌습니다. 지금의 순서를 보고 다시 옮겨 주세요."), code="changed"
        )
    for order, pk in enumerate(cases):
        rows[pk].order = order
    Case.objects.bulk_update(rows.values(), ["order"])
    record("order_cases", casebook, by=by)
