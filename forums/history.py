"""What happened to an edition, its programme and its tasks. Of people who registered nothing is told here."""

from django.db.models import Q

from exchange.audit.history import lines
from exchange.audit.models import Event
from exchange.core.languages import in_language
from forums.models import Session, Talk, Task


def _parts(edition):
    return (edition.sessions.all(), Talk.objects.filter(session__edition=edition), edition.tasks.all())


def events_of(edition):
    """Newest first."""
    about = Q(object_type=edition._meta.label_lower, object_id=str(edition.pk))
    for rows in _parts(edition):
        keys = [str(pk) for pk in rows.order_by().values_list("pk", flat=True)]
        about |= Q(object_type=rows.model._meta.label_lower, object_id__in=keys)
    of_lists = Q(verb="discard_import")  # of a list of people that is gone; of the others their own pages tell
    return Event.objects.filter(about).exclude(of_lists).select_related("by__person")


def entries(events):
    """Of the edition's own facts also what they were and are; else only what was done to which part."""
    return lines(events, _labels(events), tells=lambda event: event.verb == "change_edition")


def _labels(events):
    """{event.pk: the session, talk or task that it is about: as the reader calls it now, or as it was called}"""
    titles = {}
    for model in (Session, Talk, Task):
        keys = {event.object_id for event in events if event.object_type == model._meta.label_lower}
        for row in model.objects.filter(pk__in=keys) if keys else ():
            titles[model._meta.label_lower, str(row.pk)] = in_language(row, "title")[0]
    return {
        event.pk: titles.get((event.object_type, event.object_id)) or event.changes.get("title", "") for event in events
    }
