from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_merge")]

    operations = [
        migrations.AddIndex(
            "organization", models.Index(fields=["parent", "name_ko", "id"], name="organization_below")
        ),
    ]
