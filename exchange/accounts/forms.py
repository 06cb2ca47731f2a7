from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.accounts.enums import Language, Role
from exchange.accounts.models import User

PASSWORD_HINT = _("10자 이상이어야 하며, 숫자만으로 된 것과 흔한 것은 쓸 수 없습니다.")

STATES = [("", _("전체")), ("active", _("사용 중")), ("waiting", _("초대 수락 전")), ("inactive", _("사용 중지"))]


class InviteForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["email", "name", "job_title", "role", "language", "is_administrator"]
        help_texts = {
            "role": _("업무 자료를 보고 쓰는 범위를 정합니다. 관리만 하는 사람은 비워 둡니다."),
            "language": _("초대 메일과 화면의 언어입니다."),
            "is_administrator": _("사용자를 초대하고 역할을 바꿀 수 있습니다. 업무 자료는 역할로만 보입니다."),
        }

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class UserForm(InviteForm):
    clean_email = None

    class Meta(InviteForm.Meta):
        fields = ["name", "job_title", "role", "language", "is_administrator"]
        help_texts = InviteForm.Meta.help_texts | {"language": ""}


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "job_title", "language"]


class UserFilter(forms.Form):
    """What an administrator looks for in the list of users."""

    q = forms.CharField(label=_("이메일, 이름, 직위"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    role = forms.ChoiceField(
        label=_("역할"), required=False, choices=[("", _("전체")), *Role.choices, ("administrator", _("관리자"))]
    )
    state = forms.ChoiceField(label=_("상태"), required=False, choices=STATES)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=Language.choices)


class SignInForm(allauth_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _describe(self.fields["login"], _("이메일"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        _describe(self.fields["password"], _("비밀번호"))


class PasswordResetForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _describe(self.fields["email"], _("이메일"))


class NewPasswordMixin:
    """The two fields of a new password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _describe(self.fields["password1"], _("새 비밀번호"), PASSWORD_HINT)
        _describe(self.fields["password2"], _("새 비밀번호 확인"))

    def clean(self):
        cleaned = forms.Form.clean(self)
        if len({cleaned.get("password1"), cleaned.get("password2")} - {None}) > 1:
            self.add_error("password2", _("두 비밀번호가 서로 다릅니다."))
        return cleaned


class PasswordResetKeyForm(NewPasswordMixin, allauth_forms.ResetPasswordKeyForm):
    pass


class InvitationForm(NewPasswordMixin, allauth_forms.ResetPasswordKeyForm):
    """Saved by services.accept_invitation."""


class PasswordChangeForm(NewPasswordMixin, allauth_forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _describe(self.fields["oldpassword"], _("지금 비밀번호"))


def _describe(field, label, help_text=""):
    """A label that stays readable in place of a placeholder that vanishes."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
