"""What the list of people says in each of its rows, ready for `{% each %}`, and the numbers above it."""

from django.db.models import Sum
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exchange.core import addresses, zones
from exchange.core.languages import reader
from exchange.core.markup import escaped, filled
from exchange.core.templatetags.portal import labels
from forums.attendance import came_to
from forums.enums import Diet, RegistrationState
from forums.models import CheckIn, Headcount, Registration
from forums.sides import RAILS, SIDES, figures_of

SHOWN = (
    "name", "name_other", "company", "title", "side", "state", "language", "needs_interpreter", "diet", "registered_at",
    "is_sample", "edition_id",
)  # fmt: skip
TONES = {RegistrationState.REGISTERED: "ok", RegistrationState.WAITING: "warn", RegistrationState.CANCELLED: ""}
REACH = 1_000  # counted of what no headcount knows: a word, who needs an interpreter
BY_NUMBERS = ("planned", "seats", "registered", "waiting", "came")


def in_rows(rows):
    """The newest first, with what a row shows."""
    return rows.order_by("-registered_at", "-pk").only(*SHOWN)


def known_number(filtered, edition):
    """How many there are, where the headcounts know: all of them, a side, a state; else None."""
    if not filtered.is_valid():
        return None
    asked = {name: value for name, value in filtered.form.cleaned_data.items() if value}
    if asked.keys() - {"side", "state"}:
        return None
    return Headcount.objects.filter(edition=edition, **asked).aggregate(n=Sum("people", default=0))["n"]


def rows_of(page, edition):
    reads = reader()
    words = {name: labels(Registration, name, reads) for name in ("state", "language", "diet")}
    sides = {side: filled('<span class="side {}">{}</span>', RAILS[side], label) for side, label in SIDES}
    states = {state: filled('<span class="badge {}">{}</span>', TONES[state], words["state"][state]) for state in TONES}
    sample = filled(' <span class="sample">{}</span>', _("예시"))
    interpreter = escaped(pgettext("참가", "통역"))
    came = _came(page, edition.zone)
    rows = []
    for row in page:
        notes = [escaped(words["language"][row.language])]
        notes += [interpreter] if row.needs_interpreter else []
        notes += [escaped(words["diet"][row.diet])] if row.diet != Diet.NONE else []
        rows.append({
            "url": addresses.of_row("forums:registration_detail", row.pk),
            "name": row.name,
            "other": row.name_other,
            "sample": sample if row.is_sample else "",
            "from": " · ".join([each for each in (row.company, row.title) if each]),
            "side": sides[row.side],
            "state": states[row.state],
            "notes": SafeString("".join([f"<span>{note}</span>" for note in notes])),
            "day": f"{zones.local(row.registered_at, edition.zone):%m. %d. %H:%M}",
            "came": came.get(row.pk, ""),
        })  # fmt: skip
    return rows


def _came(page, zone):
    """{registration: a badge with when it was first seen, on the clock of the venue}"""
    seen = CheckIn.objects.filter(registration__in=[row.pk for row in page]).order_by("-at")
    badge = filled('<span class="badge info">{} {{}}</span>', _("입장"))
    return {pk: filled(badge, f"{zones.local(at, zone):%H:%M}") for pk, at in seen.values_list("registration", "at")}


def counts_of(edition):
    """Seats, who has one, who waits and who came, of each side, with how long each is drawn."""
    came = came_to(edition).get(None, {})
    sides = figures_of(edition)
    for (side, _label), figures in zip(SIDES, sides, strict=True):
        figures["came"] = came.get(side, 0)
    most = max([figures[name] or 0 for figures in sides for name in BY_NUMBERS if name != "planned"], default=0) or 1
    for figures in sides:
        figures |= {f"{name}_bar": round(100 * (figures[name] or 0) / most, 1) for name in BY_NUMBERS}
    return sides


def door_rows(people, edition, session):
    """Those whom a name at the door may mean, and which of them came already."""
    people = list(people)
    seen = CheckIn.objects.filter(registration__in=people, session=session)
    came = {each.registration_id: f"{zones.local(each.at, edition.zone):%H:%M}" for each in seen}
    sides = dict(SIDES)
    return [
        {"row": row, "side": sides[row.side], "rail": RAILS[row.side], "at": came.get(row.pk, "")} for row in people
    ]
