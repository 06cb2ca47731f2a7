"""From when to when people register themselves, in words, on the clock of the venue."""

from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.core import clocks, days, zones
from forums.enums import EditionState
from forums.models import Quota, Registration
from forums.models.series import OFF


def closing(edition):
    """Until when, or nothing where that is not set."""
    return _moment(edition.registration_closes_at, edition.zone)


def _moment(instant, zone):
    if instant is None:
        return ""
    local = zones.local(instant, zone)
    told = {"day": days.day(local), "time": f"{local:%H:%M}", "city": clocks.city(zone)}
    return _("%(day)s %(time)s(%(city)s 시각)") % told


def why_closed(edition):
    """In words for people outside; nothing while people may register."""
    if edition.is_registration_open:
        return ""
    if edition.state in OFF:
        return _("이 포럼은 열리지 않게 되었습니다.")
    if edition.is_held:
        return _("이미 열린 포럼입니다.")
    opens, closes = edition.registration_opens_at, edition.registration_closes_at
    if closes and closes <= timezone.now():
        return _("참가 신청을 %(moment)s에 마감했습니다.") % {"moment": _moment(closes, edition.zone)}
    if edition.state == EditionState.ANNOUNCED and opens:
        return _("참가 신청은 %(moment)s에 시작합니다.") % {"moment": _moment(opens, edition.zone)}
    return _("참가 신청을 아직 받지 않습니다. 시작하는 날을 담당 부서에 물어 주세요.")


def is_full(edition, side):
    """Not how many wait: whoever counts them before and after would learn whether an address was registered."""
    seats = Quota.objects.get(edition=edition, side=side).seats
    return Registration.objects.seated().filter(edition=edition, side=side).count() >= seats
