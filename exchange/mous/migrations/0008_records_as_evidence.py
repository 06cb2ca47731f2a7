from importlib import import_module

from django.db import migrations, models
from django.db.models import Q

from exchange.core.triggers import Lift

RULES = import_module("exchange.mous.migrations.0002_rules_over_rows").Migration.operations
READING = [rule for rule in RULES if "mous_evidence" in rule.on + rule.when]
NOTHING = {"meeting__isnull": True, "edition__isnull": True, "sha256": ""}


class Migration(migrations.Migration):
    dependencies = [("mous", "0007_corrections")]

    operations = [
        *[Lift(rule) for rule in READING],  # SQLite builds the table anew
        migrations.AlterField(
            "evidence",
            "kind",
            models.CharField(
                "종류",
                max_length=10,
                choices=[
                    ("meeting", "면담"),
                    ("document", "보고서"),
                    ("file", "파일"),
                    ("note", "메모"),
                    ("record", "기록"),
                ],
            ),
        ),
        migrations.RemoveConstraint("evidence", "evidence_names_its_proof"),
        migrations.AddConstraint(
            "evidence",
            models.CheckConstraint(
                condition=Q(**NOTHING | {"meeting__isnull": False}, kind="meeting")
                | Q(**NOTHING | {"edition__isnull": False}, kind="document")
                | (Q(meeting__isnull=True, edition__isnull=True, kind="file") & ~Q(sha256=""))
                | (Q(**NOTHING, kind="note") & ~Q(note_ko=""))
                | Q(**NOTHING, kind="record"),
                name="evidence_names_its_proof",
                violation_error_message="근거가 되는 면담, 보고서, 파일이나 메모 가운데 하나를 넣어 주세요.",
            ),
        ),
        *READING,
    ]
