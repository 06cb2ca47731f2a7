"""The small forms of a commitment's own page."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.core.days import validate_year
from exchange.mous.forms.texts import NoteField


class DueForm(forms.Form):
    """`before`: the date that is moved; the first one needs no reason."""

    due_on = forms.DateField(
        label=_("새 기한"), required=False, validators=[validate_year], help_text=_("비워 두면 기한 미정이 됩니다.")
    )
    reason = NoteField(
        label=_("바꾸는 까닭"), max_length=300,
        help_text=_("바꾼 기한은 까닭과 함께 이력에 남습니다."),
        error_messages={"required": _("기한을 바꾸는 까닭을 적어 주세요.")},
    )  # fmt: skip

    def __init__(self, *args, before, **kwargs):
        super().__init__(*args, initial={"due_on": before}, auto_id="due-%s", **kwargs)
        self.fields["reason"].required = before is not None


class AskForm(forms.Form):
    asked_on = forms.DateField(label=_("물은 날"), initial=timezone.localdate, validators=[validate_year])


class DropForm(forms.Form):
    reason = NoteField(label=_("철회 사유"), max_length=300, error_messages={"required": _("철회 사유를 적어 주세요.")})


class KeepForm(forms.Form):
    """For a promise to whose wording the other side objects."""

    reply = NoteField(
        label=_("이의에 대한 답"), max_length=1000, help_text=_("두 기관이 함께 보고, 기록에 남습니다."),
        error_messages={"required": _("상대 기관의 이의에 어떻게 답했는지 적어 주세요.")},
    )  # fmt: skip
