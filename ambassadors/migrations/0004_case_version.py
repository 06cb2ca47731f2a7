from django.db import migrations, models

from exchange.core.triggers import Refuse


class Migration(migrations.Migration):
    dependencies = [("ambassadors", "0003_tallies")]

    operations = [
        migrations.AddField(
            model_name="case", name="version", field=models.PositiveIntegerField(default=1, editable=False)
        ),
        Refuse(  # SQLite builds the table anew, and the trigger goes with the old one
            "case_without_consent",
            on="ambassadors_case",
            when="NOT EXISTS (SELECT 1 FROM ambassadors_advisorysession s "
            "WHERE s.id = NEW.session_id AND s.case_consent_id IS NOT NULL)",
        ),
    ]
