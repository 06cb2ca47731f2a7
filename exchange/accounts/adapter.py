from allauth.account.adapter import DefaultAccountAdapter
from django.utils import translation
from django.utils.translation import gettext_lazy as _

QUIET = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """allauth in the portal's words. Nobody signs up: see exchange.accounts.services.invite_user."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("이메일 또는 비밀번호가 맞지 않습니다."),
        "too_many_login_attempts": _("로그인에 여러 번 실패했습니다. 잠시 뒤에 다시 시도해 주세요."),
        "enter_current_password": _("지금 쓰는 비밀번호가 맞지 않습니다."),
        "incorrect_password": _("비밀번호가 맞지 않습니다."),
        "rate_limited": _("요청이 너무 잦습니다. 잠시 뒤에 다시 시도해 주세요."),
    }

    def is_open_for_signup(self, request):
        return False

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """The page that opens says enough about signing in and out."""
        if message_template not in QUIET:
            super().add_message(request, level, message_template, *args, **kwargs)

    def send_mail(self, template_prefix, email, context):
        """In the language of the one who reads it, not of the page it was asked for on."""
        with translation.override(context["user"].language):
            super().send_mail(template_prefix, email, context)
