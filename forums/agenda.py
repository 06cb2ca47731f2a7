"""The editions on the calendar of the year, and the days by which people register."""

from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from exchange.core import zones
from exchange.core.agenda import Entry, Kind, Shape
from exchange.core.languages import in_language
from forums.models import Edition
from forums.models.series import LIVE

FORUM = Kind("forum", pgettext_lazy("하나", "포럼"), Shape.STAY, order=5)
REGISTRATION_DUE = Kind("registration_due", gettext_lazy("참가 신청 마감"), Shape.DUE, order=35)

LONG = ("text_ko", "text_ja", "text_en", "search_key")


def editions_between(first, last, *, user):
    """Of an announced edition also the day on which registration closes, by the clock of the venue."""
    today = timezone.localdate()
    editions = Edition.objects.visible_to(user).filter(state__in=LIVE, starts_on__isnull=False)
    for edition in editions.filter(year__gte=first.year, year__lte=last.year + 1).defer(*LONG):  # closes a year before
        if edition.starts_on <= last and edition.last_day >= first:
            yield _stay(edition)
        closes = edition.registration_closes_at and zones.local(edition.registration_closes_at, edition.zone).date()
        if closes and edition.is_pending and first <= closes <= last:
            yield _due(edition, closes, today)


def _stay(edition):
    title, language = in_language(edition, "name")
    place = " ".join(filter(None, [in_language(edition, "city")[0], in_language(edition, "venue")[0]]))
    return Entry(
        FORUM, title, edition.get_absolute_url(), edition.starts_on, edition.last_day, edition.host_country,
        note=place, state=edition.get_state_display(), language=language, is_planned=edition.is_pending,
        is_sample=edition.is_sample,
    )  # fmt: skip


def _due(edition, day, today):
    title, language = in_language(edition, "name")
    return Entry(
        REGISTRATION_DUE, title, edition.get_absolute_url(), day, day, edition.host_country, language=language,
        is_planned=day >= today, is_sample=edition.is_sample,
    )  # fmt: skip
