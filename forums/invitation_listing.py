"""What the list of invitations says in each of its rows, ready for `{% each %}`."""

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.db.models.aggregates import Count
from django.utils.translation import pgettext_lazy

from exchange.core.markup import filled
from forums.models import Registration
from forums.sides import RAILS, SIDES

ANSWERS = [
    ("waiting", pgettext_lazy("초청", "답 없음")),
    ("coming", pgettext_lazy("초청", "신청함")),
    ("declined", pgettext_lazy("초청", "사양함")),
]
TONES = {"waiting": "outline", "coming": "ok", "declined": "warn"}


def with_answer(invited):
    """Whoever registered by another way with the invited address comes as well."""
    own = Q(invitation=OuterRef("pk")) | Q(edition=OuterRef("edition"), email=OuterRef("email"))
    coming = Exists(Registration.objects.active().filter(own))
    return invited.annotate(answer=Case(
        When(coming, then=Value("coming")), When(declined_at__isnull=False, then=Value("declined")),
        default=Value("waiting"), output_field=CharField(),
    ))  # fmt: skip


def answered(invited, answer):
    rows = with_answer(invited)
    return rows.filter(answer=answer) if answer else rows


def answer_counts(invited):
    found = dict(with_answer(invited).order_by().values_list("answer").annotate(n=Count("pk")))
    return {value: found.get(value, 0) for value, _label in ANSWERS}


def rows_of(page):
    words, sides = dict(ANSWERS), dict(SIDES)
    return [
        {
            "pk": row.pk, "name": row.name, "mail": row.email,
            "from": " · ".join([each for each in (row.company, row.title) if each]),
            "side": filled('<span class="side {}">{}</span>', RAILS[row.side], sides[row.side]),
            "answer": filled('<span class="badge {}">{}</span>', TONES[row.answer], words[row.answer]),
            "again": row.answer != "coming", "row": row,
        }
        for row in page
    ]  # fmt: skip
