from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EditionState(TextChoices):
    DRAFT = "draft", _("초안")
    PUBLISHED = "published", _("게시")
    WITHDRAWN = "withdrawn", _("게시 철회")


class RenditionState(TextChoices):
    QUEUED = "queued", _("대기 중")
    RENDERING = "rendering", _("생성 중")
    READY = "ready", _("완료")
    FAILED = "failed", _("실패")


class Format(TextChoices):
    PDF = "pdf", "PDF"
