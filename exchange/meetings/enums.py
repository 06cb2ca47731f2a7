from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingState(TextChoices):
    PLANNED = "planned", _("예정")
    HELD = "held", _("개최")
    CANCELLED = "cancelled", pgettext_lazy("상태", "취소")


class Side(TextChoices):
    OURS = "ours", _("우리 측")
    COUNTERPART = "counterpart", _("상대 측")


class PointKind(TextChoices):
    INFORMATION = "information", _("정보")
    AGREEMENT = "agreement", _("합의")
    REQUEST = "request", _("요청")
    TASK = "task", _("과제")
