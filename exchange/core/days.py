"""Days as pages write them: `2024. 7. 17.(수)` in Korean, the reader's own custom in other languages.

Documents have their own wording (exchange.documents.wording); these follow the language of the page.
"""

from django.core.exceptions import ValidationError
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from exchange.core.languages import once_a_language

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


def years_of(rows, field):
    """The years from the newest row to the oldest, for a filter; an index answers it, however many rows there are."""
    ends = rows.aggregate(first=Min(field), last=Max(field))
    if not ends["last"]:
        return []
    first, last = (timezone.localtime(end) if hasattr(end, "hour") else end for end in ends.values())
    return range(last.year, first.year - 1, -1)


def weekday(value):
    """The short name: 수."""
    return WEEKDAYS[value.weekday()]


@once_a_language
def _forms():
    forms = pgettext("날짜", "{y}. {m}. {d}.({w})"), pgettext("날짜", "{m}. {d}.({w})")
    return *forms, [str(name) for name in WEEKDAYS]


def _written(value, form, names):
    return form.format(y=value.year, m=value.month, d=value.day, w=names[value.weekday()])


def day(value, reads=None):
    whole, _short, names = _forms(reads)
    return _written(value, whole, names)


def short_day(value, reads=None):
    _whole, short, names = _forms(reads)
    return _written(value, short, names)


def period(first, last, reads=None):
    """First to last day; the year stands once when it is the same."""
    if first == last:
        return day(first, reads)
    return f"{day(first, reads)} ~ {(short_day if first.year == last.year else day)(last, reads)}"
