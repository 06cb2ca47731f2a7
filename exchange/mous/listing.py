"""What a list says of each commitment, ready for `{% each %}`: the ledger, an MOU's page, a briefing."""

from collections import defaultdict

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exchange.accounts.roles import reads_everything
from exchange.core import addresses
from exchange.core.languages import once_a_language, reader
from exchange.core.markup import filled
from exchange.core.prepared import keep, prepared_many
from exchange.core.templatetags.portal import dday_badge, labels, plain_day, text_in
from exchange.mous.dormancy import months_between
from exchange.mous.marks import NOTHING, objection_mark, side_badge, states_drawn
from exchange.mous.models import Mou, Occurrence
from exchange.mous.standing import standing_of

YEARS = 3  # of a yearly one, the latest
YEAR_LOOKS = {"open": "", "kept": "kept", "missed": "late"}
FIELDS = [  # that a row reads
    "sentence_ko", "sentence_ja", "obligor", "state", "made_on", "due_on", "kept_on", "recurrence",
    "is_sample",
    "counterpart__name_ko", "counterpart__name_ja", "counterpart__name_en", "owner__name",
    "clause__number", "clause__mou_id", "meeting__starts_at", "meeting__zone",
]  # fmt: skip
MOST_ON_A_PAGE = 50
BREAK = SafeString("<br>")


def rows_of(commitments, user, *, one_side=False, with_steps=False):
    """Commitments from `listed`. `one_side`: the list stands under the name of whoever owes it.

    `with_steps`: each row leads to what may be done with it.
    """
    commitments = list(commitments)
    if not commitments:
        return []
    reads, today, words, states = reader(), timezone.localdate(), _words(), states_drawn()
    load_years(commitments)
    origin_of = _origins_for(user, commitments)
    rows = []
    for commitment in commitments:
        body = commitment.counterpart
        rows.append({
            "url": commitment.get_absolute_url(),
            "sentence": text_in(commitment, "sentence", reads),
            "sample": words["sample"] if commitment.is_sample else NOTHING,
            "side": NOTHING if one_side else filled("<span>{}</span>", side_badge(commitment)),
            "body": filled("<span>{}</span>", text_in(body, "name", reads)) if body else NOTHING,
            "origin": origin_of(commitment),
            "owner": commitment.owner.local_name,
            "due": _due(commitment, today, reads, words),
            "state": states[standing_of(commitment, today)],
            "objection": objection_mark(commitment, user),
            "said": NOTHING,
            "proof": (_years(commitment, reads) if commitment.is_yearly else BREAK) + _proof(commitment, today, words),
            "steps": _steps(commitment, words) if with_steps else NOTHING,
        })  # fmt: skip
    return rows


@once_a_language
def _words():
    return {
        "sample": filled(' <span class="sample">{}</span>', _("예시")),
        "change": _("상태 바꾸기"),
        "yearly": _("해마다"),
        "undated": pgettext("기한", "미정"),
        "clause": _("업무협약 %(mark)s"),
        "meeting": _("%(day)s 면담"),
        "proof": _("근거 %(number)s"),
        "unproved": _("근거 없음"),
        "unproved_for": _("근거 없음, %(months)s개월째"),
    }


def _origins_for(user, commitments):
    """commitment -> where it comes from, as a link for those who may follow it."""
    words, sees_all = _words(), reads_everything(user)
    seen = {commitment.clause.mou_id for commitment in commitments if commitment.clause}
    if not sees_all:
        seen = set(Mou.objects.visible_to(user).filter(pk__in=seen).values_list("pk", flat=True))

    def origin_of(commitment):
        if clause := commitment.clause:
            url, follows = addresses.of_row("mous:mou_detail", clause.mou_id), clause.mou_id in seen
            text = words["clause"] % {"mark": clause.mark}
        else:
            url, follows = commitment.meeting.get_absolute_url(), sees_all
            text = words["meeting"] % {"day": plain_day(commitment.meeting.local_day)}
        return filled('<span><a href="{}">{}</a></span>', url, text) if follows else filled("<span>{}</span>", text)

    return origin_of


def _due(commitment, today, reads, words):
    if commitment.is_yearly:
        return words["yearly"]
    if not commitment.due_on:
        return words["undated"]
    return dday_badge(commitment.due_on, today, reads) if commitment.is_live else plain_day(commitment.due_on)


def _steps(commitment, words):
    """A link that htmx replaces by the buttons (`commitment_steps`)."""
    url = addresses.of_row("mous:commitment_steps", commitment.pk)
    return filled('<br><small><a href="{0}" hx-get="{0}">{1}</a></small>', url, words["change"])


def _proof(commitment, today, words):
    """How many pieces of evidence; how long none has come for what is still owed."""
    if number := commitment.evidence_count:
        text = words["proof"] % {"number": number}
        return filled('<small><a href="{}#evidence">{}</a></small>', commitment.get_absolute_url(), text)
    months = months_between(commitment.made_on, today) if commitment.is_live else 0
    text = words["unproved_for"] % {"months": months} if months else words["unproved"]
    return filled('<small class="meta">{}</small>', text)


def load_years(commitments):
    """In one query, for several lists at once; `rows_of` does it for those that have not got them."""
    lacking = [each for each in commitments if each.is_yearly and "_prefetched_objects_cache" not in vars(each)]
    if len(lacking) > MOST_ON_A_PAGE:
        prefetch_related_objects(lacking, "occurrences")
        return
    found = defaultdict(list)
    for occurrence in _occurrences_of([each.pk for each in lacking]):
        found[occurrence.commitment_id].append(occurrence)
    for each in lacking:
        keep(each, occurrences=found[each.pk])


_occurrences_of = prepared_many(lambda keys: Occurrence.objects.filter(commitment__in=keys), MOST_ON_A_PAGE)


def _years(commitment, reads):
    """The latest years of a yearly one, each with its state."""
    occurrences, states = list(commitment.occurrences.all()), labels(Occurrence, "state", reads)
    form = '<li><span class="state {}">{}</span> {}</li>'
    shown = [filled(form, YEAR_LOOKS[each.state], each.year, states[each.state]) for each in occurrences[-YEARS:]]
    return filled('<ul class="years meta">{}</ul>', SafeString("".join(shown))) if shown else BREAK
