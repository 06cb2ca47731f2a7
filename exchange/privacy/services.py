from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.audit.services import record
from exchange.privacy.models import ConsentText


@transaction.atomic
def publish_consent_text(*, purpose, text_ko, text_ja, text_en, based_on=None, by):
    """A new version; whoever agreed to an earlier one keeps the version that was shown.

    `based_on`: the version that its writer had before him; where another has come since, he is told.
    """
    latest = ConsentText.objects.select_for_update().filter(purpose=purpose).order_by("-version").first()
    if based_on is not None and based_on != (latest.version if latest else 0):
        raise ValidationError(
            _("그사이 다른 사람이 새 판을 게시했습니다. 그 판을 읽어 본 뒤 다시 눌러 주세요."), code="overtaken"
        )
    text = ConsentText(
        purpose=purpose, version=latest.version + 1 if latest else 1, text_ko=text_ko, text_ja=text_ja,
        text_en=text_en, published_at=timezone.now(), published_by=by,
    )  # fmt: skip
    text.full_clean()
    text.save()
    record("publish_consent_text", text, by=by)
    return text
