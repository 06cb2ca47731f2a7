"""The clocks of the exchange: the city that names a zone, and how far it is from Seoul's time."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from exchange.core import zones

HOME = "Asia/Seoul"
CITIES = {
    "Asia/Seoul": pgettext_lazy("도시", "서울"),
    "Asia/Tokyo": pgettext_lazy("도시", "도쿄"),
    "Asia/Shanghai": pgettext_lazy("도시", "베이징·상하이"),
    "Asia/Taipei": pgettext_lazy("도시", "타이베이"),
    "Asia/Hong_Kong": pgettext_lazy("도시", "홍콩"),
    "Asia/Ho_Chi_Minh": pgettext_lazy("도시", "하노이·호찌민"),
    "Asia/Bangkok": pgettext_lazy("도시", "방콕"),
    "Asia/Singapore": pgettext_lazy("도시", "싱가포르"),
    "Asia/Jakarta": pgettext_lazy("도시", "자카르타"),
    "Asia/Kolkata": pgettext_lazy("도시", "델리"),
    "Asia/Dubai": pgettext_lazy("도시", "두바이"),
    "Europe/Berlin": pgettext_lazy("도시", "프랑크푸르트·베를린"),
    "Europe/Paris": pgettext_lazy("도시", "파리"),
    "Europe/London": pgettext_lazy("도시", "런던"),
    "America/New_York": pgettext_lazy("도시", "뉴욕"),
    "America/Chicago": pgettext_lazy("도시", "시카고"),
    "America/Los_Angeles": pgettext_lazy("도시", "로스앤젤레스"),
    "Australia/Sydney": pgettext_lazy("도시", "시드니"),
}


def city(zone):
    """The city in the reader's language; a zone that is not among ours is called as IANA calls it."""
    return CITIES.get(zone) or zone.rpartition("/")[2].replace("_", " ")


def choices(*also):
    """For a select: the zones of the exchange, and those that a row has already."""
    return [(zone, city(zone)) for zone in dict.fromkeys([*CITIES, *filter(None, also)])]


def minutes_from_seoul(zone, instant):
    """How far the zone's clock is ahead of Seoul's at that instant; negative when behind."""
    difference = zones.local(instant, zone).utcoffset() - zones.local(instant, HOME).utcoffset()
    return round(difference.total_seconds() / 60)


def compared_with_seoul(zone, instant=None):
    """`도쿄, 서울과 시차 없음` or `하노이·호찌민, 서울보다 2시간 늦음`."""
    minutes = minutes_from_seoul(zone, instant or timezone.now())
    if minutes == 0:
        return _("%(city)s, 서울과 시차 없음") % {"city": city(zone)}
    hours, rest = divmod(abs(minutes), 60)
    span = _("%(hours)d시간 %(minutes)d분") if rest else _("%(hours)d시간")
    form = _("%(city)s, 서울보다 %(span)s 빠름") if minutes > 0 else _("%(city)s, 서울보다 %(span)s 늦음")
    return form % {"city": city(zone), "span": span % {"hours": hours, "minutes": rest}}
