"""What the list of MOUs says in each of its rows, ready for `{% each %}`."""

from operator import attrgetter

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from exchange.core.languages import once_a_language, reader
from exchange.core.markup import filled
from exchange.core.templatetags.portal import text_in
from exchange.mous.dormancy import silences_of
from exchange.mous.templatetags.agreements import mou_state, signed_day, term_of

NOTHING = SafeString("")


def rows_of(mous, user):
    """MOUs from `listed` with their signs of life; how silent they are and what they promise only our people read."""
    sees_internals, reads, words = user.has_perm("mous.view_internals"), reader(), _words()
    facing = attrgetter("counterparts" if sees_internals else "ours")
    silent = silences_of(mous, today=timezone.localdate()) if sees_internals else ()
    silences = {silence.mou.pk: _silence(silence) for silence in silent}
    return [
        {
            "url": mou.get_absolute_url(),
            "title": text_in(mou, "title", reads),
            "sample": words["sample"] if mou.is_sample else NOTHING,
            "bodies": ", ".join(party.organization.local_name for party in facing(mou)) or words["nobody"],
            "day": signed_day(mou),
            "term": term_of(mou),
            "clauses": _number(words["clauses"], mou.clause_count),
            "promises": _number(words["promises"], mou.commitment_count) if sees_internals else NOTHING,
            "state": mou_state(mou),
            "silence": silences.get(mou.pk, NOTHING),
        }
        for mou in mous
    ]


def _number(form, number):
    return filled("<span>{}</span>", form % {"n": number})


def _silence(silence):
    return SafeString(render_to_string("mous/_silence.html", {"silence": silence}).strip())


@once_a_language
def _words():
    return {
        "sample": filled(' <span class="sample">{}</span>', _("예시")),
        "nobody": filled('<span class="meta">{}</span>', _("없음")),
        "clauses": _("조항 %(n)s"),
        "promises": _("약속 %(n)s"),
    }
