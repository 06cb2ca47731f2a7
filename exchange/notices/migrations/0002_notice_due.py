from datetime import date

from django.db import migrations, models


def fill_due(apps, schema_editor):
    """The day stood among the facts."""
    Notice = apps.get_model("notices", "Notice")
    notices = list(Notice.objects.only("on", "facts"))
    for notice in notices:
        day = notice.facts.get("due") or notice.facts.get("since")
        notice.due = date.fromisoformat(day) if day else notice.on
    Notice.objects.bulk_update(notices, ["due"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.AddField("notice", "due", models.DateField(null=True)),
        migrations.RunPython(fill_due, migrations.RunPython.noop),
        migrations.AlterField("notice", "due", models.DateField()),
        migrations.RemoveConstraint("notice", "notice_once"),
        migrations.AddConstraint(
            "notice",
            models.UniqueConstraint(
                fields=["rule", "subject_id", "due", "on", "recipient"],
                name="notice_once",
                violation_error_message="이 알림은 이미 보냈습니다.",
            ),
        ),
    ]
