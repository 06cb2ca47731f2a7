from django import forms
from django.utils.translation import pgettext_lazy


class LinkMeetingForm(forms.Form):
    meeting = forms.ModelChoiceField(label=pgettext_lazy("하나", "면담"), queryset=None)

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings
