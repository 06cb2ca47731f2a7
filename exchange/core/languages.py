"""Texts that are kept in Korean and Japanese, as the reader of the page sees them."""

from functools import wraps

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

# As the reader calls them; settings.LANGUAGES says them as their speakers do.
NAMES = {"ko": _("한국어"), "ja": _("일본어"), "en": _("영어")}
OF_DOCUMENTS = {code: NAMES[code] for code in ("ko", "ja")}
_ORDER = {"ko": ("ko", "ja", "en"), "ja": ("ja", "ko", "en"), "en": ("en", "ko", "ja")}


def chosen_language(request):
    """Asked for in the address, else chosen on this device before; None where neither is."""
    asked = request.GET.get("language"), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return next((language for language in asked if language in dict(settings.LANGUAGES)), None)


def reader():
    """The two letters of the language of the page."""
    return (get_language() or "ko")[:2]


def once_a_language(words):
    """`words()` are put into each language once, not in every row of a list; who draws rows may say in which."""
    known = {}

    @wraps(words)
    def in_reader_language(reads=None):
        language = reads or reader()
        if language not in known:
            known[language] = words()
        return known[language]

    return in_reader_language


def in_language(obj, field, reads=None):
    """(text, language): the reader's language where it is written, otherwise the nearest that is."""
    for language in _ORDER[reads or reader()]:
        if text := getattr(obj, f"{field}_{language}", ""):
            return text, language
    return "", ""


def in_each_language(words):
    """What `words()` says to each reader, to be kept: {"ko": …, "ja": …}; the text alone when all read the same."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = words()
    return said if len(set(said.values())) > 1 else said["ko"]


def title_of(obj):
    """The row's title, to be kept for each reader."""
    return in_each_language(lambda: in_language(obj, "title")[0])


def to_reader(said):
    """One of what `in_each_language` kept."""
    return (said.get(reader()) or said.get("ko", "")) if isinstance(said, dict) else said
