import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.accounts.enums import Language
from forums.enums import Diet, RegistrationState
from forums.models import CheckIn, Registration
from forums.sides import SIDES

ALL = _("모두")
CAME = [("yes", _("입장함")), ("no", _("아직 오지 않음"))]
NEEDS = [("yes", pgettext_lazy("통역", "필요")), ("no", pgettext_lazy("통역", "필요 없음"))]


class RegistrationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("검색어"), method="search", max_length=200,
        widget=forms.TextInput({"type": "search", "placeholder": _("이름, 회사, 직위, 이메일")}),
    )  # fmt: skip
    side = django_filters.ChoiceFilter(label=_("편"), choices=SIDES, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("상태"), choices=RegistrationState, empty_label=ALL)
    language = django_filters.ChoiceFilter(label=_("언어"), choices=Language, empty_label=ALL)
    interpreter = django_filters.ChoiceFilter(label=_("통역"), choices=NEEDS, method="needing", empty_label=ALL)
    diet = django_filters.ChoiceFilter(label=_("식사"), choices=Diet, empty_label=ALL)
    came = django_filters.ChoiceFilter(label=_("입장"), choices=CAME, method="coming", empty_label=ALL)

    class Meta:
        model = Registration
        fields = []

    def search(self, rows, name, value):
        if "@" in value:
            return rows.filter(email__startswith=value.strip().lower())
        return rows.search(value)

    def needing(self, rows, name, value):
        return rows.filter(needs_interpreter=value == "yes")

    def coming(self, rows, name, value):
        here = Exists(CheckIn.objects.filter(registration=OuterRef("pk")))
        return rows.filter(here if value == "yes" else ~here)
