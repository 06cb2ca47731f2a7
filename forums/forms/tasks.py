"""What is to be done before and after a forum, and by when: so many days from its first day."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exchange.accounts.models import User
from exchange.accounts.roles import READERS
from exchange.core.forms import OneChip
from exchange.meetings.enums import Side
from exchange.mous.forms.mous import whole
from forums.models import Task
from forums.sides import SIDES


class CountdownField(forms.Field):
    """D-90, d - 90, -90, D+14, D-Day; full-width signs too."""

    widget = forms.TextInput({"autocomplete": "off", "maxlength": 12, "spellcheck": "false"})
    default_error_messages = {"invalid": _("D-90, D+14, D-Day처럼 적어 주세요.")}
    pattern = re.compile(r"(?:D\s*)?([+-])\s*(\d{1,4})|D?\s*0|D\s*-?\s*DAY", re.IGNORECASE)
    minus = str.maketrans("‐‑‒–—−ー", "-------")

    def prepare_value(self, value):
        return Task(days=value).countdown if isinstance(value, int) else value

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, int):
            return value or None
        text = unicodedata.normalize("NFKC", str(value)).translate(self.minus).strip()
        found = self.pattern.fullmatch(text)
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(f"{found[1]}{found[2]}") if found[2] else 0

    def validate(self, value):
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def has_changed(self, initial, data):
        return self.prepare_value(initial) != data


class TaskForm(forms.ModelForm):
    days = CountdownField(
        label=_("기한"), help_text=_("포럼 첫날에서 센 날입니다. 90일 앞이면 D-90, 14일 뒤면 D+14로 적습니다.")
    )
    side = forms.ChoiceField(label=_("맡은 편"), choices=SIDES, widget=OneChip)

    class Meta:
        model = Task
        fields = ["title_ko", "title_ja", "days", "side", "owner", "is_shared", "note_ko", "note_ja"]
        widgets = {name: forms.Textarea({"rows": 2}) for name in ("note_ko", "note_ja")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        whole(self)
        ours = Q(is_active=True, role__in=READERS)
        self.fields["owner"].queryset = User.objects.filter(ours | Q(pk=self.instance.owner_id))
        self.fields["owner"].empty_label = _("정하지 않음")
        self.fields["owner"].help_text = _("한국 측의 일에만 적습니다. 기한이 다가오거나 지나면 알림을 받습니다.")
        self.fields["title_ja"].help_text = _("상대 기관과 함께 보는 일이면 일본어로도 적어 주세요.")

    def clean(self):
        """What the counterpart does it sees, and nobody of ours is its owner."""
        cleaned = super().clean()
        if cleaned.get("side") == Side.COUNTERPART:
            cleaned |= {"is_shared": True, "owner": None}
        return cleaned

    def facts(self):
        """What save_task takes."""
        return dict(self.cleaned_data)
