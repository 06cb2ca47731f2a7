from django.db import migrations, models
from django.db.models import Case, When


class Migration(migrations.Migration):
    """What the ledger of many thousand promises is read by."""

    dependencies = [("mous", "0003_commitment_point_key")]

    operations = [
        migrations.AddIndex(
            "commitment",
            models.Index(
                "obligor", Case(When(state__in=("open", "in_progress"), then=0), default=1), "due_on", "made_on", "id",
                name="commitment_in_ledger",
            ),
        ),
        migrations.AddIndex(
            "commitment",
            models.Index(fields=["obligor", "state", "due_on", "recurrence"], name="commitment_by_standing"),
        ),
        migrations.AddIndex("commitment", models.Index(fields=["made_on"], name="commitment_by_day")),
    ]  # fmt: skip
