from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Direction(TextChoices):
    OUTBOUND = "outbound", _("파견")
    INBOUND = "inbound", _("초청")


class DelegationState(TextChoices):
    """What people decide; whether a trip is ahead, under way or over follows from its dates."""

    PLANNED = "planned", _("진행")
    CANCELLED = "cancelled", pgettext_lazy("상태", "취소")


class Phase(TextChoices):
    """Where a trip stands today; derived from its dates and its published report."""

    UPCOMING = "upcoming", _("예정")
    UNDER_WAY = "under_way", _("출장 중")
    REPORT_DUE = "report_due", _("보고 필요")
    REPORTED = "reported", _("보고 마침")
    CANCELLED = "cancelled", pgettext_lazy("상태", "취소")


class DelegateGroup(TextChoices):
    LEADERSHIP = "leadership", _("회장단")
    STAFF = "staff", _("실무")
    FIRMS = "firms", _("기업")
    INTERPRETERS = "interpreters", _("통역")


class LegMode(TextChoices):
    FLIGHT = "flight", _("항공")
    TRAIN = "train", _("철도")
    SHIP = "ship", _("선박")
    CAR = "car", _("차량")


class LegDirection(TextChoices):
    OUTWARD = "outward", _("가는 편")
    HOMEWARD = "homeward", _("오는 편")
    ONWARD = "onward", _("이동")


class ItemKind(TextChoices):
    MEETING = "meeting", pgettext_lazy("하나", "면담")
    CEREMONY = "ceremony", _("행사")
    MEAL = "meal", _("식사")
    VISIT = "visit", _("방문")
    MOVE = "move", _("이동")
    OTHER = "other", _("그 밖")
