"""How every form is drawn: Django's form rendering over templates/components/. Fields that several rooms share."""

import re
from datetime import time

from django.core.exceptions import ValidationError
from django.forms import BoundField, ChoiceField, Field
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    DateInput,
    DateTimeInput,
    FileInput,
    RadioSelect,
    Textarea,
    TextInput,
)
from django.utils.translation import gettext_lazy as _

from exchange.core import clocks, zones
from exchange.core.controls import CONTROLS
from exchange.core.days import LAST_YEAR

_PLAIN = (CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect)
DJANGO_ROWS = Textarea().attrs["rows"]
_PICKERS = {
    DateInput: ("date", "%Y-%m-%d"),
    DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
}


class PortalBoundField(BoundField):
    """A control with the portal's look; Django adds aria-invalid and aria-describedby.

    Days get the browser's own picker; Japanese texts say so, for fonts and input methods.
    """

    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        widget = field.widget
        if type(widget) in _PICKERS:
            widget.input_type, widget.format = _PICKERS[type(widget)]

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if not isinstance(widget, _PLAIN):
            attrs.setdefault("class", widget.attrs.get("class", "input"))
        if isinstance(widget, Textarea) and widget.attrs["rows"] == DJANGO_ROWS:
            attrs |= {"rows": 3, "class": f"{attrs['class']} tall"}  # it grows with its text
        if getattr(widget, "input_type", "") == "date":
            attrs.setdefault("max", f"{LAST_YEAR}-12-31")  # a year of four digits: the month comes without a key more
        if self.name.endswith("_ja"):
            attrs.setdefault("lang", "ja")
        return attrs


class PortalRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = PortalBoundField

    def render(self, template_name, context, request=None):
        if control := CONTROLS.get(template_name):
            return control(context["widget"])
        return super().render(template_name, context, request)


class _InChips:
    template_name = "components/chips.html"

    def id_for_label(self, id_, index="0"):
        """Of the first one, so that what is said of them all leads to something that takes the focus."""
        return super().id_for_label(id_, index)


class Chips(_InChips, CheckboxSelectMultiple):
    """A few things of which several may hold, side by side."""


class OneChip(_InChips, RadioSelect):
    """A few things of which one holds, side by side."""


class ZoneField(ChoiceField):
    """A time zone by its city. Any real zone is taken; `nothing` is what an empty choice says."""

    def __init__(self, *, nothing="", **kwargs):
        super().__init__(**kwargs)
        self.nothing = nothing

    def get_bound_field(self, form, field_name):
        bound = super().get_bound_field(form, field_name)
        value = bound.value()
        empty = [] if self.required else [("", self.nothing)]
        self.choices = empty + clocks.choices(value if self.valid_value(value) else None)
        return bound

    def valid_value(self, value):
        return value in zones.zone_names()


class ClockInput(TextInput):
    """A 24-hour clock as people type it; the browser's own control asks for 오전 or 오후 first."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "numeric", "maxlength": 8, "autocomplete": "off", **(attrs or {})})

    def format_value(self, value):
        return f"{value:%H:%M}" if isinstance(value, time) else super().format_value(value)


class ClockField(Field):
    """1610, 16:10, 16시 10분, 16時 and 9 are times; full-width digits too."""

    widget = ClockInput
    default_error_messages = {"invalid": _("시각을 16:10 또는 1610처럼 적어 주세요.")}
    pattern = re.compile(  # with 시 or 時, and 분 or 分
        r"(\d{1,2})\s*(?:[:.\uc2dc\u6642]\s*(\d{1,2})?\s*[\ubd84\u5206]?)?|(\d{1,2})(\d{2})"
    )

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        typed = self.pattern.fullmatch(str(value).strip().replace("：", ":"))
        if not typed:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute = (typed[1], typed[2]) if typed[1] else (typed[3], typed[4])
        try:
            return time(int(hour), int(minute or 0))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True
