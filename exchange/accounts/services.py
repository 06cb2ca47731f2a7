"""The only writers of accounts."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from rest_framework.authtoken.models import Token

from exchange.accounts import selectors
from exchange.accounts.models import User
from exchange.audit.services import record


@transaction.atomic
def invite_user(*, email, name, job_title, role, language, is_administrator, by):
    """An account without a password, and the mail with its one-use link: as all mail it leaves after commit."""
    now = timezone.now()
    user = User(
        email=email.lower(), name=name, job_title=job_title, role=role, language=language,
        is_administrator=is_administrator, invited_at=now, invited_by=by, invitation_sent_at=now,
    )  # fmt: skip
    user.set_unusable_password()
    user.full_clean()
    user.save()
    record("invite", user, by=by, changes={"role": role, "is_administrator": is_administrator})
    _mail_invitation(user)
    return user


@transaction.atomic
def resend_invitation(*, user, by):
    """A new link; the earlier one stops working."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.awaits_invitation:
        raise ValidationError(_("이미 비밀번호를 정했거나 사용을 중지한 계정입니다."), code="accepted")
    user.invited_at = user.invitation_sent_at = timezone.now()
    user.invited_by = by
    user.save(update_fields=["invited_at", "invited_by", "invitation_sent_at"])
    record("resend_invitation", user, by=by)
    _mail_invitation(user)
    return user


def _mail_invitation(user):
    """In the invited person's language."""
    link = settings.SITE_URL + reverse("accounts:invitation", args=[selectors.invitation_token(user)])
    with translation.override(user.language):
        context = {"user": user, "link": link, "days": settings.INVITATION_DAYS}
        subject = render_to_string("accounts/email/invitation_subject.txt", context).strip()
        body = render_to_string("accounts/email/invitation.txt", context)
        EmailMessage(subject, body, to=[user.email]).send()


@transaction.atomic
def accept_invitation(*, token, password):
    """The link works once: the row is locked and the token is read again."""
    user = selectors.invited_user(token)
    user = user and User.objects.select_for_update().get(pk=user.pk)
    if not (user and selectors.invited_user(token)):
        raise ValidationError(_("초대 링크가 이미 쓰였거나 기한이 지났습니다."), code="used")
    user.set_password(password)
    user.save(update_fields=["password"])
    record("accept_invitation", user, by=user)
    return user


@transaction.atomic
def change_user(*, user, by, **fields):
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_administrator and not fields.get("is_administrator", True):
        _keep_administrators(user, by)
    return _save_changes(user, fields, by=by)


@transaction.atomic
def deactivate_user(*, user, by):
    """No more sign-in, and what is signed in ends with the next page; so does the API token, for good."""
    _keep_administrators(user, by)
    Token.objects.filter(user=user).delete()
    return _save_changes(user, {"is_active": False, "deactivated_at": timezone.now()}, by=by, verb="deactivate")


@transaction.atomic
def reactivate_user(*, user, by):
    return _save_changes(user, {"is_active": True}, by=by, verb="reactivate")


@transaction.atomic
def change_profile(*, by, **fields):
    """What people say about themselves: name, job title and language."""
    return _save_changes(by, fields, by=by)


@transaction.atomic
def create_token(*, by):
    """A new key for the API; the earlier one stops working. It can be read only now."""
    Token.objects.filter(user=by).delete()
    token = Token.objects.create(user=by)
    record("create_token", by, by=by)
    return token


@transaction.atomic
def revoke_token(*, by):
    if Token.objects.filter(user=by).delete()[0]:
        record("revoke_token", by, by=by)


def _keep_administrators(user, by):
    """With the administrators' rows locked, one of them remains: the one who acts, and he acts on others."""
    administrators = {row.pk for row in User.objects.administrators().order_by("pk").select_for_update()}
    if user.pk == by.pk:
        raise ValidationError(_("자기 계정의 사용 중지와 관리자 해제는 다른 관리자가 합니다."), code="oneself")
    if not administrators - {user.pk}:
        raise ValidationError(_("마지막 관리자입니다. 먼저 다른 관리자를 지정해 주세요."), code="last_administrator")


def _save_changes(user, fields, *, by, verb="change"):
    changes = {name: [getattr(user, name), value] for name, value in fields.items() if getattr(user, name) != value}
    for name, value in fields.items():
        setattr(user, name, value)
    user.full_clean()
    if changes:
        user.save(update_fields=list(changes))
        record(verb, user, by=by, changes={n: v for n, v in changes.items() if not n.endswith("_at")})
    return user
