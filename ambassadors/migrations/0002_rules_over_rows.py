from django.db import migrations

from exchange.core.triggers import Refuse


class Migration(migrations.Migration):
    dependencies = [("ambassadors", "0001_initial")]

    operations = [
        Refuse(
            "term_overlap",
            on="ambassadors_term",
            when="EXISTS (SELECT 1 FROM ambassadors_term t WHERE t.ambassador_id = NEW.ambassador_id "
            "AND t.id <> COALESCE(NEW.id, 0) AND t.starts_on <= NEW.ends_on AND t.ends_on >= NEW.starts_on)",
        ),
        Refuse(
            "request_above_capacity",
            on="ambassadors_advisoryrequest",
            when="NEW.slot IS NOT NULL AND EXISTS (SELECT 1 FROM ambassadors_ambassador a "
            "WHERE a.id = NEW.ambassador_id AND a.capacity < NEW.slot)",
            events=("INSERT", "UPDATE OF slot"),
        ),
        Refuse(
            "case_without_consent",
            on="ambassadors_case",
            when="NOT EXISTS (SELECT 1 FROM ambassadors_advisorysession s "
            "WHERE s.id = NEW.session_id AND s.case_consent_id IS NOT NULL)",
        ),
    ]
