"""The door of a form that anybody may fill in: tells people from programs without a third party.

A field that people never see, and a sealed note of when the form was shown and which consent text stood on it.
Whoever is turned away finds all that was typed still there, and passes with the next press of the button.
"""

import time
from uuid import uuid4

from django import forms
from django.core import signing
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from exchange.privacy.enums import Purpose
from exchange.privacy.models import ConsentText

SOONEST, LATEST = 3, 12 * 3600  # seconds from showing to sending
SALT = "privacy.door"
AGREED = ("agree_use", "agree_abroad")
ABROAD = {  # who gets the data, in another country
    Purpose.FORUM: _("포럼을 함께 여는 상대 기관에 제공하고 국외로 이전하는 데 동의합니다."),
}
validate_plain_line = RegexValidator(  # for what stands in mails to an address that nobody has confirmed
    r"[\x00-\x1f\x7f\u2028\u2029]|://|www\.", _("한 줄로, 인터넷 주소 없이 적어 주세요."), inverse_match=True
)


def field_of(model, name, **attrs):
    """The model's own field, with the rules that Django leaves to the model."""
    column = model._meta.get_field(name)
    field = column.formfield()
    field.validators += [each for each in column.validators if each not in field.validators]
    field.widget.attrs |= attrs
    return field


def seal(text, *, at=None):
    return signing.dumps([text.pk, int(time.time() if at is None else at)], salt=SALT)


def unseal(sealed):
    """(number of the text, when it was shown), or (None, 0) for what is not ours."""
    try:
        text, at = signing.loads(sealed, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None, 0
    return text, at


class DoorForm(forms.Form):
    """`purpose` names the consent text. `text` is the one to show; `turned_away` says why, empty for who may pass."""

    purpose = None
    submission = forms.UUIDField(widget=forms.HiddenInput)  # the same page sent twice is one submission
    seal = forms.CharField(widget=forms.HiddenInput, required=False)
    homepage = forms.CharField(  # filled in by programs only
        label=_("홈페이지"), required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"})
    )
    agree_use = forms.BooleanField(
        label=_("개인정보의 수집·이용에 동의합니다."),
        error_messages={"required": _("동의하지 않으면 신청하실 수 없습니다.")},
    )
    agree_abroad = forms.BooleanField(
        label=_("해외민간대사에게 제공하고 국외로 이전하는 데 동의합니다."),
        error_messages={"required": _("동의하지 않으면 신청하실 수 없습니다.")},
    )

    def __init__(self, data=None, **kwargs):
        self.text = ConsentText.objects.in_force(self.purpose)
        self.turned_away = ""
        if data is not None:
            data = data.copy()
            self.turned_away = self._knock(data)
        initial = {"submission": uuid4(), "seal": seal(self.text)} | kwargs.pop("initial", {})
        super().__init__(data, initial=initial, **kwargs)
        if self.purpose in ABROAD:
            self.fields["agree_abroad"].label = ABROAD[self.purpose]

    def _knock(self, data):
        """Why this cannot pass yet; what is sent next carries a fresh seal where the old one is of no use."""
        text, at = unseal(data.get("seal", ""))
        age = time.time() - at
        if text != self.text.pk or age > LATEST:
            data["seal"] = seal(self.text)
            for name in AGREED if text not in (None, self.text.pk) else ():
                data.pop(name, None)
            if text not in (None, self.text.pk):
                return _("그사이 동의문이 바뀌었습니다. 새 동의문을 읽고 다시 동의해 주세요.")
            return _("화면을 연 지 오래되어 보내지 않았습니다. 내용을 확인하고 한 번 더 눌러 주세요.")
        if data.get("homepage"):
            data["homepage"] = ""
            return _("자동 입력으로 보여 보내지 않았습니다. 내용을 확인하고 한 번 더 눌러 주세요.")
        if age < SOONEST:
            return _("너무 빨리 보내져 자동 입력으로 보였습니다. 내용을 확인하고 한 번 더 눌러 주세요.")
        return ""

    def clean(self):
        cleaned = super().clean()
        if self.turned_away:
            self.add_error(None, self.turned_away)
        return cleaned
