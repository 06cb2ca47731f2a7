"""Texts of a programme for people outside: the page says once that some are in another language."""

from django import template

from exchange.core import languages
from exchange.core.markup import filled

register = template.Library()


@register.simple_tag
def written(obj, field):
    """In the reader's language or the nearest there is, marked with its own."""
    text, language = languages.in_language(obj, field)
    return filled('<span lang="{}">{}</span>', language, text) if language != languages.reader() else text
