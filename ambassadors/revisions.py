"""What a session said before it was corrected, in words."""

from dataclasses import dataclass
from datetime import date

from ambassadors.enums import Mode, Satisfaction, Tongue, Topic
from ambassadors.models import AdvisorySession, SessionRevision
from exchange.core import days

CODED = {"mode": Mode, "tongue": Tongue, "satisfaction": Satisfaction}
STAMPS = ("confirmed_at", "disputed_at", "checked_at", "checked_by", "case_consent")  # the revision's state says it
DAYS = ("held_on", "follow_up_on")


@dataclass(frozen=True)
class Former:
    revision: SessionRevision
    lines: list  # (label, text)


def former(revisions):
    """The newest first."""
    return [
        Former(each, [_line(*pair) for pair in each.before.items() if pair[0] not in STAMPS])
        for each in reversed(revisions)
    ]


def _line(name, value):
    if name == "topics":
        label = AdvisorySession._meta.get_field("topics").related_model._meta.verbose_name
        return label, ", ".join(str(Topic(code).label) for code in value)
    label = AdvisorySession._meta.get_field(name).verbose_name
    if value in {None, ""}:
        return label, "–"
    if name in CODED:
        return label, CODED[name](value).label
    return label, days.day(date.fromisoformat(value)) if name in DAYS else str(value)
