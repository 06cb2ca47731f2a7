from django.db import transaction
from django.utils import timezone

from exchange.audit.services import record
from exchange.privacy.models import ConsentText


@transaction.atomic
def publish_consent_text(*, purpose, text_ko, text_ja, text_en, by):
    """A new version; whoever agreed to an earlier one keeps the version that was shown."""
    latest = ConsentText.objects.select_for_update().filter(purpose=purpose).order_by("-version").first()
    text = ConsentText(
        purpose=purpose, version=latest.version + 1 if latest else 1, text_ko=text_ko, text_ja=text_ja,
        text_en=text_en, published_at=timezone.now(), published_by=by,
    )  # fmt: skip
    text.full_clean()
    text.save()
    record("publish_consent_text", text, by=by)
    return text
