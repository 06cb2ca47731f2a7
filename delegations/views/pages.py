from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone

from delegations.models import Delegation


def trip_page(request, delegation, template, *, tab, **context):
    """A page under the trip's head, which shows its phase and how much each tab holds."""
    today = timezone.localdate()
    head = Delegation.objects.with_phase(today=today).with_counts().select_related("owner").get(pk=delegation.pk)
    context |= {"delegation": head, "tab": tab, "due_days": settings.REPORT_DUE_DAYS}
    return render(request, template, context)


def rows_page(request, delegation, rows, save, *, template, tab, saved, done):
    """Edit rows of a trip: nothing is written until all are right, and each message stands at its row."""
    if rows.is_valid():
        try:
            save(rows.rows)
        except ValidationError as error:
            show_error(rows, error)
        else:
            messages.success(request, saved)
            return redirect(done, delegation.slug)
    return trip_page(request, delegation, template, tab=tab, rows=rows)


def show_error(rows, error):
    """A refusal that names a row stands there; one about all of them above."""
    if hasattr(error, "row"):
        rows.add_error(error.row, error)
    else:
        rows.formset.non_form_errors().extend(error.messages)
