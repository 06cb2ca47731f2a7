import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.enums import Topic
from ambassadors.models import AdvisoryRequest
from exchange.directory.filters import countries


class RequestFilter(django_filters.FilterSet):
    """State is not among these: it is chosen by chips that say how many wait in each."""

    q = django_filters.CharFilter(
        label=_("검색어"), method="search", max_length=200,
        widget=forms.TextInput({"type": "search", "placeholder": _("기업, 사업자등록번호, 궁금한 내용")}),
    )  # fmt: skip
    country = django_filters.ChoiceFilter(label=_("나라"), choices=countries, empty_label=_("모두"))
    topic = django_filters.ChoiceFilter(label=_("자문 분야"), choices=Topic, empty_label=_("모두"))

    class Meta:
        model = AdvisoryRequest
        fields = []

    def search(self, requests, name, value):
        return requests.search(value)
