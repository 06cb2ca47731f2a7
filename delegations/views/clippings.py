from django.utils.translation import gettext as _

from delegations import forms, services
from delegations.models import Delegation
from delegations.views.pages import rows_page
from exchange.core.rows import RowSet
from exchange.core.views import with_object


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_clippings_edit(request, delegation):
    def save(rows, version):
        services.set_clippings(delegation=delegation, rows=rows, version=version, by=request.user)

    rows = RowSet(request, forms.ClippingRow, initial=forms.rows_of_clippings(delegation))
    return rows_page(
        request, delegation, rows, save, template="delegations/delegation_clippings_edit.html", tab="detail",
        saved=_("신문기사를 저장했습니다."), done="delegations:delegation_detail",
    )  # fmt: skip
