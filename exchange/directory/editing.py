"""What adding, changing and deleting have in common for both kinds of record."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from exchange.core.rows import all_valid


def edit_page(request, template, form, rows, save, *, record=None):
    """Draw the page, or save the form and its rows together: `save()` returns the record."""
    if all_valid(request, form, rows):
        try:
            with transaction.atomic():
                obj = save()
        except ValidationError as error:
            show_error(form, rows, error)
        else:
            messages.success(request, _("저장했습니다."))
            return redirect(obj)
    return render(request, template, {"form": form, "rows": rows, "record": record})


def show_error(form, rows, error):
    """A service's refusal, at the row or the field that it is about."""
    if hasattr(error, "row"):
        rows.add_error(error.row, error)
        return
    parts = error.error_dict if hasattr(error, "error_dict") else {None: error}
    for name, errors in parts.items():
        form.add_error(name if name in form.fields else None, errors)


def delete_page(request, template, obj, delete, done):
    """Ask first; where something points to the record, say what."""
    refusal = None
    if request.method == "POST":
        try:
            delete()
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            messages.success(request, _("‘%(name)s’ 기록을 지웠습니다.") % {"name": obj.local_name})
            return redirect(done)
    return render(request, template, {"record": obj, "refusal": refusal})
