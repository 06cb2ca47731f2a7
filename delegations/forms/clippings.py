from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from delegations.models import Clipping
from exchange.core.rows import RowForm


class ClippingRow(RowForm):
    row_template = "delegations/_clipping_row.html"

    link = forms.URLField(label=_("링크"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Clipping
        fields = ["headline", "outlet", "published_on", "page", "author", "link"]


def rows_of_clippings(delegation):
    return [model_to_dict(c, ClippingRow.Meta.fields) | {"id": c.pk} for c in delegation.clippings.all()]
