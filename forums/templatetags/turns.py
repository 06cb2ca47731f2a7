"""How an edition is named in lists and heads: its state, and the country that hosts it."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from exchange.core.languages import reader
from exchange.core.markup import filled
from exchange.core.templatetags.portal import labels
from forums.enums import EditionState, HostCountry
from forums.models import Edition

register = template.Library()

TONES = {
    EditionState.PROPOSED: "outline",
    EditionState.AGREED: "info",
    EditionState.ANNOUNCED: "warn",
    EditionState.HELD: "ok",
}


@register.simple_tag
def edition_state(edition):
    words = labels(Edition, "state", reader())[edition.state]
    return filled('<span class="badge {}">{}</span>', TONES.get(edition.state, ""), words)


@register.simple_tag
def host_mark(country):
    """The upper line is Korea's, the lower one Japan's."""
    rule = "kr" if country == HostCountry.KR else "jp"
    return filled('<span class="side {}">{}</span>', rule, labels(Edition, "host_country", reader())[country])


@register.simple_tag
def edition_number(edition):
    """제2회 where the edition has a number."""
    return _("제%(n)d회") % {"n": edition.number} if edition.number else SafeString("")
