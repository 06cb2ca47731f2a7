from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person does in the exchange; an administrator's right is a separate mark on the user."""

    STAFF = "staff", _("실무")
    MANAGER = "manager", _("부서장")
    EXECUTIVE = "executive", _("임원")
    AMBASSADOR = "ambassador", _("민간대사")
    COUNTERPART = "counterpart", _("상대 기관")


class Language(TextChoices):
    KO = "ko", "한국어"
    JA = "ja", "日本語"
    EN = "en", "English"
