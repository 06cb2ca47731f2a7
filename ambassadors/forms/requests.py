"""The small forms on a request's own page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.mous.forms.texts import NoteField


class CloseForm(forms.Form):
    note = NoteField(
        label=_("마무리하는 말"), max_length=500, required=False,
        help_text=_("신청 기업에 메일로 보내고, 기업의 화면에도 보입니다."),
    )  # fmt: skip


class RejectForm(forms.Form):
    reason = NoteField(
        label=_("반려하는 까닭"), max_length=500, help_text=_("신청 기업에 메일로 보내고, 기업의 화면에도 보입니다."),
        error_messages={"required": _("반려하는 까닭을 적어 주세요.")},
    )  # fmt: skip


class TakeBackForm(forms.Form):
    reason = NoteField(label=_("거두는 까닭"), max_length=300, required=False, help_text=_("담당 직원만 봅니다."))


class DeclineForm(forms.Form):
    reason = NoteField(label=_("사양하는 까닭"), max_length=300, required=False, help_text=_("담당 직원만 봅니다."))
