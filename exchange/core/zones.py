"""Time zones by their IANA names, as stored beside every local time."""

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
