from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MailState(TextChoices):
    QUEUED = "queued", _("보낼 차례")
    SENDING = "sending", _("보내는 중")
    SENT = "sent", pgettext_lazy("메일", "보냄")
    FAILED = "failed", _("보내지 못함")


class MailChoice(TextChoices):
    """How a person wants to hear of new notices by mail; the list in the portal is there in any case."""

    AT_ONCE = "at_once", _("바로 받기")
    DAILY = "daily", _("하루에 한 번 모아 받기")
    NONE = "none", _("메일로 받지 않기")
