"""Texts that are kept in Korean and Japanese, as the reader of the page sees them."""

from django.utils.translation import get_language

_ORDER = {"ko": ("ko", "ja", "en"), "ja": ("ja", "ko", "en"), "en": ("en", "ko", "ja")}


def in_language(obj, field):
    """(text, language): the reader's language where it is written, otherwise the nearest that is."""
    for language in _ORDER[(get_language() or "ko")[:2]]:
        if text := getattr(obj, f"{field}_{language}", ""):
            return text, language
    return "", ""
