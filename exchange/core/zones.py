"""Time zones by their IANA names, as stored beside every local time."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


@cache
def zone_names():
    return frozenset(available_timezones())


def validate_zone(name):
    if name not in zone_names():
        raise ValidationError(_("알 수 없는 시간대입니다: %(name)s"), code="zone", params={"name": name})


def local(instant, zone):
    """The instant on the clock of that zone."""
    return instant.astimezone(ZoneInfo(zone))


def to_instant(day, time, zone):
    """The instant when that zone's clock shows this day and time; ValidationError when it never does.

    Where the clock is turned back and shows the time twice, the first one is meant.
    """
    validate_zone(zone)
    clock = datetime.combine(day, time)
    try:
        instant = clock.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        shown = local(instant, zone).replace(tzinfo=None)
    except OverflowError:
        shown = None
    if shown != clock:
        raise ValidationError(
            _("%(zone)s에는 없는 시각입니다. 서머타임으로 시계가 건너뛰는 때인지 확인해 주세요."),
            code="no_such_time",
            params={"zone": zone},
        )
    return instant
