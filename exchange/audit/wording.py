"""An event in the reader's language: which fields changed, from what to what."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from exchange.core import days, languages

SHOWN, LONGEST = 6, 160  # lines of one change, characters of one line
PAIR = 2  # what it was, what it is
_SILENT = {"version", "uid"}  # the machine's own; so is everything that holds a SHA-256
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAY_FIRST = re.compile(r"\A\d{4}-\d\d-\d\d(?= |$)")
_NAMES = {
    "name": gettext_lazy("파일"), "caption": gettext_lazy("설명"), "format": gettext_lazy("형식"),
    "meeting": gettext_lazy("면담"), "item": gettext_lazy("일정"),
    "moved": gettext_lazy("함께 옮김"), "moved_with": gettext_lazy("날짜를 옮긴 출장"),
    "source": gettext_lazy("원본 출장"), "clone": gettext_lazy("복제한 출장"),
    "reason": gettext_lazy("까닭"), "year": pgettext_lazy("하나", "해"), "evidence": gettext_lazy("근거"),
    "dated_on": gettext_lazy("일어난 날"), "side": gettext_lazy("편"), "answer": gettext_lazy("답"),
    "comment": gettext_lazy("의견"),
    "to": gettext_lazy("옮긴 곳"), "taken_from": gettext_lazy("가져온 곳"),
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """A field's two values, or the lines that came and went."""

    label: str
    before: str = ""
    after: str = ""
    came: tuple = ()
    went: tuple = ()
    note: str = ""


def changes_of(event):
    """The event's changes as people read them; model and fields are found by the names it kept."""
    try:
        model = apps.get_model(event.object_type)
    except LookupError:
        model = None
    return [c for name, value in event.changes.items() if name not in _SILENT for c in _changes(model, name, value)]


def _changes(model, name, value):
    if _SHA256.search(str(value)[:80]) or (isinstance(value, dict) and "ko" not in value):
        return []
    field = _field(model, name)
    label = str(_NAMES.get(name) or _label(field) or name)
    if not (isinstance(value, list) and len(value) == PAIR):
        return [Change(label, after=_shown(field, value))]
    before, after = value
    if isinstance(before, list) and isinstance(after, list):
        return _rows(label, before, after) if _are_rows(before + after) else [_lines(label, before, after)]
    if "\n" in f"{before}{after}":
        return [_lines(label, str(before or "").splitlines(), str(after or "").splitlines())]
    was, now = _shown(field, before), _shown(field, after)
    if was == now:  # the line says where; what changed is not in it
        return [Change(label, after=now, note=_("그 밖의 내용이 바뀌었습니다."))]
    return [Change(label, was, now or _("없음"))]


def _field(model, name):
    try:
        return model and model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _label(field):
    if field is None:
        return ""
    return field.verbose_name if field.concrete else field.related_model._meta.verbose_name


def _shown(field, value):
    """A value as it was kept, in words: a coded one by its label, days and times as pages write them."""
    if value in (None, ""):
        return ""
    if isinstance(value, list):
        return ", ".join(map(_line, value))
    if choices := dict(getattr(field, "flatchoices", None) or ()):
        return str(choices.get(value, value))
    if isinstance(field, models.DateTimeField) and (instant := parse_datetime(str(value))):
        local = timezone.localtime(instant)
        return f"{days.day(local)} {local:%H:%M}"
    if isinstance(field, models.DateField) and (day := parse_date(str(value))):
        return days.day(day)
    return _line(value)


def _line(value):
    """A kept line in the reader's language; the day that it begins with as pages write days."""
    text = _DAY_FIRST.sub(_day, str(languages.to_reader(value)), count=1) if value else ""
    return Truncator(text).chars(LONGEST)


def _day(found):
    try:
        return days.day(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]


def _are_rows(values):
    """Rows of several columns lead with their number, and are the same ones before and after."""
    return bool(values) and all(isinstance(each, list) for each in values)


def _rows(label, before, after):
    """Each row that says something else now, and whether they stand in another order."""
    was = {number: _row(columns) for number, *columns in before}
    found = [
        Change(f"{label} {place}", was.get(number, ""), _row(columns) or _("없음"))
        for place, (number, *columns) in enumerate(after, start=1)
        if _row(columns) != was.get(number, "")
    ]
    if [number for number, *_columns in before] != [number for number, *_columns in after]:
        found.append(Change(label, note=_("순서를 바꾸었습니다.")))
    return found or [Change(label, note=_("내용은 그대로 두고 확인했습니다."))]


def _row(columns):
    return Truncator(" / ".join(str(part) for part in columns if part)).chars(LONGEST)


def _lines(label, before, after):
    before, after = [_line(each) for each in before], [_line(each) for each in after]
    came, went = Counter(after) - Counter(before), Counter(before) - Counter(after)
    if not came and not went:
        note = _("순서만 바뀌었습니다.") if before != after else _("목록은 그대로입니다.")
        return Change(label, note=note)
    more = max(came.total() - SHOWN, 0) + max(went.total() - SHOWN, 0)
    note = ngettext("그 밖에 %(n)d줄", "그 밖에 %(n)d줄", more) % {"n": more} if more else ""
    return Change(label, came=tuple(came.elements())[:SHOWN], went=tuple(went.elements())[:SHOWN], note=note)
