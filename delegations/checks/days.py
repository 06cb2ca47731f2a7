"""Days on which nobody is in the office: public holidays of both countries, weekends under a meeting."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.checks.check import WARN, Finding, Kind, title
from delegations.enums import ItemKind
from exchange.core.days import short_day
from exchange.core.holidays import COUNTRIES, holidays_between
from exchange.directory.enums import Country

HOLIDAY = Kind(WARN, gettext_lazy("공휴일이 들어 있습니다"), "delegation_itinerary", gettext_lazy("일정 보기"))
WEEKEND = Kind(WARN, gettext_lazy("주말에 잡힌 면담이 있습니다"), "delegation_itinerary", gettext_lazy("수정"))
SATURDAY = 5


def days_off(delegation):
    yield from _holidays(delegation)
    yield from _weekends(delegation)


def _holidays(delegation):
    """On the days of the trip and on those of its entries outside of it."""
    items = delegation.items.all()
    first = min([delegation.starts_on, *(item.day for item in items)])
    last = max([delegation.ends_on, *(item.day for item in items)])
    busy = {item.day for item in items}
    found = {}
    for country in COUNTRIES:
        for holiday in holidays_between(first, last, country):
            if delegation.starts_on <= holiday.day <= delegation.ends_on or holiday.day in busy:
                found.setdefault(holiday.day, []).append(f"{Country(country).label} {holiday.name}")
    for day in sorted(found):
        names = ", ".join(dict.fromkeys(found[day]))
        parts = {"day": short_day(day), "names": names}
        yield Finding(HOLIDAY, _("%(day)s %(names)s") % parts, {("day", day): names})


def _weekends(delegation):
    for item in delegation.items.all():
        if item.kind == ItemKind.MEETING and item.day.weekday() >= SATURDAY:
            text = f"{short_day(item.day)} {title(item)}"
            yield Finding(WEEKEND, text, {("item", item.pk): _("주말에 잡힌 면담입니다.")})
