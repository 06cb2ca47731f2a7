"""A leg as a ticket says it: number, two places, their clocks. Zones and duration follow from the places."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delegations import airports
from delegations.enums import Direction, LegDirection, LegMode
from delegations.forms.choosing import DelegatesField
from delegations.models import Leg
from delegations.models.journeys import validate_day_of
from delegations.whereabouts import zone_of_trip
from exchange.core import clocks, zones
from exchange.core.days import short_day, validate_year
from exchange.core.forms import ClockField, ZoneField
from exchange.core.rows import ADD, RowForm, RowSet

ENDS = ("origin", "destination")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LONGEST = {LegMode.FLIGHT: DAY, LegMode.TRAIN: 12 * HOUR, LegMode.SHIP: DAY, LegMode.CAR: 12 * HOUR}
ANY_LONGEST = 7 * DAY
WAY_BACK = "return"  # the value of the button that adds a row


def guess_direction(trip, origin_zone, destination_zone):
    """Who is sent leaves Korea first and comes back; who is received enters it first."""
    leaves, enters = origin_zone == clocks.HOME, destination_zone == clocks.HOME
    if leaves == enters:
        return LegDirection.ONWARD
    is_first = leaves if trip.direction == Direction.OUTBOUND else enters
    return LegDirection.OUTWARD if is_first else LegDirection.HOMEWARD


class AirportInput(forms.TextInput):
    template_name = "delegations/_airport_input.html"
    offered = ()

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"url": reverse_lazy("delegations:airport_options"), "offered": self.offered}
        return context


class LegRow(RowForm):
    """`trip` is a loaded delegation: its days are near, its delegates can be on board."""

    row_template = "delegations/_leg_row.html"
    is_movable = False
    first_field = "number"
    known_before = {"mode", "direction", "departs_on", "arrives_on", "origin_zone", "destination_zone"}

    direction = forms.ChoiceField(label=_("구분"), required=False, choices=[("", _("자동")), *LegDirection.choices])
    origin = forms.CharField(label=_("출발"), max_length=100, widget=AirportInput)
    destination = forms.CharField(label=_("도착"), max_length=100, widget=AirportInput)
    departs = ClockField(label=_("출발 시각"))
    arrives = ClockField(label=_("도착 시각"))
    departs_on = forms.DateField(label=_("출발 날짜"), validators=[validate_year])
    arrives_on = forms.DateField(
        label=_("도착 날짜"), required=False, validators=[validate_year], help_text=_("비워 두면 시각으로 정합니다.")
    )
    origin_zone = ZoneField(label=_("출발지 시간대"), required=False, nothing=_("장소로 정함"))
    destination_zone = ZoneField(label=_("도착지 시간대"), required=False, nothing=_("장소로 정함"))
    delegates = DelegatesField(label=_("탑승"))

    class Meta:
        model = Leg
        fields = ["mode", "number", "direction", "origin_ja", "destination_ja"]

    def __init__(self, *args, trip, **kwargs):
        super().__init__(*args, **kwargs)
        self.trip = trip
        self.fields["departs_on"].initial = trip.starts_on
        self.fields["delegates"].of(trip)

    def has_changed(self):
        """A day or a mode alone is no leg: the row came with them."""
        return bool({*self.changed_data} - self.known_before)

    @property
    def stored(self):
        """The leg as it stands, where this row is one that stays."""
        key = self["id"].value()
        return next((leg for leg in self.trip.legs.all() if str(leg.pk) == str(key)), None)

    @property
    def has_more(self):
        """Something stands in the fields that are folded away."""
        return any(self[name].value() or self[name].errors for name in ("arrives_on", "direction", "delegates"))

    def clean_number(self):
        number = self.cleaned_data["number"]
        return "".join(number.split()).upper() if self.cleaned_data.get("mode") == LegMode.FLIGHT else number

    def clean_departs_on(self):
        validate_day_of(self.trip, self.cleaned_data["departs_on"])
        return self.cleaned_data["departs_on"]

    def clean(self):
        super().clean()
        for end in ENDS:
            self._complete_place(end)
        data = self.cleaned_data
        departure = self._instant("departs", data.get("departs_on"))
        arrival = departure and self._arrival(departure)
        self.cleaned_data |= {"departs_at": departure, "arrives_at": arrival}
        if departure and arrival and not data.get("direction"):
            data["direction"] = guess_direction(self.trip, data["origin_zone"], data["destination_zone"])
        return data

    # --- places ---------------------------------------------------------------------------

    def _complete_place(self, end):
        """code, ko, ja and zone of one end, from what is written there."""
        data, text = self.cleaned_data, self.cleaned_data.get(end)
        if not text:
            return
        columns = [f"{end}_{part}" for part in ("code", "ko", "ja", "zone")]
        if data.get("mode") != LegMode.FLIGHT:
            zone = data.get(columns[3]) or airports.zone_of_place(text) or zone_of_trip(self.trip)
            data |= {columns[0]: "", columns[1]: text, columns[3]: zone}
        elif self.stored and text == _shown(self.stored, end):
            data |= {name: getattr(self.stored, name) for name in columns}
        elif airport := self._airport(end, text):
            data |= zip(columns, (airport.code, airport.name_ko, airport.name_ja, airport.zone), strict=True)

    def _airport(self, end, text):
        found = airports.named(text)
        if len(found) == 1:
            return found[0]
        offered = [airport.label for airport in found[:6] or airports.near(text)]
        self.fields[end].widget.offered = offered
        if found:
            words = gettext("‘%(text)s’에 맞는 공항이 여럿입니다. 하나를 골라 적어 주세요: %(names)s")
        elif offered:
            words = gettext("‘%(text)s’ 공항을 찾지 못했습니다. 혹시 다음 가운데 있나요? %(names)s")
        else:
            words = gettext("‘%(text)s’ 공항을 찾지 못했습니다. 코드(HND)나 이름(하네다)을 적어 주세요.")
        self.add_error(end, words % {"text": text[:40], "names": " / ".join(offered)})
        return None

    # --- times ----------------------------------------------------------------------------

    def _instant(self, clock, day):
        zone = self.cleaned_data.get("origin_zone" if clock == "departs" else "destination_zone")
        time = self.cleaned_data.get(clock)
        if not (day and time is not None and zone):
            return None
        try:
            return zones.to_instant(day, time, zone)
        except ValidationError as error:
            self.add_error(clock, error)
            return None

    def _arrival(self, departure):
        """On the day that is written, else the first time that the clock there shows it after departure."""
        data = self.cleaned_data
        day, time, zone = data.get("arrives_on"), data.get("arrives"), data.get("destination_zone")
        if time is None or not zone or {"arrives_on", "mode"} & self.errors.keys():
            return None
        given, limit = day, ANY_LONGEST
        if not given:
            limit = longest(data["mode"], *(data.get(f"{end}_code") for end in ENDS))
            shown = zones.local(departure, zone)
            day = shown.date() + DAY * (time <= shown.time())
        arrival = self._instant("arrives", day)
        if arrival and not timedelta(0) < arrival - departure <= limit:
            self.add_error("arrives", self._impossible(departure, arrival if given else arrival - DAY, given))
            return None
        return arrival

    def _impossible(self, departure, arrival, given):
        """Both ends on one clock, where the fault can be seen."""
        zone = self.cleaned_data["origin_zone"]
        times = {"departure": zones.local(departure, zone), "arrival": zones.local(arrival, zone)}
        shown = {name: f"{short_day(time)} {time:%H:%M}" for name, time in times.items()}
        if arrival > departure:
            message = gettext("이동이 너무 깁니다. %(city)s 시각으로 출발은 %(departure)s, 도착은 %(arrival)s입니다.")
        else:
            message = gettext(
                "도착이 출발보다 늦어야 합니다. %(city)s 시각으로 출발은 %(departure)s, 도착은 %(arrival)s입니다."
            )
        if not given:
            message += " " + gettext("다른 날에 도착하면 도착 날짜를 적어 주세요.")
        return message % {"city": clocks.city(zone), **shown}


class LegRows(RowSet):
    """One button more: the way back, with the places exchanged."""

    def _after_button(self):
        if self.request.POST.get(f"{self.prefix}-{ADD}") != WAY_BACK:
            return super()._after_button()
        typed = [row for row in self._typed() if row.get("origin") or row.get("destination")]
        rows = [*typed, _way_back(typed, self.options["form_kwargs"]["trip"])]
        formset = self._unbound(rows)
        formset.forms[-1].fields["number"].widget.attrs["autofocus"] = True
        return formset


def _way_back(rows, trip):
    first, last = (rows[0], rows[-1]) if rows else ({}, {})
    return {
        "mode": first.get("mode", LegMode.FLIGHT),
        "departs_on": trip.ends_on,
        "origin": last.get("destination"), "destination": first.get("origin"),
        "origin_ja": last.get("destination_ja"), "destination_ja": first.get("origin_ja"),
        "origin_zone": last.get("destination_zone"), "destination_zone": first.get("origin_zone"),
        "delegates": first.get("delegates"),
    }  # fmt: skip


def longest(mode, origin_code, destination_code):
    """What a journey without an arrival day can take at most; more is rather a slip of the keyboard."""
    ends = [airports.find(code) for code in (origin_code, destination_code)]
    return timedelta(hours=4 + airports.kilometres(*ends) / 500) if all(ends) else LONGEST[mode]


def _shown(leg, end):
    airport = airports.find(getattr(leg, f"{end}_code"))
    return airport.label if airport else getattr(leg, f"{end}_ko")


def rows_of_legs(trip):
    """Only what does not follow from the rest is filled in."""
    return [_row_of(leg, trip) for leg in trip.legs.all()]


def _row_of(leg, trip):
    departure, arrival = leg.local_departure, leg.local_arrival
    follows = leg.duration <= min(DAY, longest(leg.mode, leg.origin_code, leg.destination_code))
    guessed = guess_direction(trip, leg.origin_zone, leg.destination_zone)
    return model_to_dict(leg, ["mode", "number", "origin_ja", "destination_ja"]) | {
        "id": leg.pk,
        "direction": "" if leg.direction == guessed else leg.direction,
        "origin": _shown(leg, "origin"), "destination": _shown(leg, "destination"),
        "origin_zone": "" if leg.origin_code else leg.origin_zone,
        "destination_zone": "" if leg.destination_code else leg.destination_zone,
        "departs_on": departure.date(), "departs": departure.time(),
        "arrives_on": None if follows else arrival.date(), "arrives": arrival.time(),
        "delegates": [delegate.pk for delegate in leg.delegates.all()],
    }  # fmt: skip
