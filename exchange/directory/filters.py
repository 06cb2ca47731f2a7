import django_filters as filters
from django.utils.translation import gettext_lazy as _

from exchange.directory.enums import Country, OrganizationKind
from exchange.directory.models import Organization, Person


class NameFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("검색어"), method="filter_words")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["q"].widget.input_type = "search"
        self.form.fields["q"].widget.attrs["placeholder"] = self.words_hint

    def filter_words(self, queryset, name, value):
        return queryset.search(value).closest_first(value)


class OrganizationFilter(NameFilter):
    words_hint = _("이름, 줄임말, 다른 이름")
    kind = filters.ChoiceFilter(label=_("종류"), choices=OrganizationKind.choices, empty_label=_("모두"))
    country = filters.ChoiceFilter(label=_("나라"), choices=Country.choices, empty_label=_("모두"))

    class Meta:
        model = Organization
        fields = []


class PersonFilter(NameFilter):
    words_hint = _("이름, 기관, 직위")
    country = filters.ChoiceFilter(label=_("나라"), choices=Country.choices, empty_label=_("모두"))

    class Meta:
        model = Person
        fields = []
