"""Days as pages write them: `2024. 7. 17.(수)` in Korean, the reader's own custom in other languages.

Documents have their own wording (exchange.documents.wording); these follow the language of the page.
"""

from django.utils.translation import pgettext, pgettext_lazy

WEEKDAYS = (
    pgettext_lazy("요일", "월"),
    pgettext_lazy("요일", "화"),
    pgettext_lazy("요일", "수"),
    pgettext_lazy("요일", "목"),
    pgettext_lazy("요일", "금"),
    pgettext_lazy("요일", "토"),
    pgettext_lazy("요일", "일"),
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
