"""Two people at the same record: the second one to save is told, never overruled in silence.

Every saved change adds one to the record's `version` and leaves it in its audit event. A form carries the
version that it showed; a later event about the same part of the record makes it stale.
"""

from django import forms
from django.core.exceptions import ValidationError

from exchange.audit.models import Event
from exchange.audit.services import record


class Overtaken(Exception):
    """Somebody saved the same part after the form was opened; `event` says who and when."""

    def __init__(self, event):
        super().__init__(event.verb)
        self.event = event


def claim(obj, part, version):
    """Lock the record for one change and number it. `version` None: the caller showed nobody a form."""
    row = type(obj)._default_manager.select_for_update(of=("self",)).get(pk=obj.pk)
    if version is not None and (event := _saved_since(row, part, version)):
        raise Overtaken(event)
    row.version += 1
    row.save(update_fields=["version"])
    obj.version = row.version
    return row


def settle(obj, part, *, by, **changes):
    """The audit event of a claimed change."""
    return record(part, obj, by=by, changes={"version": obj.version, **changes})


def last_saved(obj, part):
    """The latest event about this part, or None."""
    return Event.objects.about(obj).filter(verb=part).select_related("by").first()


def version_shown(request, obj):
    """The version that the posted form showed; a form without one has seen nothing."""
    if request.method != "POST":
        return obj.version
    try:
        return forms.IntegerField(min_value=0, max_value=2**31).clean(request.POST.get("version"))
    except ValidationError:
        return 0


def _saved_since(obj, part, version):
    return Event.objects.about(obj).filter(verb=part, changes__version__gt=version).select_related("by").first()
