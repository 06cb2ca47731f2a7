"""Days as pages write them: `2024. 7. 17.(수)` in Korean, the reader's own custom in other languages.

Documents have their own wording (exchange.documents.wording); these follow the language of the page.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

FIRST_YEAR, LAST_YEAR = 1960, 2100

WEEKDAYS = (
    pgettext_lazy("요일", "월"),
    pgettext_lazy("요일", "화"),
    pgettext_lazy("요일", "수"),
    pgettext_lazy("요일", "목"),
    pgettext_lazy("요일", "금"),
    pgettext_lazy("요일", "토"),
    pgettext_lazy("요일", "일"),
)


def validate_year(value):
    """For days and instants of the exchange: a slip of the keyboard (0202, 20204) is found at the field."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(
            _("%(first)s년부터 %(last)s년 사이의 날짜를 적어 주세요."),
            code="year",
            params={"first": FIRST_YEAR, "last": LAST_YEAR},
        )


def weekday(value):
    """The short name: 수."""
    return WEEKDAYS[value.weekday()]


def _written(value, form):
    return form.format(y=value.year, m=value.month, d=value.day, w=weekday(value))


def day(value):
    return _written(value, pgettext("날짜", "{y}. {m}. {d}.({w})"))


def short_day(value):
    return _written(value, pgettext("날짜", "{m}. {d}.({w})"))


def period(first, last):
    """First to last day; the year stands once when it is the same."""
    if first == last:
        return day(first)
    return f"{day(first)} ~ {short_day(last) if first.year == last.year else day(last)}"
