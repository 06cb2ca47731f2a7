"""Who of a list is registered already: the same address, or the same name and company however they are written."""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.core.search import normalise
from forums.importing.people import Fault
from forums.models import Registration


class Kind(TextChoices):
    NEW = "new", pgettext_lazy("명단", "처음 보는 분")
    SAME = "same", _("이미 등록된 분")
    ALIKE = "alike", _("같은 분일 수 있음")
    WRONG = "wrong", _("틀린 곳이 있음")


class Choice(TextChoices):
    FIX = "fix", _("같은 사람으로 고침")
    ADD = "add", _("새로 등록")
    SKIP = "skip", pgettext_lazy("명단", "건너뜀")


OPEN = {  # what may be chosen; the first stands until somebody chooses
    Kind.NEW: (Choice.ADD, Choice.SKIP),
    Kind.SAME: (Choice.FIX, Choice.SKIP),
    Kind.ALIKE: (Choice.FIX, Choice.ADD, Choice.SKIP),
    Kind.WRONG: (Choice.SKIP,),
}
SHOWN = ("name", "name_other", "company", "company_other", "title", "title_other", "email", "phone", "language",
         "needs_interpreter", "diet", "diet_note")  # fmt: skip


class Known(NamedTuple):
    """An active registration of the edition, as far as it is compared."""

    pk: int
    version: int
    side: str
    facts: dict


def compare(edition, side, people):
    """The rows as they are kept until somebody decides: plain JSON."""
    by_address, by_name = _known(edition)
    taken, rows, seen = set(), [], {}
    addressed = {by_address[each].pk for each in (p.facts.get("email") for p in people) if each in by_address}
    for person in people:
        same = by_address.get(person.facts.get("email") or None)
        found = same or next((by_name[key] for key in _keys(person.facts) if key in by_name), None)
        if found and (found.pk in taken or (not same and found.pk in addressed)):
            found = None  # one registration is corrected by one row, first by that with its address
        kind = Kind.SAME if same and found else Kind.ALIKE if found else Kind.NEW
        doubts = list(person.doubts)
        if found and found.side != side:
            doubts.append(Fault("", "other_side"))
        twin = next((seen[key] for key in _keys(person.facts) if key in seen), None)
        if twin and not person.faults:
            doubts.append(Fault("", "twin", str(twin)))
        if not person.faults:
            seen |= dict.fromkeys(_keys(person.facts), person.row)
        rows.append(_row(person, Kind.WRONG if person.faults else kind, found, doubts, is_twin=bool(twin)))
        if found:
            taken.add(found.pk)
    return rows


def _row(person, kind, found, doubts, *, is_twin):
    changes = changes_of(person.facts, found.facts) if found else {}
    choice = OPEN[kind][0]
    if is_twin or (kind == Kind.SAME and not changes):
        choice = Choice.SKIP
    return {
        "n": person.row, "facts": person.facts, "faults": person.faults, "doubts": doubts, "kind": str(kind),
        "choice": str(choice), "match": [found.pk, found.version] if found else None,
    }  # fmt: skip


def changes_of(facts, before):
    """{field: [what is registered, what the list says]} where they differ."""
    return {name: [before[name], value] for name, value in facts.items() if before[name] != value}


def _known(edition):
    by_address, by_name = {}, {}
    rows = Registration.objects.active().filter(edition=edition).order_by("-arrival")
    for row in rows.values("pk", "version", "side", *SHOWN).iterator():
        known = Known(row.pop("pk"), row.pop("version"), row.pop("side"), row)
        if row["email"]:
            by_address[row["email"]] = known
        by_name |= dict.fromkeys(_keys(row), known)
    return by_address, by_name


def _keys(facts):
    """Both forms of the name with both of the company."""
    names = [normalise(facts.get(name) or "") for name in ("name", "name_other")]
    firms = [normalise(facts.get(name) or "") for name in ("company", "company_other")]
    firms = list(filter(None, firms)) or [""]
    return [(name, firm) for name in names if name for firm in firms]
