from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import model_to_dict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from delegations import airports
from delegations.models import Clipping, Delegate, Delegation, ItineraryItem, Leg
from exchange.accounts.models import User
from exchange.accounts.roles import WRITERS
from exchange.core import clocks, zones
from exchange.core.days import short_day, validate_year
from exchange.core.forms import Chips, ZoneField
from exchange.core.languages import in_language
from exchange.core.rows import RowForm
from exchange.directory.fields import ChoosingForm, PersonChoiceField


class DelegationForm(forms.ModelForm):
    """The facts of a trip; what belongs to it has pages of its own."""

    class Meta:
        model = Delegation
        fields = [
            "title_ko", "title_ja", "direction", "country", "starts_on", "ends_on", "place_ko", "place_ja",
            "purpose_ko", "purpose_ja", "department_ko", "department_ja", "owner", "slug",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        writers = Q(role__in=WRITERS, is_active=True)  # and whoever looks after it now, even if he has left
        self.fields["owner"].queryset = User.objects.filter(writers | Q(pk=self.instance.owner_id))
        self.fields["slug"].required = False

    def clean_slug(self):
        """Empty: a new trip gets a free one, an old one keeps its own."""
        return self.cleaned_data["slug"] or self.initial.get("slug", "")

    def clean(self):
        super().clean()
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("귀국일이 출발일보다 빠릅니다."))
        return self.cleaned_data


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("취소 사유"), max_length=300)


class ReportTextsForm(forms.ModelForm):
    class Meta:
        model = Delegation
        fields = ["lessons_ko", "lessons_ja", "next_steps_ko", "next_steps_ja", "report_dated_on"]
        help_texts = {
            "lessons_ko": _("한 줄이 보고서의 한 항목이 됩니다."),
            "next_steps_ko": _("한 줄이 보고서의 한 항목이 됩니다."),
            "report_dated_on": _("표지에 적히는 연월입니다."),
        }


class LinkMeetingForm(forms.Form):
    meeting = forms.ModelChoiceField(label=pgettext_lazy("하나", "면담"), queryset=None)

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings


class DelegateRow(ChoosingForm, RowForm):
    person = PersonChoiceField(label=pgettext_lazy("하나", "인물"), required=False)

    class Meta:
        model = Delegate
        fields = ["group", "person", "title_ko", "title_ja"]


def rows_of_delegates(delegation):
    fields = [*DelegateRow.Meta.fields, "id"]
    return [model_to_dict(delegate, fields) | {"id": delegate.pk} for delegate in delegation.delegates.all()]


