from datetime import time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from delegations.typed import CLOCK


class ClockInput(forms.TextInput):
    """A 24-hour clock as people type it; the browser's own control asks for 오전 or 오후 first."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "numeric", "maxlength": 8, "autocomplete": "off", **(attrs or {})})

    def format_value(self, value):
        return f"{value:%H:%M}" if isinstance(value, time) else super().format_value(value)


class ClockField(forms.Field):
    """1610, 16:10, 16시 10분, 16時 and 9 are times; full-width digits too."""

    widget = ClockInput
    default_error_messages = {"invalid": _("시각을 16:10 또는 1610처럼 적어 주세요.")}

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        typed = CLOCK.fullmatch(str(value).strip().replace("：", ":"))
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
