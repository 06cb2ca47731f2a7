"""What somebody else saved first, line by line, beside what is being typed."""

from datetime import date, datetime

from exchange.core import days, zones
from exchange.core.languages import in_language


def series_lines(stored, typed):
    return _lines(stored, typed, zone=None)


def edition_lines(stored, typed, bodies, co_chairs):
    """Facts, and the rows of bodies and co-chairs: [(line, whether it is missing from what is typed)]."""
    theirs = [f"{body.get_role_display()}: {body.organization.local_name}" for body in stored.bodies.all()]
    theirs += [f"{chair._meta.verbose_name}: {chair.person.local_name}" for chair in stored.co_chairs.all()]
    mine = {f"{_label(stored.bodies, row['role'])}: {row['organization'].local_name}" for row in bodies}
    mine |= {f"{stored.co_chairs.model._meta.verbose_name}: {row['person'].local_name}" for row in co_chairs}
    return _lines(stored, typed, zone=stored.zone) + [(line, line not in mine) for line in theirs]


def _label(bodies, role):
    return dict(bodies.model._meta.get_field("role").flatchoices)[role]


def _lines(stored, typed, *, zone):
    fields = [stored._meta.get_field(name) for name in typed]
    twin = type(stored)(**typed)
    rows = [(field, _shown(stored, field, zone), _shown(twin, field, zone)) for field in fields]
    return [(f"{field.verbose_name}: {theirs}", theirs != mine) for field, theirs, mine in rows]


def _shown(row, field, zone):
    value = getattr(row, field.name)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime):
        return f"{days.day(local := zones.local(value, zone))} {local:%H:%M}"
    if isinstance(value, date):
        return days.day(value)
    if hasattr(value, "sentence_ko"):
        return in_language(value, "sentence")[0]
    return getattr(value, "local_name", None) or str("-" if value in (None, "") else value)
