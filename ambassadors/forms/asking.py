"""What a firm fills in without an account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.business_numbers import JAPANESE, clean_business_number
from ambassadors.models import AdvisoryRequest, Client
from exchange.directory.enums import Country
from exchange.mous.forms.texts import NoteField
from exchange.privacy.doors import AGREED, DoorForm, field_of, validate_plain_line
from exchange.privacy.enums import Purpose

OF_CLIENT = ("name", "business_number", "industry", "size", "exports")
OF_REQUEST = (
    "contact_name", "contact_title", "contact_email", "contact_phone", "language", "country", "city", "topic",
    "question",
)  # fmt: skip
ABROAD = [(country.value, country.label) for country in Country if country != Country.KR]
IN_ONE_LINE = ("name", "contact_name", "contact_title", "city")  # stand in mails to an address nobody has confirmed
EXPORTS = [("", "---------"), ("true", _("있음")), ("false", _("없음"))]


class RequestForm(DoorForm):
    purpose = Purpose.ADVISORY
    field_order = (
        "name", "business_number", "industry", "size", "exports", "contact_name", "contact_title", "contact_email",
        "contact_phone", "language", "country", "city", "topic", "question", *AGREED,
    )  # fmt: skip

    name = field_of(Client, "name", autocomplete="organization")
    business_number = forms.CharField(
        label=_("사업자등록번호"), max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("한국은 10자리, 일본은 법인번호 13자리입니다. 붙임표는 적지 않아도 됩니다."),
    )  # fmt: skip
    industry = field_of(Client, "industry")
    size = field_of(Client, "size")
    exports = forms.TypedChoiceField(
        label=_("수출 경험"), choices=EXPORTS, required=False, coerce=lambda value: value == "true", empty_value=None
    )
    contact_name = field_of(AdvisoryRequest, "contact_name", autocomplete="name")
    contact_title = field_of(AdvisoryRequest, "contact_title", autocomplete="organization-title")
    contact_email = field_of(AdvisoryRequest, "contact_email", autocomplete="email")
    contact_phone = field_of(AdvisoryRequest, "contact_phone", autocomplete="tel", type="tel")
    language = field_of(AdvisoryRequest, "language")
    country = forms.ChoiceField(label=_("진출하려는 나라"), choices=[("", "---------"), *ABROAD])
    city = field_of(AdvisoryRequest, "city")
    topic = field_of(AdvisoryRequest, "topic")
    question = NoteField(
        label=_("궁금한 내용"), max_length=3000, min_length=10, rows=6,
        help_text=_("지금 상황과 알고 싶은 것을 적어 주세요. 사람의 이름이나 연락처는 여기에 적지 마세요."),
    )  # fmt: skip

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        for name in ("contact_name", "contact_email"):
            self.fields[name].required = True
        for name in IN_ONE_LINE:
            self.fields[name].validators = [*self.fields[name].validators, validate_plain_line]
        self.fields["question"].widget.attrs["class"] = "input tall"
        self.fields["question"].error_messages["min_length"] = _(
            "무엇이 궁금한지 %(limit_value)d자 이상 적어 주세요. 자세할수록 알맞은 대사를 빨리 찾습니다."
        )
        self.fields["contact_email"].help_text = _("진행 상황을 볼 수 있는 주소를 이 메일로 보내 드립니다.")
        self.fields["language"].help_text = _("메일을 이 언어로 보내 드립니다.")

    def clean_business_number(self):
        return clean_business_number(self.cleaned_data["business_number"])

    @property
    def facts(self):
        """For services.receive_request."""
        cleaned = self.cleaned_data
        client = {name: cleaned[name] for name in OF_CLIENT}
        client["country"] = Country.JP if len(cleaned["business_number"]) == JAPANESE else Country.KR
        return {"submission": cleaned["submission"], "client": client, "consent": self.text} | {
            name: cleaned[name] for name in OF_REQUEST
        }


class WithdrawForm(forms.Form):
    erase = forms.BooleanField(
        label=_("담당자 연락처를 지금 바로 지웁니다."), required=False,
        help_text=_("지우면 이 주소로 더는 신청을 볼 수 없습니다."),
    )  # fmt: skip
