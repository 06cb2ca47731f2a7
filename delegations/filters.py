import django_filters
from django.utils.translation import gettext_lazy as _

from delegations.enums import Direction
from delegations.models import Delegation, DelegationMeeting
from exchange.core.days import years_of
from exchange.core.search import matches
from exchange.directory.filters import ChoosingFilter, OrganizationChoiceFilter


class CounterpartFilter(OrganizationChoiceFilter):
    def filter(self, queryset, organization):
        if organization is None:
            return queryset
        met = DelegationMeeting.objects.filter(meeting__counterparts=organization)
        return queryset.filter(pk__in=met.values("delegation"))


class DelegationFilter(ChoosingFilter):
    """Phase is not among these: it is chosen by tabs that say how many trips each holds."""

    q = django_filters.CharFilter(label=_("검색어"), method="search")
    year = django_filters.ChoiceFilter(
        label=_("연도"), field_name="starts_on", lookup_expr="year", empty_label=_("모두")
    )
    direction = django_filters.ChoiceFilter(label=_("구분"), choices=Direction, empty_label=_("모두"))
    counterpart = CounterpartFilter(label=_("상대 기관"))

    class Meta(ChoosingFilter.Meta):
        model = Delegation
        fields = ["q", "year", "direction", "counterpart"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = [(year, year) for year in years_of(self.queryset, "starts_on")]
        self.form.fields["q"].widget.input_type = "search"
        self.form.fields["q"].widget.attrs["placeholder"] = _("제목, 출장지, 관리 번호")
        self.form.fields["counterpart"].widget.attrs["placeholder"] = _("출장에서 만난 기관")

    def search(self, queryset, name, value):
        return matches(queryset, value)
