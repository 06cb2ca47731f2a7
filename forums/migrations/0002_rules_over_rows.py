from django.db import migrations

from exchange.core.triggers import Refuse

LIVE = "IN ('proposed', 'agreed', 'announced', 'held')"
ALTERNATES = "EXISTS (SELECT 1 FROM forums_series r WHERE r.id = NEW.series_id AND r.alternates)"


def host_before(row, but="0"):
    """The host country of the live edition before this row, which may be `but` itself."""
    return (
        f"(SELECT p.host_country FROM forums_edition p WHERE p.series_id = {row}.series_id AND p.year < {row}.year "
        f"AND p.id <> COALESCE({but}, 0) AND p.state {LIVE} ORDER BY p.year DESC LIMIT 1)"
    )


def next_repeats(row, host):
    """The live edition after this row is in the country `host` and does not say why."""
    return (
        f"EXISTS (SELECT 1 FROM forums_edition s WHERE s.series_id = {row}.series_id AND s.year > {row}.year "
        f"AND s.id <> COALESCE({row}.id, 0) AND s.state {LIVE} AND s.break_reason = '' AND s.host_country = {host} "
        f"AND NOT EXISTS (SELECT 1 FROM forums_edition m WHERE m.series_id = s.series_id AND m.year > {row}.year "
        f"AND m.year < s.year AND m.id <> COALESCE({row}.id, 0) AND m.state {LIVE}))"
    )


def minutes_of_others(session, but):
    return (
        f"COALESCE((SELECT SUM(t.minutes) FROM forums_talk t WHERE t.session_id = {session} "
        f"AND t.id <> COALESCE({but}, 0)), 0)"
    )


class Migration(migrations.Migration):
    dependencies = [("forums", "0001_initial")]

    operations = [
        Refuse(
            "edition_host_repeats",
            on="forums_edition",
            when=f"NEW.state {LIVE} AND NEW.break_reason = '' AND {ALTERNATES} "
            f"AND {host_before('NEW', 'NEW.id')} = NEW.host_country",
        ),
        Refuse(
            "edition_next_repeats",
            on="forums_edition",
            when=ALTERNATES
            + " AND "
            + next_repeats(
                "NEW", f"CASE WHEN NEW.state {LIVE} THEN NEW.host_country ELSE {host_before('NEW', 'NEW.id')} END"
            ),
        ),
        Refuse(
            "edition_keeps_its_place",  # another year would leave a gap whose neighbours nobody has compared
            on="forums_edition",
            when="NEW.series_id <> OLD.series_id OR (NEW.year <> OLD.year AND EXISTS (SELECT 1 FROM forums_edition o "
            f"WHERE o.series_id = NEW.series_id AND o.id <> NEW.id AND o.state {LIVE} "
            "AND (o.year > OLD.year OR o.year > NEW.year)))",
            events=("UPDATE",),
        ),
        Refuse(
            "edition_gap_repeats",
            on="forums_edition",
            when=f"OLD.state {LIVE} AND EXISTS (SELECT 1 FROM forums_series r WHERE r.id = OLD.series_id "
            f"AND r.alternates) AND {next_repeats('OLD', host_before('OLD'))}",
            events=("DELETE",),
        ),
        Refuse(
            "series_repeats_host",
            on="forums_series",
            when=f"NEW.alternates AND EXISTS (SELECT 1 FROM forums_edition e WHERE e.series_id = NEW.id "
            f"AND e.state {LIVE} AND e.break_reason = '' AND {host_before('e')} = e.host_country)",
            events=("UPDATE",),
        ),
        Refuse(
            "talk_outside_session",
            on="forums_talk",
            when=f"NEW.minutes + {minutes_of_others('NEW.session_id', 'NEW.id')} > "
            "(SELECT s.minutes FROM forums_session s WHERE s.id = NEW.session_id)",
        ),
        Refuse(
            "session_shorter_than_talks",
            on="forums_session",
            when=f"NEW.minutes < {minutes_of_others('NEW.id', '0')}",
            events=("UPDATE",),
        ),
        Refuse(
            "session_in_foreign_room",
            on="forums_session",
            when="EXISTS (SELECT 1 FROM forums_room r WHERE r.id = NEW.room_id AND r.edition_id <> NEW.edition_id)",
        ),
        Refuse(
            "registration_above_quota",
            on="forums_registration",
            when="NEW.seat IS NOT NULL AND NOT EXISTS (SELECT 1 FROM forums_quota q WHERE q.side = NEW.side "
            "AND q.edition_id = NEW.edition_id AND q.seats >= NEW.seat)",
        ),
        Refuse(
            "quota_below_seats",
            on="forums_quota",
            when="EXISTS (SELECT 1 FROM forums_registration r WHERE r.edition_id = NEW.edition_id "
            "AND r.side = NEW.side AND r.seat > NEW.seats)",
            events=("UPDATE",),
        ),
        Refuse(
            "check_in_to_foreign_session",
            on="forums_checkin",
            when="EXISTS (SELECT 1 FROM forums_session s JOIN forums_registration r ON r.id = NEW.registration_id "
            "WHERE s.id = NEW.session_id AND s.edition_id <> r.edition_id)",
        ),
    ]
