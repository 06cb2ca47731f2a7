"""The rows of an MOU: who signed it, and what it says."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from exchange.audit.versions import Overtaken, version_shown
from exchange.core.rows import RowSet, all_valid
from exchange.core.views import with_object
from exchange.directory.fields import Choices
from exchange.mous import services
from exchange.mous.comparison import compare
from exchange.mous.forms.mous import ClauseRows, CorrectionForm, PartyRow, rows_of_parties
from exchange.mous.forms.refusals import refuse
from exchange.mous.models import Mou
from exchange.mous.services.corrections import Reason, Unexplained


@with_object(Mou, "mous.change_mou")
def mou_parties_edit(request, mou):
    options = {"choices": Choices(request.user)}
    stored = rows_of_parties(mou)
    rows = RowSet(request, PartyRow, initial=stored, form_kwargs=options)
    page = {"save": services.set_parties, "template": "mous/mou_parties_edit.html", "anchor": "parties"}
    return _rows_page(request, mou, rows, is_first=not stored, **page)


@with_object(Mou, "mous.change_mou", rows=lambda seen: seen.select_related("predecessor"))
def mou_clauses_edit(request, mou):
    rows = ClauseRows(request, mou)
    page = {"save": services.set_clauses, "template": "mous/mou_clauses_edit.html", "anchor": "clauses"}
    return _rows_page(request, mou, rows, is_first=rows.is_first, **page)


def _correction_form(request, mou, is_first):
    """Nothing is asked of what is still being prepared, or recorded for the first time."""
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if mou.is_draft or is_first:
        form.fields.clear()
    return form


def _rows_page(request, mou, rows, *, save, template, anchor, is_first):
    """Nothing is written until all rows are right; what somebody else saved first stands beside what was typed."""
    form = _correction_form(request, mou, is_first)
    context = {"mou": mou, "rows": rows, "version": version_shown(request, mou), "form": form}
    if all_valid(request, form, rows):
        reason = Reason(**form.cleaned_data)
        try:
            save(mou=mou, rows=rows.rows, version=context["version"], reason=reason, by=request.user)
        except Unexplained as error:
            refuse(form, error)
        except Overtaken as overtaken:
            now = Mou.objects.get(pk=mou.pk)
            theirs = compare(overtaken.event.verb, now, rows.rows)
            context |= {"rival": overtaken.event, "theirs": theirs, "version": now.version}
            return render(request, template, context, status=409)
        except ValidationError as error:
            rows.refuse(error)
        else:
            messages.success(request, _("저장했습니다."))
            return redirect(f"{mou.get_absolute_url()}#{anchor}")
    return render(request, template, context)
