"""What a new trip is most likely called and where it most likely goes, so that little of it is typed."""

from django.utils import translation
from django.utils.translation import gettext

from delegations.enums import Direction
from delegations.models import Delegation
from delegations.typed import HANGUL
from exchange.core import clocks
from exchange.directory.enums import Country

_CITIES = {
    Country.KR: "Asia/Seoul", Country.JP: "Asia/Tokyo", Country.TW: "Asia/Taipei", Country.TH: "Asia/Bangkok",
    Country.ID: "Asia/Jakarta", Country.FR: "Europe/Paris", Country.GB: "Europe/London",
}  # fmt: skip


def titles(direction, country):
    """The usual title in Korean and, where the words are known, in Japanese."""
    return _in_both("title", lambda: _title(direction, country))


def place(direction, country, user):
    """Where the last trip of that kind went, otherwise the country's usual city."""
    trips = Delegation.objects.visible_to(user).active().filter(direction=direction, country=country)
    if last := trips.first():
        return {"place_ko": last.place_ko, "place_ja": last.place_ja}
    return _in_both("place", lambda: _city(country))


def department(user):
    """That of the last trip which this user looked after, or of the last one at all."""
    trips = Delegation.objects.visible_to(user).exclude(department_ko="")
    last = trips.filter(owner=user).first() or trips.first()
    return {"department_ko": last.department_ko, "department_ja": last.department_ja} if last else {}


def is_proposed(name, text, user):
    """Nobody typed this title or place for this trip: another choice of direction and country proposes it."""
    if not text:
        return True
    if name.startswith("title"):
        return text in {titles(direction, country)[name] for direction in Direction for country in Country}
    in_use = Delegation.objects.visible_to(user).filter(**{name: text}).exists()
    return in_use or text in {_in_both("place", lambda country=c: _city(country))[name] for c in Country}


def _title(direction, country):
    where = Country(country).label
    if direction == Direction.OUTBOUND:
        return gettext("「중소기업 대표단」 %(country)s 파견") % {"country": where}
    if country == Country.KR:
        return gettext("「중소기업 대표단」 방한 초청")
    return gettext("%(country)s 「중소기업 대표단」 초청") % {"country": where}


def _city(country):
    where = str(Country(country).label)
    return f"{where} {clocks.city(_CITIES[country])}" if country in _CITIES else where


def _in_both(name, words):
    with translation.override("ko"):
        korean = words()
    with translation.override("ja"):
        japanese = words()
    return {f"{name}_ko": korean, f"{name}_ja": "" if HANGUL.search(japanese) else japanese}
