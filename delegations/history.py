"""What happened to a trip, to its meetings and to its report: who, when, what."""

from functools import partial

from django.db.models import Q

from delegations.models import REPORT
from exchange.audit.history import lines
from exchange.audit.models import Event
from exchange.core.languages import in_language
from exchange.documents.models import Edition
from exchange.meetings.models import Meeting, Photo


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


def entries(events, delegation):
    """The events of one page as lines of the history."""
    return lines(events, _labels(events, delegation), partial(_things, captions=_captions(events)))


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
