from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.mous.enums import Answer
from exchange.mous.forms.texts import NoteField


class AnswerForm(forms.Form):
    """Which of the two buttons was pressed is the answer; `shown` is the digest of the wording above them."""

    answer = forms.ChoiceField(label=_("답"), choices=Answer)
    shown = forms.CharField(max_length=64)
    comment = NoteField(
        label=_("의견"), max_length=1000, rows=3,
        help_text=_("이의가 있으면 무엇이 다른지 반드시 적어 주세요. 두 기관이 함께 봅니다."),
        error_messages={"required": _("이의가 있는 까닭을 적어 주세요.")},
    )  # fmt: skip
    use_required_attribute = False  # whoever confirms need not say more

    def _clean_fields(self):
        self.fields["comment"].required = self["answer"].data != Answer.CONFIRMED
        super()._clean_fields()
