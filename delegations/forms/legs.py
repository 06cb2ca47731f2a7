from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delegations import airports
from delegations.models import Leg
from exchange.core import clocks, zones
from exchange.core.days import short_day, validate_year
from exchange.core.forms import ZoneField
from exchange.core.rows import RowForm


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
