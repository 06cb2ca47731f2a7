from django.utils import timezone

from exchange.audit.models import Event


def record(verb, obj, *, by, at=None, changes=None):
    """Append one event; `by` is None only for what the portal does by itself."""
    return Event.objects.create(
        at=at or timezone.now(),
        by=by,
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_label=str(obj)[:300],
        changes=changes or {},
    )
