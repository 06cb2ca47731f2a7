from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.mous.enums import Answer


class AnswerForm(forms.Form):
    """Which of the two buttons was pressed is the answer; `shown` is the digest of the wording above them."""

    answer = forms.ChoiceField(label=_("답"), choices=Answer)
    shown = forms.CharField(max_length=64)
    comment = forms.CharField(
        label=_("의견"), required=False, max_length=1000, widget=forms.Textarea,
        help_text=_("이의가 있으면 무엇이 다른지 적어 주세요. 두 기관이 함께 봅니다."),
    )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == Answer.OBJECTED and not cleaned.get("comment") and "comment" not in self.errors:
            self.add_error("comment", _("이의가 있는 까닭을 적어 주세요."))
        return cleaned
