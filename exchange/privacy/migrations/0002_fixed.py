from django.db import migrations

from exchange.core.triggers import Refuse


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]

    operations = [Refuse("consent_text_fixed", on="privacy_consenttext", when="1 = 1", events=("UPDATE",))]
