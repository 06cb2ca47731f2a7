import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from exchange.accounts.enums import Language, Role
from exchange.core.languages import reader
from exchange.core.romanised import has_hangul, name_as_read


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Administrators see every account, everybody else only their own."""
        if user.is_authenticated and user.is_administrator:
            return self
        return self.filter(pk=user.pk)

    def active(self):
        return self.filter(is_active=True)

    def administrators(self):
        return self.active().filter(is_administrator=True)

    def awaiting_invitation(self):
        """Invited, without a password of their own yet; Django marks such a password with `!`."""
        return self.active().filter(invited_at__isnull=False, password__startswith=UNUSABLE_PASSWORD_PREFIX)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, username):
        return self.get(email=username.lower())

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person's account. Nobody signs up: an administrator invites.

    There is no superuser and no per-user permission: what the registered rules say is all there is.
    """

    email = models.EmailField(
        _("이메일"), unique=True, error_messages={"unique": _("이미 등록된 이메일입니다.")}
    )  # kept in lower case
    name = models.CharField(_("이름"), max_length=100)
    job_title = models.CharField(_("직위"), max_length=100, blank=True)
    role = models.CharField(_("역할"), max_length=20, choices=Role, blank=True)
    is_administrator = models.BooleanField(_("관리자"), default=False)
    language = models.CharField(_("언어"), max_length=2, choices=Language, default=Language.KO)
    is_active = models.BooleanField(_("사용 중"), default=True)
    deactivated_at = models.DateTimeField(_("사용을 중지한 시각"), null=True, blank=True)  # the last time, also later
    invited_at = models.DateTimeField(_("초대한 시각"), null=True, blank=True)
    invited_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    invitation_sent_at = models.DateTimeField(_("초대 메일을 보낸 시각"), null=True, blank=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = verbose_name_plural = _("사용자")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_lower_case",
                violation_error_message=_("이메일은 소문자로 적습니다."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[*Role.values, ""]),
                name="user_role_known",
                violation_error_message=_("알 수 없는 역할입니다."),
            ),
            models.CheckConstraint(
                condition=~models.Q(role="") | models.Q(is_administrator=True),
                name="user_has_role",
                violation_error_message=_("역할을 고르거나 관리자로 지정해 주세요."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_active=True) | models.Q(deactivated_at__isnull=False),
                name="user_deactivated_is_stamped",
                violation_error_message=_("사용을 중지한 시각이 필요합니다."),
            ),
            models.CheckConstraint(
                condition=models.Q(invited_at__isnull=True, invited_by__isnull=True)
                | models.Q(invited_at__isnull=False, invited_by__isnull=False),
                name="user_invitation_is_stamped",
                violation_error_message=_("초대한 사람과 시각은 함께 적습니다."),
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.job_title}".strip()

    @property
    def local_name(self):
        """In Latin letters on pages that are not Korean."""
        return name_as_read(self.name)

    @property
    def local_form(self):
        """With the post, as far as the reader can read it."""
        post = "" if reader() != "ko" and has_hangul(self.job_title) else self.job_title
        return f"{self.local_name} {post}".strip()

    @property
    def is_staff(self):
        """Django's name for who may enter /admin/; the business role 실무 is `Role.STAFF`."""
        return self.is_administrator

    @property
    def awaits_invitation(self):
        return self.is_active and self.invited_at is not None and not self.has_usable_password()

    def get_session_auth_hash(self):
        """Sessions from before a deactivation stay ended when the account is used again."""
        return salted_hmac("accounts.session", f"{self.password}{self.deactivated_at}", algorithm="sha256").hexdigest()

    def has_perm(self, permission, obj=None):
        return self.is_active and rules.has_perm(permission, self, obj)

    def has_perms(self, permissions, obj=None):
        return all(self.has_perm(permission, obj) for permission in permissions)

    def has_module_perms(self, app_label):
        """Only the administration site asks this, and only administrators enter it."""
        return self.is_active and self.is_administrator
