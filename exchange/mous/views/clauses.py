"""The rows of an MOU: who signed it, and what it says."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from exchange.audit.versions import Overtaken, version_shown
from exchange.core.rows import RowSet
from exchange.core.views import with_object
from exchange.directory.fields import Choices
from exchange.mous import services
from exchange.mous.comparison import compare
from exchange.mous.forms.mous import ClauseRows, PartyRow, rows_of_parties
from exchange.mous.models import Mou


@with_object(Mou, "mous.change_mou")
def mou_parties_edit(request, mou):
    options = {"choices": Choices(request.user)}
    rows = RowSet(request, PartyRow, initial=rows_of_parties(mou), form_kwargs=options)
    return _rows_page(request, mou, rows, services.set_parties, template="mous/mou_parties_edit.html", anchor="parties")


@with_object(Mou, "mous.change_mou", rows=lambda seen: seen.select_related("predecessor"))
def mou_clauses_edit(request, mou):
    rows = ClauseRows(request, mou)
    return _rows_page(request, mou, rows, services.set_clauses, template="mous/mou_clauses_edit.html", anchor="clauses")


def _rows_page(request, mou, rows, save, *, template, anchor):
    """Nothing is written until all rows are right; what somebody else saved first stands beside what was typed."""
    context = {"mou": mou, "rows": rows, "version": version_shown(request, mou)}
    if rows.is_valid():
        try:
            save(mou=mou, rows=rows.rows, version=context["version"], by=request.user)
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
