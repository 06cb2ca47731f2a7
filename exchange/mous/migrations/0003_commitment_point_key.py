from django.db import migrations, models
from django.db.models import F


def keep_keys(apps, schema_editor):
    apps.get_model("mous", "Commitment").objects.filter(point__isnull=False).update(point_key=F("point_id"))


class Migration(migrations.Migration):
    """Nullable and without a default: SQLite rebuilds no table for it, the triggers stand."""

    dependencies = [("mous", "0002_rules_over_rows")]

    operations = [
        migrations.AddField("commitment", "point_key", models.BigIntegerField(blank=True, editable=False, null=True)),
        migrations.RunPython(keep_keys, migrations.RunPython.noop),
    ]
