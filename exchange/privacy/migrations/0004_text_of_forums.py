from pathlib import Path

from django.conf import settings
from django.db import migrations
from django.utils import timezone

TEXTS = Path(__file__).parent.parent / "texts"
LANGUAGES = ("ko", "ja", "en")


def publish(apps, schema_editor):
    """The first version; a portal that has published one of its own keeps it."""
    texts = {f"text_{language}": read(language) for language in LANGUAGES}
    apps.get_model("privacy", "ConsentText").objects.get_or_create(
        purpose="forum", version=1, defaults={**texts, "published_at": timezone.now()}
    )


def read(language):
    text = (TEXTS / f"forum-1.{language}.txt").read_text("utf-8")
    return text.strip().replace("{months}", str(settings.FORUM_CONTACT_MONTHS))


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_first_texts")]

    operations = [migrations.RunPython(publish, migrations.RunPython.noop)]
