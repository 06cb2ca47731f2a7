from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.core.forms import Chips


def one_of(records):
    """From the key that a browser sends to the record; Django asks also for keys that are none."""

    def coerce(key):
        if int(key) not in records:
            raise ValueError(key)
        return records[int(key)]

    return coerce


class DelegatesField(forms.TypedMultipleChoiceField):
    """Some of a loaded trip's delegates; nobody means everybody."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=Chips, empty_value=(), help_text=_("비워 두면 전원입니다."), **kwargs)

    def of(self, trip):
        delegates = {delegate.pk: delegate for delegate in trip.delegates.all()}
        self.choices = [(key, delegate.local_label) for key, delegate in delegates.items()]
        self.coerce = one_of(delegates)
