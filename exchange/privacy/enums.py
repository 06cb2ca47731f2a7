from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    """What a person outside consents to."""

    ADVISORY = "advisory", _("자문 신청")
    CASEBOOK = "casebook", _("진출사례집 수록")
    FORUM = "forum", _("포럼 참가 신청")
