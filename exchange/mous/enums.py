from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MouState(TextChoices):
    DRAFT = "draft", pgettext_lazy("업무협약", "준비")
    IN_FORCE = "in_force", pgettext_lazy("업무협약", "유효")
    ENDED = "ended", pgettext_lazy("업무협약", "종료")


class MouStanding(TextChoices):
    """How an MOU stands on a day: its state, and its term where that says more."""

    DRAFT = "draft", pgettext_lazy("업무협약", "준비")
    PENDING = "pending", pgettext_lazy("업무협약", "체결 · 발효 전")
    IN_FORCE = "in_force", pgettext_lazy("업무협약", "유효")
    EXPIRED = "expired", pgettext_lazy("업무협약", "기간 만료")
    ENDED = "ended", pgettext_lazy("업무협약", "종료")


class CorrectionKind(TextChoices):
    """What puts a signed MOU right."""

    TYPO = "typo", pgettext_lazy("정정", "오기 정정")
    OMISSION = "omission", pgettext_lazy("정정", "누락 보완")
    AMENDMENT = "amendment", pgettext_lazy("정정", "양측 합의에 따른 변경")
    UNSIGNED = "unsigned", pgettext_lazy("정정", "체결 취소")


REWORDINGS = (CorrectionKind.TYPO, CorrectionKind.OMISSION, CorrectionKind.AMENDMENT)


class Precision(TextChoices):
    """How much of a day in the past is known."""

    DAY = "day", _("날짜까지 앎")
    MONTH = "month", _("달까지 앎")
    YEAR = "year", _("해만 앎")


class Lineage(TextChoices):
    """What became of the predecessor's clause; one that was dropped has no clause here that points to it."""

    NEW = "new", pgettext_lazy("조항", "신설")
    KEPT = "kept", pgettext_lazy("조항", "유지")
    CHANGED = "changed", pgettext_lazy("조항", "변경")


class Obligor(TextChoices):
    """Who owes it."""

    OURS = "ours", pgettext_lazy("약속", "우리")
    COUNTERPART = "counterpart", pgettext_lazy("약속", "상대")
    JOINT = "joint", pgettext_lazy("약속", "공동")


class Recurrence(TextChoices):
    ONCE = "once", _("한 번")
    YEARLY = "yearly", _("해마다")


class CommitmentState(TextChoices):
    OPEN = "open", pgettext_lazy("약속", "시작 전")
    IN_PROGRESS = "in_progress", pgettext_lazy("약속", "진행")
    KEPT = "kept", pgettext_lazy("약속", "이행")
    MISSED = "missed", pgettext_lazy("약속", "불이행")
    DROPPED = "dropped", pgettext_lazy("약속", "철회")


class OccurrenceState(TextChoices):
    OPEN = "open", pgettext_lazy("약속", "진행")
    KEPT = "kept", pgettext_lazy("약속", "이행")
    MISSED = "missed", pgettext_lazy("약속", "불이행")


class EvidenceKind(TextChoices):
    MEETING = "meeting", pgettext_lazy("하나", "면담")
    DOCUMENT = "document", pgettext_lazy("하나", "보고서")
    FILE = "file", pgettext_lazy("하나", "파일")
    NOTE = "note", pgettext_lazy("하나", "메모")
    RECORD = "record", pgettext_lazy("하나", "기록")  # of a feature, which says what it is (exchange.mous.records)


class Answer(TextChoices):
    CONFIRMED = "confirmed", pgettext_lazy("문구", "확인")
    OBJECTED = "objected", pgettext_lazy("문구", "이의")
