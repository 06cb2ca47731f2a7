"""Markup by the hundred: Django's format_html, with the same meaning, takes as long as drawing the row."""

from html import escape

from django.utils.safestring import SafeString


def escaped(value):
    return value if isinstance(value, SafeString) else escape(str(value))


def filled(form, *values):
    """`form` with the values in its {} places, each escaped unless it is markup already."""
    return SafeString(form.format(*[escaped(value) for value in values]))
