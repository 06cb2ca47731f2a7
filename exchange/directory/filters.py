from functools import partial

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.core.languages import once_a_language
from exchange.directory.enums import Country, OrganizationKind
from exchange.directory.fields import ChoosingForm, OrganizationChoiceField
from exchange.directory.models import Organization, Person


class OrganizationChoiceFilter(filters.Filter):
    """One body, typed or chosen from what the directory offers: a list of all would be longer than the page."""

    field_class = OrganizationChoiceField


class _ListForm(ChoosingForm, forms.Form):
    pass


class ChoosingFilter(filters.FilterSet):
    """The questions of a list, some of which are answered from the directory: `choices` are the request's."""

    class Meta:
        form = _ListForm

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.choices = choices

    def get_form_class(self):
        return partial(super().get_form_class(), choices=self.choices)


@once_a_language
def countries():
    return [(country.value, str(country.label)) for country in Country]


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
    country = filters.ChoiceFilter(label=_("나라"), choices=countries, empty_label=_("모두"))

    class Meta:
        model = Organization
        fields = []


class PersonFilter(NameFilter):
    words_hint = _("이름, 기관, 직위")
    country = filters.ChoiceFilter(label=_("나라"), choices=countries, empty_label=_("모두"))

    class Meta:
        model = Person
        fields = []