class LegRow(RowForm):
    """A leg as a ticket says it: day and clock time at each end, the airport's code telling the zone."""

    row_template = "delegations/_leg_row.html"
    is_movable = False

    origin_zone = ZoneField(label=_("출발지 시간대"), required=False, nothing=_("공항 코드로 정함"))
    departs_on = forms.DateField(label=_("출발 날짜"), validators=[validate_year])
    departs = forms.TimeField(label=_("출발 시각"))
    destination_zone = ZoneField(label=_("도착지 시간대"), required=False, nothing=_("공항 코드로 정함"))
    arrives_on = forms.DateField(label=_("도착 날짜"), validators=[validate_year])
    arrives = forms.TimeField(label=_("도착 시각"))

    class Meta:
        model = Leg
        fields = [
            "direction", "mode", "number", "origin_code", "origin_ko", "origin_ja", "origin_zone",
            "destination_code", "destination_ko", "destination_ja", "destination_zone",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["origin_ko"].required = self.fields["destination_ko"].required = False

    @property
    def origin_fields(self):
        return [self[name] for name in (*self._names_of("origin"), "departs_on", "departs")]

    @property
    def destination_fields(self):
        return [self[name] for name in (*self._names_of("destination"), "arrives_on", "arrives")]

    def _names_of(self, end):
        return [f"{end}_{part}" for part in ("code", "ko", "ja", "zone")]

    def clean_origin_code(self):
        return self.cleaned_data["origin_code"].upper()

    def clean_destination_code(self):
        return self.cleaned_data["destination_code"].upper()

    def clean(self):
        super().clean()
        self._complete_place("origin")
        self._complete_place("destination")
        departure = self._instant("departs", "origin_zone")
        arrival = self._instant("arrives", "destination_zone")
        if departure and arrival and arrival <= departure:
            self.add_error("arrives", self._too_early(departure, arrival))
        self.cleaned_data |= {"departs_at": departure, "arrives_at": arrival}
        return self.cleaned_data

    def _complete_place(self, end):
        data = self.cleaned_data
        code_field, name_field, _ja, zone_field = self._names_of(end)
        code = data.get(code_field)
        airport = airports.find(code) if code else None
        if code and not airport:
            self.add_error(code_field, _("이 코드의 공항이 없습니다. 코드를 비우고 이름과 시간대를 적어도 됩니다."))
        elif airport:
            names = {name_field: airport.name_ko, _ja: airport.name_ja}
            data |= {name: data.get(name) or text for name, text in names.items()} | {zone_field: airport.zone}
        if not airport and code_field not in self.errors:
            if not data.get(name_field):
                self.add_error(name_field, _("공항 코드나 이름을 적어 주세요."))
            if not data.get(zone_field) and zone_field not in self.errors:
                self.add_error(zone_field, _("공항 코드가 없으면 시간대를 골라 주세요."))

    def _instant(self, clock, zone_field):
        data = self.cleaned_data
        day, time, zone = data.get(f"{clock}_on"), data.get(clock), data.get(zone_field)
        if not (day and time is not None and zone):
            return None
        try:
            return zones.to_instant(day, time, zone)
        except ValidationError as error:
            self.add_error(clock, error)
            return None

    def _too_early(self, departure, arrival):
        """Both ends on one clock, where the fault can be seen."""
        zone = self.cleaned_data["origin_zone"]
        times = {"departure": zones.local(departure, zone), "arrival": zones.local(arrival, zone)}
        shown = {name: f"{short_day(time)} {time:%H:%M}" for name, time in times.items()}
        message = gettext(
            "도착이 출발보다 늦어야 합니다. %(city)s 시각으로 출발은 %(departure)s, 도착은 %(arrival)s입니다."
        )
        return message % {"city": clocks.city(zone), **shown}


def rows_of_legs(delegation):
    return [
        model_to_dict(leg, LegRow.Meta.fields)
        | {
            "id": leg.pk,
            "departs_on": leg.local_departure.date(),
            "departs": leg.local_departure.time(),
            "arrives_on": leg.local_arrival.date(),
            "arrives": leg.local_arrival.time(),
        }
        for leg in delegation.legs.all()
    ]


def _one_of(records):
    """From the key that a browser sends to the record; Django asks also for keys that are none."""

    def coerce(key):
        if int(key) not in records:
            raise ValueError(key)
        return records[int(key)]

    return coerce


class ItemRow(RowForm):
    """`trip` is a loaded delegation: its meetings and delegates are what can be chosen."""

    row_template = "delegations/_item_row.html"
    is_movable = False

    zone = ZoneField(label=_("시간대"), initial="Asia/Tokyo")
    meeting = forms.TypedChoiceField(label=_("면담 기록"), required=False, empty_value=None)
    delegates = forms.TypedMultipleChoiceField(
        label=_("참석"), required=False, widget=Chips, empty_value=(), help_text=_("비워 두면 전원입니다.")
    )

    class Meta:
        model = ItineraryItem
        fields = [
            "day", "starts", "ends", "kind", "title_ko", "title_ja", "place_ko", "place_ja", "zone", "meeting",
            "delegates",
        ]  # fmt: skip

    def __init__(self, *args, trip, **kwargs):
        super().__init__(*args, **kwargs)
        meetings = {link.meeting_id: link.meeting for link in trip.meeting_links.all()}
        delegates = {delegate.pk: delegate for delegate in trip.delegates.all()}
        self.fields["meeting"].choices = [
            ("", "---------"),
            *((key, in_language(meeting, "title")[0]) for key, meeting in meetings.items()),
        ]
        self.fields["meeting"].coerce = _one_of(meetings)
        self.fields["delegates"].choices = [(key, delegate.local_label) for key, delegate in delegates.items()]
        self.fields["delegates"].coerce = _one_of(delegates)

    def clean(self):
        super().clean()
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        if ends and not starts:
            self.add_error("starts", _("끝나는 시각이 있으면 시작 시각도 적어 주세요."))
        elif ends and ends <= starts:
            self.add_error("ends", _("끝나는 시각이 시작 시각보다 늦어야 합니다."))
        return self.cleaned_data


def rows_of_items(delegation):
    return [
        model_to_dict(item, [name for name in ItemRow.Meta.fields if name != "delegates"])
        | {"id": item.pk, "delegates": [delegate.pk for delegate in item.delegates.all()]}
        for item in delegation.items.all()
    ]


class ClippingRow(RowForm):
    row_template = "delegations/_clipping_row.html"

    link = forms.URLField(label=_("링크"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Clipping
        fields = ["headline", "outlet", "published_on", "page", "author", "link"]


def rows_of_clippings(delegation):
    return [model_to_dict(c, ClippingRow.Meta.fields) | {"id": c.pk} for c in delegation.clippings.all()]
