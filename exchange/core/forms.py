"""How every form is drawn: Django's form rendering over templates/components/."""

from django.forms import BoundField, ChoiceField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    DateInput,
    DateTimeInput,
    FileInput,
    RadioSelect,
    Textarea,
    TimeInput,
)

from exchange.core import clocks, zones
from exchange.core.days import LAST_YEAR

_PLAIN = (CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect)
DJANGO_ROWS = Textarea().attrs["rows"]
_PICKERS = {
    DateInput: ("date", "%Y-%m-%d"),
    TimeInput: ("time", "%H:%M"),
    DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
}


class PortalBoundField(BoundField):
    """A control with the portal's look; Django adds aria-invalid and aria-describedby.

    Days and times get the browser's own pickers; Japanese texts say so, for fonts and input methods.
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
            attrs.setdefault("class", "input")
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


class Chips(CheckboxSelectMultiple):
    """A few things of which several may hold, side by side."""

    template_name = "components/chips.html"


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
