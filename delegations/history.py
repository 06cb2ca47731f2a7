"""What happened to a trip, to its meetings and to its report: who, when, what."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q

from delegations.models import REPORT
from exchange.accounts.models import User
from exchange.audit.models import Event
from exchange.audit.verbs import folds, sentence
from exchange.audit.wording import changes_of
from exchange.core.languages import in_language
from exchange.documents.models import Edition
from exchange.meetings.models import Meeting, Photo

TOGETHER = timedelta(minutes=10)  # between two of the same kind that one line tells


@dataclass
class Entry:
    """One line of the history: an event, or several of the same kind that one person did one after the other."""

    events: list
    labels: list  # the meetings or editions that it is about, none when it is the trip itself
    who: str
    single: list = field(default_factory=list)  # (event, what it was about) where there are several

    @property
    def event(self):
        return self.events[0]

    @property
    def sentence(self):
        return sentence(self.event.verb, sum(map(_times, self.events)))

    @property
    def changes(self):
        return [] if self.single else changes_of(self.event)


def events_of(delegation, user):
    """Newest first; of meetings and reports only those that this user may see."""
    meetings = Meeting.objects.visible_to(user).filter(delegation_link__delegation=delegation)
    editions = Edition.objects.visible_to(user).filter(document__definition=REPORT, document__subject_id=delegation.pk)
    about = Q(object_type=delegation._meta.label_lower, object_id=str(delegation.pk))
    for rows in (meetings, editions):
        keys = [str(pk) for pk in rows.order_by().values_list("pk", flat=True)]
        about |= Q(object_type=rows.model._meta.label_lower, object_id__in=keys)
    told = Q(verb="change_meeting", changes__has_key="moved_with")  # by the change of the trip's own dates
    return Event.objects.filter(about).exclude(told).select_related("by__person")


def people_in(events):
    """[(account, its name to this reader)]"""
    people = User.objects.filter(pk__in=events.order_by().values("by")).select_related("person")
    return [(user, name_of(user)) for user in people.order_by("name", "pk")]


def name_of(user):
    """As the reader writes it where the directory knows; else as the account has it. "" is the portal itself."""
    person = getattr(user, "person", None)
    name, language = person.local_form if person else ("", "")
    return str(user or "") if language in ("", "ko") else name


def entries(events, delegation):
    """The events of one page as lines of the history."""
    labels, captions = _labels(events, delegation), _captions(events)
    found = []
    for event in events:
        if not (found and _go_together(found[-1].events[-1], event)):
            found.append(Entry([], [], name_of(event.by)))
        entry, label = found[-1], labels[event.pk]
        entry.events.append(event)
        if label and label not in entry.labels:
            entry.labels.append(label)
    for entry in found:
        if len(entry.events) > 1:
            entry.single = [(event, what) for event in entry.events for what in _things(event, captions)]
    return found


def _go_together(later, earlier):
    same = folds(later.verb) and (later.verb, later.by_id) == (earlier.verb, earlier.by_id)
    return same and later.at - earlier.at <= TOGETHER


def _labels(events, delegation):
    """{event.pk: the meeting or edition it is about, "" when it is the trip}: a meeting as the reader calls it."""
    itself, meeting = delegation._meta.label_lower, Meeting._meta.label_lower
    keys = {event.object_id for event in events if event.object_type == meeting}
    meetings = Meeting.objects.filter(pk__in=keys).only("title_ko", "title_ja") if keys else []
    titles = {(meeting, str(row.pk)): in_language(row, "title")[0] for row in meetings} | {
        (itself, str(delegation.pk)): ""
    }
    return {event.pk: titles.get((event.object_type, event.object_id), event.object_label) for event in events}


def _captions(events):
    """{SHA-256 of a photo: its caption} of those that still stand where they were put."""
    keys = {key for event in events if event.verb == "add_photos" for key in event.changes.get("photos", ())}
    photos = Photo.objects.filter(print_sha256__in=keys).only("print_sha256", "caption_ko", "caption_ja")
    return {photo.print_sha256: in_language(photo, "caption")[0] for photo in photos} if keys else {}


def _things(event, captions):
    """What each one was: the caption that a photo has now, else the name or caption that the event kept."""
    if event.verb == "add_photos":
        return [captions.get(key, "") for key in event.changes.get("photos", ())]
    return [event.changes.get("caption") or event.changes.get("name") or ""]


def _times(event):
    return len(event.changes["photos"]) if event.verb == "add_photos" else 1
