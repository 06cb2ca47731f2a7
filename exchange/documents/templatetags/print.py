"""What the templates of printed documents need: text that breaks well, labels spread to one width."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from exchange.documents.renderers import badges
from exchange.documents.renderers.look import LOOKS, WIDEST_LABEL
from exchange.documents.renderers.pages import ROW, lines
from exchange.documents.renderers.typesetting import breakable, keep_together, printable

register = template.Library()
KEPT = 20  # lines


@register.filter
def plain(text, language):
    return printable(text, language)


@register.filter
def kept(text, language):
    """Printable, escaped, and with joiners where no line may end."""
    joined = breakable(keep_together(printable(text, language), language))
    return mark_safe(conditional_escape(joined).replace("\n", "<br>"))  # noqa: S308  escaped just before


@register.filter
def spread(label, width):
    """The class that spreads a short label over `width` letters."""
    return f"w{width}s{len(label)}" if 1 < len(label) < width else ""


@register.filter
def widest(items):
    """Letters of the longest label of a list, brackets not counted."""
    return min(max((len(item.label.strip("()")) for item in items), default=0), WIDEST_LABEL)


@register.filter
def mark(depth, language):
    return LOOKS[language].marks[depth - 1]


@register.filter
def deeper(depth):
    return min(depth + 1, 3)


@register.filter
def bracketed(label):
    """(회장단) leads a line of names, without a colon."""
    return label.startswith("(")


@register.filter
def bare(label):
    return label.strip("()")


@register.filter
def fits(items):
    """Short enough to be kept on one page."""
    return lines(items) <= KEPT


@register.filter
def rows(pictures):
    return [pictures[start : start + ROW] for start in range(0, len(pictures), ROW)]


@register.filter
def sheets(items):
    """Of badges, with the sizes of their texts."""
    return badges.sheets(items)


@register.filter
def code(link):
    """The name of the picture that holds the link as a QR code."""
    return badges.name_of_code(link)


@register.filter
def whole(text, language):
    """As `kept`, but a word that fits on no line may end anywhere."""
    return kept(" ".join(text.split()), language) if badges.fits_by_words(text) else plain(text, language)
