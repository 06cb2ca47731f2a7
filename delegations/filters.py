import django_filters
from django.utils.translation import gettext_lazy as _

from delegations.enums import Direction
from delegations.models import Delegation
from exchange.core.search import matches


class DelegationFilter(django_filters.FilterSet):
    """Phase is not among these: it is chosen by tabs that say how many trips each holds."""

    q = django_filters.CharFilter(label=_("검색어"), method="search")
    year = django_filters.ChoiceFilter(
        label=_("연도"), field_name="starts_on", lookup_expr="year", empty_label=_("모두")
    )
    direction = django_filters.ChoiceFilter(label=_("구분"), choices=Direction, empty_label=_("모두"))

    class Meta:
        model = Delegation
        fields = ["q", "year", "direction"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = self.queryset.order_by().dates("starts_on", "year", order="DESC")
        self.filters["year"].extra["choices"] = [(day.year, day.year) for day in years]
        self.form.fields["q"].widget.input_type = "search"
        self.form.fields["q"].widget.attrs["placeholder"] = _("제목, 출장지, 관리 번호")

    def search(self, queryset, name, value):
        return matches(queryset, value)
