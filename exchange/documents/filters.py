import django_filters as filters
from django.utils.translation import gettext_lazy as _

from exchange.core import search
from exchange.documents.definitions import all_definitions
from exchange.documents.enums import EditionState
from exchange.documents.models import Edition


def kinds():
    return [(definition.name, definition.title) for definition in all_definitions()]


class EditionFilter(filters.FilterSet):
    """The shelf's questions: words of title and text (people too), kind, year, state."""

    q = filters.CharFilter(label=_("검색어"), method="filter_words")
    kind = filters.ChoiceFilter(
        label=_("종류"), field_name="document__definition", choices=kinds, empty_label=_("모두")
    )
    year = filters.ChoiceFilter(label=_("연도"), field_name="dated_on__year", empty_label=_("모두"))
    state = filters.ChoiceFilter(
        label=_("상태"), choices=EditionState, null_label=None, empty_label=None, method="filter_state"
    )

    class Meta:
        model = Edition
        fields = []

    def __init__(self, data, queryset, **kwargs):
        data = data.copy()
        data.setdefault("state", EditionState.PUBLISHED)
        super().__init__(data, queryset, **kwargs)
        years = [day.year for day in queryset.dates("dated_on", "year", order="DESC")]
        self.form.fields["year"].choices = [("", _("모두")), *((year, year) for year in years)]
        self.form.fields["q"].widget.input_type = "search"
        self.form.fields["q"].widget.attrs["placeholder"] = _("제목, 본문, 사람")

    def filter_words(self, queryset, name, value):
        return search.matches(queryset, value)

    def filter_state(self, queryset, name, value):
        return queryset.filter(state=value)
