from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HostCountry(TextChoices):
    """The two that host by turns."""

    KR = "KR", _("한국")
    JP = "JP", _("일본")


class EditionState(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("회차", "제안")
    AGREED = "agreed", pgettext_lazy("회차", "합의")
    ANNOUNCED = "announced", pgettext_lazy("회차", "공고")
    HELD = "held", _("개최")
    SKIPPED = "skipped", pgettext_lazy("회차", "건너뜀")
    CANCELLED = "cancelled", pgettext_lazy("상태", "취소")


class BodyRole(TextChoices):
    HOST = "host", _("주최")
    ORGANISER = "organiser", _("주관")
    PATRON = "patron", _("후원")
    PARTNER = "partner", _("협력")


class SessionKind(TextChoices):
    REGISTRATION = "registration", pgettext_lazy("포럼 순서", "등록")
    OPENING = "opening", _("개회식")
    KEYNOTE = "keynote", _("기조연설")
    SESSION = "session", _("주제 발표")
    PANEL = "panel", _("토론")
    MATCHING = "matching", _("상담회")
    BREAK = "break", _("휴식")
    RECEPTION = "reception", _("환영 만찬")
    CLOSING = "closing", _("폐회식")


class SpeakerRole(TextChoices):
    SPEAKER = "speaker", _("발표")
    MODERATOR = "moderator", pgettext_lazy("포럼", "좌장")
    PANELIST = "panelist", pgettext_lazy("포럼", "토론자")
    HOST = "host", pgettext_lazy("포럼", "사회")


class RegistrationState(TextChoices):
    REGISTERED = "registered", pgettext_lazy("참가", "확정")
    WAITING = "waiting", pgettext_lazy("참가", "대기")
    CANCELLED = "cancelled", pgettext_lazy("상태", "취소")


class Origin(TextChoices):
    """How a registration came in."""

    INVITED = "invited", _("초청 링크")
    OPEN = "open", _("공개 링크")
    STAFF = "staff", _("직원 입력")
    IMPORTED = "imported", _("명단 파일")


class Diet(TextChoices):
    NONE = "none", pgettext_lazy("식사", "가리는 음식 없음")
    VEGETARIAN = "vegetarian", _("채식")
    VEGAN = "vegan", _("완전 채식(비건)")
    HALAL = "halal", _("할랄")
    ALLERGY = "allergy", _("알레르기")
    OTHER = "other", pgettext_lazy("식사", "그 밖")


class ImportState(TextChoices):
    PREVIEW = "preview", _("확인 전")
    DONE = "done", pgettext_lazy("명단", "등록함")
    UNDONE = "undone", pgettext_lazy("명단", "되돌림")


class BadgeChoice(TextChoices):
    """Of whom badges are made."""

    NEW = "new", _("아직 만들지 않았거나 바뀐 분")
    ALL = "all", _("확정된 모든 분")
    OURS = "ours", _("한국 측 모두")
    COUNTERPART = "counterpart", _("일본 측 모두")
    ONE = "one", _("한 사람")
