"""The marks of an MOU: how it stands, when it was signed, what became of a clause."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exchange.core import days, languages
from exchange.core.markup import filled
from exchange.mous.enums import Lineage, MouStanding, Precision
from exchange.mous.lineage import DROPPED

register = template.Library()

LOOKS = {
    MouStanding.DRAFT: "info",
    MouStanding.PENDING: "info",
    MouStanding.IN_FORCE: "ok",
    MouStanding.EXPIRED: "outline",
    MouStanding.ENDED: "outline",
}
FATES = {Lineage.KEPT: "ok", Lineage.CHANGED: "info", Lineage.NEW: "outline", DROPPED: "warn"}


@register.simple_tag
def mou_state(mou):
    return filled('<span class="badge {}">{}</span>', LOOKS[mou.standing], mou.standing.label)


@register.filter
def signed_day(mou):
    """As much of the day as is known: 2024. 7. 18.(목), 2008년."""
    day = mou.signed_on
    if not day:
        return _("체결 전")
    if mou.signed_precision == Precision.YEAR:
        return _("%(year)s년") % {"year": day.year}
    if mou.signed_precision == Precision.MONTH:
        return pgettext("날짜", "{y}년 {m}월").format(y=day.year, m=day.month)
    return days.day(day)


@register.filter
def signed_year(mou):
    """Where there is little room: 2008년."""
    return _("%(year)s년") % {"year": mou.signed_on.year} if mou.signed_on else _("체결 전")


@register.simple_tag
def term_of(mou):
    """From when to when it holds, as far as that was agreed."""
    if mou.starts_on and mou.ends_on:
        return days.period(mou.starts_on, mou.ends_on)
    if mou.starts_on:
        return _("%(day)s부터") % {"day": days.day(mou.starts_on)}
    if mou.ends_on:
        return _("%(day)s까지") % {"day": days.day(mou.ends_on)}
    return filled('<span class="meta">{}</span>', _("정하지 않음"))


@register.simple_tag
def fate_badge(state):
    return filled('<span class="badge {}">{}</span>', FATES[state], fate_word(state))


@register.filter
def fate_word(state):
    return pgettext("조항", "삭제") if state == DROPPED else str(Lineage(state).label)


@register.simple_tag
def other_language(obj, field):
    """The same text as the other side reads it; where it is missing that is said once."""
    shown = languages.in_language(obj, field)[1]
    other = "ko" if shown == "ja" else "ja"
    if text := getattr(obj, f"{field}_{other}"):
        label = filled('<span class="badge outline">{}</span> ', _("한국어")) if other == "ko" else SafeString("")
        return label + filled('<span lang="{}">{}</span>', other, text)
    if other == "ja" and languages.reader() != "ja":  # to a Japanese reader the text itself says it
        return filled('<span class="badge outline">{}</span>', _("일본어 없음"))
    return SafeString("")
