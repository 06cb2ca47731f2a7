from pathlib import Path

from django.conf import settings
from django.db import migrations
from django.utils import timezone

TEXTS = Path(__file__).parent.parent / "texts"
LANGUAGES = ("ko", "ja", "en")


def publish(apps, schema_editor):
    """The first version of each; a portal that has published one of its own keeps it."""
    ConsentText = apps.get_model("privacy", "ConsentText")
    for purpose in ("advisory", "casebook"):
        texts = {f"text_{language}": read(purpose, language) for language in LANGUAGES}
        ConsentText.objects.get_or_create(
            purpose=purpose, version=1, defaults={**texts, "published_at": timezone.now()}
        )


def read(purpose, language):
    text = (TEXTS / f"{purpose}-1.{language}.txt").read_text("utf-8")
    return text.strip().replace("{months}", str(settings.ADVISORY_CONTACT_MONTHS))


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_fixed")]

    operations = [migrations.RunPython(publish, migrations.RunPython.noop)]
