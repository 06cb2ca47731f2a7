from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.forms.choosing import DelegatesField, one_of
from delegations.models import ItineraryItem
from delegations.models.journeys import validate_day_of
from delegations.typed import FROM_TO, guess_kind
from delegations.whereabouts import zone_at
from exchange.core.days import short_day, validate_year
from exchange.core.forms import ClockField, ClockInput, ZoneField
from exchange.core.languages import in_language
from exchange.directory.fields import ChoosingForm, OrganizationChoiceField
from exchange.directory.models import Organization


def check_times(form):
    starts, ends = form.cleaned_data.get("starts"), form.cleaned_data.get("ends")
    if ends and not starts:
        form.add_error("starts", _("끝나는 시각이 있으면 시작 시각도 적어 주세요."))
    elif ends and ends <= starts:
        form.add_error("ends", _("끝나는 시각이 시작 시각보다 늦어야 합니다."))


class ItemForm(ChoosingForm, forms.ModelForm):
    """`trip` is a loaded delegation: its meetings and delegates are what can be chosen."""

    starts = ClockField(label=_("시작"), required=False)
    ends = ClockField(label=_("끝"), required=False)
    zone = ZoneField(label=_("시간대"))
    organization = OrganizationChoiceField(
        label=_("방문하는 기관"), required=False, help_text=_("고르면 비어 있는 장소와 주소를 기관 정보로 채웁니다.")
    )
    meeting = forms.TypedChoiceField(label=_("면담 기록"), required=False, empty_value=None)
    delegates = DelegatesField(label=_("참석"))

    class Meta:
        model = ItineraryItem
        fields = [
            "day", "starts", "ends", "zone", "kind", "title_ko", "title_ja", "place_ko", "place_ja", "address",
            "meeting", "delegates",
        ]  # fmt: skip

    def __init__(self, *args, trip, **kwargs):
        super().__init__(*args, **kwargs)
        self.trip = trip
        meetings = {link.meeting_id: link.meeting for link in trip.meeting_links.all()}
        self.fields["meeting"].choices = _meeting_choices(meetings.values(), self.instance.day)
        self.fields["meeting"].coerce = one_of(meetings)
        self.fields["delegates"].of(trip)
        self.initial["delegates"] = [delegate.pk for delegate in self.instance.delegates.all()]

    def clean_day(self):
        validate_day_of(self.trip, self.cleaned_data["day"])
        return self.cleaned_data["day"]

    def clean(self):
        super().clean()
        check_times(self)
        if body := self.cleaned_data.pop("organization", None):
            for name, text in _facts_of(body).items():
                if name not in self.errors:
                    self.cleaned_data[name] = self.cleaned_data.get(name) or text
        return self.cleaned_data


def _meeting_choices(meetings, day):
    """Those of the entry's own day first: the signing, and the dinner whose talk is minuted with it."""
    here, elsewhere = [], []
    for meeting in meetings:
        start = meeting.local_start
        label = f"{short_day(start)} {start:%H:%M} {in_language(meeting, 'title')[0]}"
        (here if start.date() == day else elsewhere).append((meeting.pk, label))
    groups = [(_("그날의 면담"), here), (_("다른 날의 면담"), elsewhere)]
    return [("", "---------"), *(group for group in groups if group[1])]


class QuickItemForm(forms.Form):
    """One line of a day: when, what, where. The rest is guessed and can be changed in the entry."""

    day = forms.DateField(widget=forms.HiddenInput, validators=[validate_year])
    when = forms.CharField(label=_("시각"), required=False, max_length=20, widget=ClockInput({"maxlength": 20}))
    title = forms.CharField(label=_("내용"), max_length=ItineraryItem._meta.get_field("title_ko").max_length)
    place = forms.CharField(
        label=pgettext_lazy("하나", "장소"), required=False,
        max_length=ItineraryItem._meta.get_field("place_ko").max_length,
    )  # fmt: skip

    def __init__(self, *args, trip, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.trip, self.user = trip, user
        self.fields["when"].widget.attrs["placeholder"] = "13:30"
        for name in ("title", "place"):
            self.fields[name].widget.attrs["placeholder"] = self.fields[name].label

    def clean_day(self):
        validate_day_of(self.trip, self.cleaned_data["day"])
        return self.cleaned_data["day"]

    def clean_when(self):
        """1330, 13:30 or 13:30-15:00."""
        clocks = [ClockField().clean(text) for text in FROM_TO.split(self.cleaned_data["when"]) if text]
        starts, ends = [*clocks, None, None][:2]
        if len(clocks) > len(("starts", "ends")) or (ends and ends <= starts):
            raise ValidationError(_("시각을 13:30 또는 13:30-15:00처럼 적어 주세요."))
        return starts, ends

    def facts(self):
        """The columns of the new entry."""
        data = self.cleaned_data
        starts, ends = data["when"]
        facts = {"day": data["day"], "starts": starts, "ends": ends, "title_ko": data["title"]}
        facts |= {"zone": zone_at(self.trip, data["day"], starts), "kind": guess_kind(data["title"])}
        if data["place"]:
            bodies = list(Organization.objects.visible_to(self.user).called(data["place"])[:2])
            facts |= _facts_of(bodies[0]) if len(bodies) == 1 else {}
        return facts | {"place_ko": data["place"]}


def _facts_of(body):
    """Where an organisation is to be found."""
    places = {"place_ko": body.short_name_ko or body.name_ko, "place_ja": body.short_name_ja or body.name_ja}
    return places | {"address": body.address}


class MoveItemForm(forms.Form):
    """Where an entry was dropped: on which day, and in front of which entry."""

    item = forms.ModelChoiceField(queryset=None)
    day = forms.DateField(validators=[validate_year])
    before = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, *args, trip, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = self.fields["before"].queryset = trip.items.select_related("delegation")
        self.fields["item"].error_messages["invalid_choice"] = _("그사이 지워진 일정입니다.")
        self.trip = trip

    def clean_day(self):
        validate_day_of(self.trip, self.cleaned_data["day"])
        return self.cleaned_data["day"]
