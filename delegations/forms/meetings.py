from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.core.forms import Chips


class LinkMeetingForm(forms.Form):
    meeting = forms.ModelChoiceField(label=pgettext_lazy("하나", "면담"), queryset=None)

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings


class PartyForm(forms.Form):
    """Which of the trip's `delegates` sat at the table; `chosen` says it in their order."""

    party = forms.MultipleChoiceField(label=_("우리 측 참석자"), required=False, widget=Chips)

    def __init__(self, *args, delegates, **kwargs):
        super().__init__(*args, **kwargs)
        self.delegates = delegates
        self.fields["party"].choices = [(str(delegate.pk), delegate.local_label) for delegate in delegates]

    @property
    def chosen(self):
        keys = set(self.cleaned_data["party"])
        return [delegate for delegate in self.delegates if str(delegate.pk) in keys]
