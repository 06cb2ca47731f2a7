from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from delegations import forms, selectors, services
from delegations.models import Delegation
from delegations.views.pages import rows_page, trip_page
from exchange.core.rows import RowSet
from exchange.core.views import with_object
from exchange.directory.fields import Choices


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_delegates(request, delegation):
    trip = selectors.load_trip(delegation)
    groups = selectors.groups_of(trip)
    return trip_page(
        request, delegation, "delegations/delegation_delegates.html", tab="delegates", trip=trip, groups=groups
    )


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_delegates_edit(request, delegation):
    def save(rows, version):
        services.set_delegates(delegation=delegation, rows=rows, version=version, by=request.user)

    rows = RowSet(
        request,
        forms.DelegateRow,
        initial=forms.rows_of_delegates(delegation),
        form_kwargs={"choices": Choices(request.user)},
    )
    return rows_page(
        request, delegation, rows, save, template="delegations/delegation_delegates_edit.html", tab="delegates",
        saved=_("출장자를 저장했습니다."), done="delegations:delegation_delegates",
    )  # fmt: skip
