import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.directory.models import Organization
from exchange.meetings.enums import MeetingState
from exchange.meetings.models import Meeting


class MeetingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("제목, 장소, 사람, 기관"), method="search", widget=forms.TextInput({"type": "search"}), max_length=200
    )
    year = django_filters.ChoiceFilter(label=_("연도"), field_name="starts_at__year", empty_label=_("전체"))
    counterpart = django_filters.ModelChoiceFilter(
        label=_("상대 기관"), field_name="counterparts", queryset=Organization.objects.none(), empty_label=_("전체")
    )
    state = django_filters.ChoiceFilter(label=_("상태"), choices=MeetingState, empty_label=_("전체"))

    class Meta:
        model = Meeting
        fields = ["q", "year", "counterpart", "state"]

    def __init__(self, *args, **kwargs):
        """Only years and bodies that have meetings are offered."""
        super().__init__(*args, **kwargs)
        years = self.queryset.datetimes("starts_at", "year", order="DESC")
        self.filters["year"].extra["choices"] = [(start.year, start.year) for start in years]
        bodies = Organization.objects.filter(meetings__in=self.queryset.order_by()).distinct()
        self.filters["counterpart"].queryset = bodies
        self.filters["counterpart"].field.label_from_instance = lambda body: body.local_name

    def search(self, meetings, name, value):
        return meetings.search(value)
