from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery


def fill(apps, schema_editor):
    """The day of its latest evidence, as for those that are kept from now on."""
    Commitment, Evidence = apps.get_model("mous", "Commitment"), apps.get_model("mous", "Evidence")
    latest = Evidence.objects.filter(commitment=OuterRef("pk")).order_by().values("commitment")
    latest = latest.annotate(day=Max("dated_on")).values("day")
    Commitment.objects.filter(state="kept").update(kept_on=Subquery(latest))


class Migration(migrations.Migration):
    dependencies = [("mous", "0005_confirmed_obligor")]

    operations = [
        migrations.AddField(
            "commitment", "kept_on", models.DateField("이행한 날", null=True, blank=True, editable=False)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveIndex("commitment", "commitment_by_standing"),
        migrations.AddIndex(
            "commitment",
            models.Index(fields=["obligor", "state", "due_on", "recurrence", "kept_on"], name="commitment_by_standing"),
        ),
    ]
