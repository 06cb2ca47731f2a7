import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.mous.enums import MouStanding
from exchange.mous.models import Mou


class MouFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("제목, 기관, 서명자"), method="search", widget=forms.TextInput({"type": "search"}), max_length=200
    )
    state = django_filters.ChoiceFilter(label=_("상태"), choices=MouStanding, empty_label=_("전체"), method="standing")

    class Meta:
        model = Mou
        fields = ["q", "state"]

    def standing(self, mous, name, value):
        return mous.standing(value, today=timezone.localdate())

    def search(self, mous, name, value):
        return mous.search(value)
