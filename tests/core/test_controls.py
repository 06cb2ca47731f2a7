"""Controls are drawn as Django's own templates draw them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from exchange.core.controls import CONTROLS
from exchange.core.forms import PortalRenderer

WIDGETS = [
    (forms.TextInput({"maxlength": 5, "placeholder": "<'&\">"}), ["", None, "가 <b>", 0]),
    (forms.NumberInput({"min": 0, "required": True, "disabled": False}), ["", None, 0, 12]),
    (forms.EmailInput(), ["a@b.c"]),
    (forms.URLInput(), ["https://example.com/?a=1&b=2"]),
    (forms.PasswordInput(), ["x"]),
    (forms.HiddenInput(), ["x"]),
    (forms.DateInput(), ["2024-07-17", None]),
    (forms.DateTimeInput(), ["2024-07-17 10:00"]),
    (forms.TimeInput(), ["10:00"]),
    (forms.CheckboxInput({"id": "c"}), [True, False, "x"]),
    (forms.Textarea({"lang": "ja"}), ["", None, "\n가\n<나>"]),
    (forms.Select(choices=[("", "-"), ("<a>", "<가>"), ("둘", [(1, "하나"), (2, "둘")])]), ["", None, "<a>", 2]),
    (forms.SelectMultiple(choices=[(1, "하나"), (2, "둘")]), [[], [1, 2]]),
]


@pytest.mark.parametrize(("widget", "values"), WIDGETS, ids=lambda part: type(part).__name__)
def test_a_control_is_the_same_as_djangos(widget, values):
    for value in values:
        ours = widget.render("feld", value, {"id": "x"}, renderer=PortalRenderer())
        theirs = widget.render("feld", value, {"id": "x"}, renderer=DjangoTemplates())
        assert parse_html(ours) == parse_html(theirs)


def test_all_of_them_are_looked_at():
    assert set(CONTROLS) <= {widget.template_name for widget, _values in WIDGETS}
