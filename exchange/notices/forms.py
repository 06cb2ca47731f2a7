from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.core.forms import OneChip
from exchange.notices.enums import MailChoice


class PreferenceForm(forms.Form):
    mail = forms.ChoiceField(
        label=_("알림 메일"),
        choices=MailChoice,
        widget=OneChip,
        help_text=_("모아 받는 메일은 근무일 아침에 한 통 옵니다. 포털의 알림 목록에는 언제나 보입니다."),
    )


class ReadAllForm(forms.Form):
    until = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)
