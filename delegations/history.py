"""What happened to a trip, to its meetings and to its report: who, when, what."""

from django.db.models import Q

from delegations.models import REPORT
from exchange.accounts.models import User
from exchange.audit.models import Event
from exchange.documents.models import Edition
from exchange.meetings.models import Meeting


def events_of(delegation, user):
    """Newest first; of meetings and reports only those that this user may see."""
    meetings = Meeting.objects.visible_to(user).filter(delegation_link__delegation=delegation)
    editions = Edition.objects.visible_to(user).filter(document__definition=REPORT, document__subject_id=delegation.pk)
    about = Q(object_type=delegation._meta.label_lower, object_id=str(delegation.pk))
    for rows in (meetings, editions):
        keys = [str(pk) for pk in rows.order_by().values_list("pk", flat=True)]
        about |= Q(object_type=rows.model._meta.label_lower, object_id__in=keys)
    return Event.objects.filter(about).select_related("by")


def people_in(events):
    return User.objects.filter(pk__in=events.order_by().values("by")).order_by("name", "pk")
