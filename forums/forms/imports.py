from django import forms
from django.utils.translation import gettext_lazy as _

from forums.importing.tables import ACCEPT
from forums.services.imports import SENDER_STATEMENT, STATEMENT
from forums.sides import SIDES


class ImportForm(forms.Form):
    side = forms.ChoiceField(label=_("어느 편의 명단인가요?"), choices=SIDES, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("명단 파일"), widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("엑셀(.xlsx) 또는 CSV. 등록하기 전에 한 사람씩 확인합니다."),
    )  # fmt: skip


class ListForm(forms.Form):
    """The counterpart's own list."""

    file = forms.FileField(
        label=_("명단 파일"), widget=forms.FileInput(attrs={"accept": ACCEPT}), help_text=_("엑셀(.xlsx) 또는 CSV"),
    )  # fmt: skip
    agrees = forms.BooleanField(
        label=SENDER_STATEMENT, error_messages={"required": _("개인정보 전달 동의를 확인해야 보낼 수 있습니다.")}
    )


class ApplyForm(forms.Form):
    consents = forms.BooleanField(
        label=STATEMENT, error_messages={"required": _("개인정보 전달 동의를 확인해야 등록할 수 있습니다.")}
    )
    tells = forms.BooleanField(label=_("새로 등록하는 분들에게 등록 안내 메일을 보냅니다"), required=False)
