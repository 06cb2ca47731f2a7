from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from delegations.comparison import compare
from delegations.loading import load_head, load_trip
from delegations.models import Delegation
from exchange.audit.versions import Overtaken, version_shown


def trip_page(request, delegation, template, *, tab, status=200, **context):
    """A page under the trip's head, which shows its phase and how much each tab holds."""
    context |= {"delegation": load_head(delegation), "tab": tab, "due_days": settings.REPORT_DUE_DAYS}
    return render(request, template, context, status=status)


def rows_page(request, delegation, rows, save, *, template, tab, saved, done, part=None):
    """Edit rows of a trip: nothing is written until all are right, and each message stands at its row.

    `save(rows, version)` calls the service; `version` is that of the rows which the form showed. `part`: what
    somebody else's save is compared by where it was another one that changed these rows too.
    """
    context = {"rows": rows, "version": version_shown(request, delegation)}
    if rows.is_valid():
        try:
            save(rows.rows, context["version"])
        except Overtaken as overtaken:
            context |= rival(delegation, overtaken.event, rows.rows, part=part)
        except ValidationError as error:
            rows.refuse(error)
        else:
            messages.success(request, saved)
            return redirect(done, delegation.slug)
    return trip_page(request, delegation, template, tab=tab, **context)


def rival(delegation, event, mine, *, part=None):
    """Beside what was typed stands what somebody else saved first; the next save is a deliberate one."""
    stored = load_trip(Delegation.objects.get(pk=delegation.pk))
    theirs = compare(part or event.verb, stored, mine)
    return {"rival": event, "theirs": theirs, "version": stored.version, "status": 409}
