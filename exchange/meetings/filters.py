import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.core.days import years_of
from exchange.directory.filters import ChoosingFilter, OrganizationChoiceFilter
from exchange.meetings.enums import MeetingState
from exchange.meetings.models import Meeting


class MeetingFilter(ChoosingFilter):
    q = django_filters.CharFilter(
        label=_("제목, 장소, 사람, 기관"), method="search", widget=forms.TextInput({"type": "search"}), max_length=200
    )
    year = django_filters.ChoiceFilter(label=_("연도"), field_name="starts_at__year", empty_label=_("전체"))
    counterpart = OrganizationChoiceFilter(label=_("상대 기관"), field_name="counterparts")
    state = django_filters.ChoiceFilter(label=_("상태"), choices=MeetingState, empty_label=_("전체"))

    class Meta(ChoosingFilter.Meta):
        model = Meeting
        fields = ["q", "year", "counterpart", "state"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = [(year, year) for year in years_of(self.queryset, "starts_at")]

    def search(self, meetings, name, value):
        return meetings.search(value)
