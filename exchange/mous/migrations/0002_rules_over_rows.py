from django.db import migrations

from exchange.core.triggers import Refuse

OF_NEW = "SELECT 1 FROM mous_commitment c WHERE c.id = NEW.commitment_id"


class YearOf(Refuse):
    """`{year}` is the year of NEW.dated_on."""

    def _made(self, vendor):
        year = "CAST(strftime('%Y', NEW.dated_on) AS INTEGER)" if vendor == "sqlite" else "EXTRACT(YEAR FROM NEW.dated_on)"
        return [statement.replace("{year}", year) for statement in super()._made(vendor)]


class Migration(migrations.Migration):
    dependencies = [("mous", "0001_initial")]

    operations = [
        Refuse(
            "mou_predecessor_loop",
            on="mous_mou",
            when="NEW.predecessor_id IS NOT NULL AND EXISTS ("
            "WITH RECURSIVE above(id) AS (SELECT NEW.predecessor_id UNION "
            "SELECT m.predecessor_id FROM mous_mou m JOIN above ON m.id = above.id WHERE m.predecessor_id IS NOT NULL) "
            "SELECT 1 FROM above WHERE above.id = NEW.id)",
        ),
        Refuse(
            "evidence_before_promise",
            on="mous_evidence",
            when=f"EXISTS ({OF_NEW} AND c.made_on > NEW.dated_on)",
        ),
        Refuse(
            "promise_after_evidence",
            on="mous_commitment",
            when="EXISTS (SELECT 1 FROM mous_evidence e WHERE e.commitment_id = NEW.id AND e.dated_on < NEW.made_on)",
            events=("UPDATE OF made_on",),
        ),
        YearOf(
            "evidence_of_other_year",
            on="mous_evidence",
            when="NEW.occurrence_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mous_occurrence o "
            "WHERE o.id = NEW.occurrence_id AND o.commitment_id = NEW.commitment_id AND o.year = {year})",
        ),
        Refuse(
            "occurrence_of_dropped_commitment",
            on="mous_occurrence",
            when=f"EXISTS ({OF_NEW} AND c.state = 'dropped')",
        ),
        Refuse(
            "occurrence_outside_recurrence",
            on="mous_occurrence",
            when=f"NOT EXISTS ({OF_NEW} AND c.recurrence = 'yearly' AND c.recurs_from <= NEW.year)",
        ),
        Refuse(
            "commitment_kept_without_evidence",
            on="mous_commitment",
            when="NEW.state = 'kept' AND NOT EXISTS (SELECT 1 FROM mous_evidence e WHERE e.commitment_id = NEW.id)",
        ),
        Refuse(
            "occurrence_kept_without_evidence",
            on="mous_occurrence",
            when="NEW.state = 'kept' AND NOT EXISTS (SELECT 1 FROM mous_evidence e WHERE e.occurrence_id = NEW.id)",
        ),
    ]
