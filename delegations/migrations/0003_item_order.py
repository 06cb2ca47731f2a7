import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delegations", "0002_planning")]

    operations = [
        migrations.AddField(
            model_name="itineraryitem",
            name="order",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AlterModelOptions(
            name="itineraryitem",
            options={
                "ordering": [
                    "day",
                    django.db.models.expressions.OrderBy(models.F("starts"), nulls_last=True),
                    "order",
                    "pk",
                ],
                "verbose_name": "일정",
                "verbose_name_plural": "일정",
            },
        ),
    ]
