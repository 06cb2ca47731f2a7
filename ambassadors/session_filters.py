import re

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ambassadors.enums import SessionState, Topic
from ambassadors.models import AdvisorySession, Ambassador, Client, SessionTopic
from exchange.accounts.roles import reads_everything
from exchange.directory.filters import countries
from exchange.directory.models import Person

ALL = _("모두")
FOR_READERS = ("ambassador", "country")
ROW = re.compile(r"#(?P<pk>\d{1,18})")  # one of two that are named alike: as the statistics link to it


def _words(label, method, placeholder=""):
    widget = forms.TextInput({"type": "search", "placeholder": placeholder})
    return django_filters.CharFilter(label=label, method=method, max_length=200, widget=widget)


def _day(label, lookup):
    return django_filters.DateFilter(label=label, field_name="held_on", lookup_expr=lookup)


class SessionFilter(django_filters.FilterSet):
    """Names are typed: there are more ambassadors and firms than a list to choose from could hold."""

    q = _words(_("검색어"), "search", _("질문, 자문 내용, 기업"))
    ambassador = _words(pgettext_lazy("하나", "해외민간대사"), "of_ambassador", _("이름"))
    client = _words(pgettext_lazy("하나", "상담 기업"), "of_client", _("이름"))
    country = django_filters.ChoiceFilter(label=_("대상 나라"), choices=countries, empty_label=ALL)
    topic = django_filters.ChoiceFilter(label=_("자문 분야"), choices=Topic, method="of_topic", empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("상태"), choices=SessionState, empty_label=ALL)
    since = _day(_("언제부터"), "gte")
    until = _day(_("언제까지"), "lte")

    class Meta:
        model = AdvisorySession
        fields = []

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if reads_everything(user):
            self.filters["state"].extra["choices"] = [each for each in SessionState.choices if each[0] != "draft"]
        else:
            for name in FOR_READERS:  # everything here is his own
                del self.filters[name]

    def search(self, sessions, name, value):
        return sessions.search(value)

    def of_ambassador(self, sessions, name, value):
        if of_row := ROW.fullmatch(value):
            return sessions.filter(ambassador=of_row["pk"])
        people = Person.objects.search(value)
        return sessions.filter(ambassador__in=Ambassador.objects.filter(person__in=people))

    def of_client(self, sessions, name, value):
        if of_row := ROW.fullmatch(value):
            return sessions.filter(client=of_row["pk"])
        return sessions.filter(client__in=Client.objects.search(value))

    def of_topic(self, sessions, name, value):
        return sessions.filter(Exists(SessionTopic.objects.filter(session=OuterRef("pk"), topic=value)))
