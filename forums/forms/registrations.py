"""What staff write about people who come, and how many seats there are."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.core.forms import OneChip
from forums.forms.registering import PersonForm
from forums.sides import SIDES

MOST_SEATS = 100_000


class StaffForm(PersonForm):
    """Somebody without a mail address is told by other ways."""

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["email"].help_text = _("적으면 확정이나 대기를 메일로 알리고, 본인이 고치거나 취소할 수 있습니다.")


class AddForm(StaffForm):
    submission = forms.UUIDField(widget=forms.HiddenInput)  # the same page sent twice is one registration
    side = forms.ChoiceField(label=_("편"), choices=SIDES, widget=OneChip)


class QuotaForm(forms.Form):
    """The seats of each side, and no fewer than are taken."""

    def __init__(self, data=None, *, quotas, **kwargs):
        super().__init__(data, **kwargs)
        for side, label in SIDES:
            self.fields[side] = forms.IntegerField(
                label=label, min_value=0, max_value=MOST_SEATS, initial=quotas[side],
                widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
            )  # fmt: skip


class ExportForm(forms.Form):
    reason = forms.CharField(
        label=_("내려받는 까닭"), max_length=200, widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("내려받는 까닭을 적어 주세요.")},
    )  # fmt: skip


class DeskForm(forms.Form):
    """At the door: what a scanner types, or a name."""

    q = forms.CharField(
        label=pgettext_lazy("입장", "명찰의 QR 또는 이름"), max_length=500,
        error_messages={"required": _("명찰을 찍거나 이름을 적어 주세요.")},
        widget=forms.TextInput({"autocomplete": "off", "autofocus": True, "spellcheck": "false"}),
    )  # fmt: skip
