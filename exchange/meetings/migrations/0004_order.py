from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_proposed_photos")]

    operations = [
        migrations.AddIndex("meeting", models.Index(fields=["-starts_at", "-id"], name="meeting_in_order")),
    ]
