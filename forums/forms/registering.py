"""What people fill in about themselves without an account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.meetings.enums import Side
from exchange.mous.forms.mous import whole
from exchange.privacy.doors import AGREED, DoorForm, field_of, validate_plain_line
from exchange.privacy.enums import Purpose
from forums.enums import Diet
from forums.models import Registration

FACTS = (
    "name", "name_other", "company", "company_other", "title", "title_other", "email", "phone", "language",
    "needs_interpreter", "diet", "diet_note",
)  # fmt: skip
IN_ONE_LINE = ("name", "name_other", "company", "company_other", "title", "title_other")
READ_BY_OTHERS = {  # (name, company, title) in letters that the other side reads
    Side.OURS: (_("예: イェシ 또는 Yesi"), _("예: イェシ精密 또는 Yesi Precision"), _("예: 課長 또는 Manager")),
    Side.COUNTERPART: (_("예: 예시 또는 Yesi"), _("예: 예시정밀 또는 Yesi Precision"), _("예: 과장 또는 Manager")),
}


class PersonForm(forms.Form):
    """A person as he writes himself, and for those who read other letters."""

    name = field_of(Registration, "name", autocomplete="name")
    name_other = field_of(Registration, "name_other", autocomplete="off")
    company = field_of(Registration, "company", autocomplete="organization")
    company_other = field_of(Registration, "company_other", autocomplete="off")
    title = field_of(Registration, "title", autocomplete="organization-title")
    title_other = field_of(Registration, "title_other", autocomplete="off")
    email = field_of(Registration, "email", autocomplete="email", inputmode="email")
    phone = field_of(Registration, "phone", autocomplete="tel", type="tel")
    language = field_of(Registration, "language")
    needs_interpreter = field_of(Registration, "needs_interpreter")
    diet = field_of(Registration, "diet")
    diet_note = field_of(Registration, "diet_note", autocomplete="off")

    def __init__(self, data=None, *, side, **kwargs):
        super().__init__(data, **kwargs)
        whole(self)
        fields = self.fields
        for name, example in zip(("name_other", "company_other", "title_other"), READ_BY_OTHERS[side], strict=True):
            fields[name].widget.attrs["placeholder"] = example
        for name in IN_ONE_LINE:
            fields[name].validators = [*fields[name].validators, validate_plain_line]
        fields["needs_interpreter"].label = _("통역이 필요합니다.")
        fields["diet"].label = _("식사에서 가리는 것")
        fields["diet_note"].help_text = _("예: 새우 알레르기")

    @property
    def facts(self):
        """For services.register and services.change_registration."""
        return {name: self.cleaned_data[name] for name in FACTS if name in self.cleaned_data}


class OwnForm(PersonForm):
    """By the person himself: what he needs to be reached, and what he says of meals only with his consent."""

    agree_diet = forms.BooleanField(
        label=_("식사에서 가리는 것을 식사 준비에 쓰는 데 동의합니다."), required=False,
        help_text=_("적을 때에만 필요합니다."),
    )  # fmt: skip

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        for name in ("company", "email"):
            self.fields[name].required = True
        self.fields["language"].help_text = _("메일을 이 언어로 보내 드립니다.")

    def clean(self):
        cleaned = super().clean()
        says = cleaned.get("diet") not in (None, Diet.NONE) or cleaned.get("diet_note")
        if says and not cleaned.get("agree_diet"):
            self.add_error("agree_diet", _("가리는 것을 적으려면 동의해 주세요. 적지 않아도 신청할 수 있습니다."))
        return cleaned


class RegisterForm(OwnForm, DoorForm):
    purpose = Purpose.FORUM
    field_order = (*FACTS, "agree_diet", *AGREED)


class OwnCancelForm(forms.Form):
    erase = forms.BooleanField(
        label=_("이메일, 전화번호, 식사에 관한 내용을 지금 바로 지웁니다."), required=False,
        help_text=_("지우면 이 주소로 더는 신청을 볼 수 없고, 취소를 알리는 메일도 가지 않습니다."),
    )  # fmt: skip
