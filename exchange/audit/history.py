"""Events as the lines of a history page: who, when, what. templates/components/history.html shows them."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils.translation import pgettext

from exchange.audit.verbs import Part, folds, sentence, verbs_of
from exchange.audit.wording import changes_of
from exchange.core.paging import page_of

TOGETHER = timedelta(minutes=10)  # between two of the same kind that one line tells


@dataclass
class Entry:
    """One line of the history: an event, or several of the same kind that one person did one after the other."""

    events: list
    labels: list  # the parts that it is about, none when it is the thing itself
    who: str
    is_told: bool = True  # what changed
    single: list = field(default_factory=list)  # (event, what it was about) where there are several

    @property
    def event(self):
        return self.events[0]

    @property
    def sentence(self):
        return sentence(self.event.verb, sum(map(_times, self.events)))

    @property
    def changes(self):
        return changes_of(self.event) if self.is_told and not self.single else []


def history_page(request, events, entries_of):
    """What the template wants: the page of `events` that part and person, as chosen, leave over."""
    people = _people_in(events)
    part, who = request.GET.get("part", ""), request.GET.get("who", "")
    if part in Part.values:
        events = events.filter(verb__in=verbs_of(part))
    if who in {str(person.pk) for person, _name in people}:
        events = events.filter(by=who)
    page = page_of(events, request)
    return {
        "page": page, "entries": entries_of(list(page)), "portal": pgettext("기록", "포털"), "people": people,
        "parts": Part.choices, "part": part, "who": who,
    }  # fmt: skip


def _people_in(events):
    """[(account, its name to this reader)]"""
    people = get_user_model().objects.filter(pk__in=events.order_by().values("by")).select_related("person")
    return [(user, _name_of(user)) for user in people.order_by("name", "pk")]


def _name_of(user):
    """As the reader writes it where the directory knows; else as the account has it. "" is the portal itself."""
    person = getattr(user, "person", None)
    name, language = person.local_form if person else ("", "")
    return str(user or "") if language in ("", "ko") else name


def lines(events, labels, things=lambda event: [""], tells=lambda event: True):
    """`labels`: {event.pk: the part that it is about, "" when it is the thing itself}; `things(event)`: what each of
    several was; `tells(event)`: whether the line says what changed.
    """
    found = []
    for event in events:
        if not (found and _go_together(found[-1].events[-1], event)):
            found.append(Entry([], [], _name_of(event.by), tells(event)))
        entry, label = found[-1], labels[event.pk]
        entry.events.append(event)
        if label and label not in entry.labels:
            entry.labels.append(label)
    for entry in found:
        if len(entry.events) > 1:
            entry.single = [(event, what) for event in entry.events for what in things(event)]
    return found


def _go_together(later, earlier):
    same = folds(later.verb) and (later.verb, later.by_id) == (earlier.verb, earlier.by_id)
    return same and later.at - earlier.at <= TOGETHER


def _times(event):
    return len(event.changes["photos"]) if event.verb == "add_photos" else 1
