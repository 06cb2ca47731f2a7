"""An event in the reader's language: which fields changed, from what to what."""

import re
from collections import Counter
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exchange.core import days

SHOWN, LONGEST = 6, 160  # lines of one change, characters of one line
PAIR = 2  # what it was, what it is
_SILENT = {"version", "uid"}  # the machine's own; so is everything that holds a SHA-256
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAMES = {
    "name": gettext_lazy("파일"), "caption": gettext_lazy("설명"), "format": gettext_lazy("형식"),
    "meeting": gettext_lazy("면담"), "item": gettext_lazy("일정"),
    "source": gettext_lazy("원본 출장"), "clone": gettext_lazy("복제한 출장"),
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
    found = [_change(model, name, value) for name, value in event.changes.items() if name not in _SILENT]
    return [change for change in found if change]


def _change(model, name, value):
    if _SHA256.search(str(value)[:80]) or isinstance(value, dict):
        return None
    field = _field(model, name)
    label = str(_NAMES.get(name) or _label(field) or name)
    if not (isinstance(value, list) and len(value) == PAIR):
        return Change(label, after=_shown(field, value))
    before, after = value
    if isinstance(before, list) and isinstance(after, list):
        return _lines(label, [_line(each) for each in before], [_line(each) for each in after])
    if "\n" in f"{before}{after}":
        return _lines(label, str(before or "").splitlines(), str(after or "").splitlines())
    return Change(label, _shown(field, before), _shown(field, after) or _("없음"))


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
    return Truncator(str(value)).chars(LONGEST)


def _line(value):
    """A line of a list; a row of several columns leads with its number."""
    text = " ".join(str(part) for part in value[1:] if part) if isinstance(value, list) else str(value)
    return Truncator(text).chars(LONGEST)


def _lines(label, before, after):
    came, went = Counter(after) - Counter(before), Counter(before) - Counter(after)
    if not came and not went:
        note = _("순서만 바뀌었습니다.") if before != after else _("목록은 그대로입니다.")
        return Change(label, note=note)
    more = max(came.total() - SHOWN, 0) + max(went.total() - SHOWN, 0)
    note = ngettext("그 밖에 %(n)d줄", "그 밖에 %(n)d줄", more) % {"n": more} if more else ""
    return Change(label, came=tuple(came.elements())[:SHOWN], went=tuple(went.elements())[:SHOWN], note=note)
