from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.documents.models import Edition


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("철회 사유"),
        max_length=Edition._meta.get_field("withdrawn_reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("철회한 판을 여는 사람에게 이 사유가 보입니다."),
    )
