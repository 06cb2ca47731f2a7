from django.utils.translation import gettext as _

from delegations import forms, services
from delegations.models import Delegation
from delegations.views.pages import rows_page
from exchange.core.rows import RowSet
from exchange.core.views import with_object


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_legs_edit(request, delegation):
    def save(rows):
        services.set_legs(delegation=delegation, rows=rows, by=request.user)

    rows = RowSet(request, forms.LegRow, initial=forms.rows_of_legs(delegation))
    return rows_page(
        request, delegation, rows, save, template="delegations/delegation_legs_edit.html", tab="itinerary",
        saved=_("이동편을 저장했습니다."), done="delegations:delegation_itinerary",
    )  # fmt: skip
