"""The lines of the minutes as an outline: a level for each line, or a line above each line."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exchange.core.rows import ADD, DOWN, INDENT, OUTDENT, REMOVE, UP
from exchange.documents import outline as marks

MAX_LEVEL = 5


def levelled(points):
    """The stored lines in reading order, each with its `level` and the lines `below` it."""
    known, lines = {}, sorted(points, key=lambda point: (point.order, point.pk))
    for point in lines:
        above = known.get(point.parent_id)
        point.level, point.below = (above.level + 1 if above else 0), []
        if above:
            above.below.append(point)
        known[point.pk] = point
    return lines


def parents(levels):
    """For each line the index of the line it stands under, or None at the margin."""
    path, found = [], []
    for index, level in enumerate(levels):
        if not 0 <= level <= min(len(path), MAX_LEVEL):
            error = ValidationError(_("윗줄보다 한 단계만 안으로 들일 수 있습니다."), code="level")
            error.row = index
            raise error
        del path[level:]
        found.append(path[-1] if path else None)
        path.append(index)
    return found


def stepwise(rows):
    """Each row's `level` brought to what can be: at most one step deeper than the row above it."""
    deepest = 0
    for row in rows:
        row["level"] = min(_level(row), deepest)
        deepest = min(row["level"] + 1, MAX_LEVEL)
    return rows


def pasted(text):
    """(rows of the pasted lines, how many of them lay deeper than minutes go and stand at the last level)."""
    lines = marks.levelled(text)
    rows = [{"level": min(level, MAX_LEVEL), "text_ko": words} for level, words in lines]
    return rows, sum(level > MAX_LEVEL for level, _ in lines)


def flattened_note(number):
    words = ngettext(
        "%(number)d줄은 너무 깊어 마지막 단계(%(levels)d단계)에 두었습니다. 빠진 글은 없습니다.",
        "%(number)d줄은 너무 깊어 마지막 단계(%(levels)d단계)에 두었습니다. 빠진 글은 없습니다.",
        number,
    )
    return words % {"number": number, "levels": MAX_LEVEL + 1}


def rearranged(rows, action, at):
    """(rows, where the row stands now) after a button; a line takes along the lines below it."""
    rows = stepwise(rows)
    if action == ADD:
        level = rows[at]["level"] if at < len(rows) else 0
        rows.insert(at + 1, {"level": level})
        return rows, min(at + 1, len(rows) - 1)
    if at >= len(rows):
        return rows, at
    if action == REMOVE:
        del rows[at]
    elif action == INDENT or (action == OUTDENT and rows[at]["level"]):
        for row in rows[at : _end(rows, at)]:
            row["level"] += 1 if action == INDENT else -1
    elif action == UP and (before := _sibling_before(rows, at)) is not None:
        rows, at = _exchanged(rows, before, at), before
    elif action == DOWN and (after := _end(rows, at)) < len(rows) and rows[after]["level"] == rows[at]["level"]:
        at, rows = at + _end(rows, after) - after, _exchanged(rows, at, after)
    return stepwise(rows), at


def _level(row):
    """Rows that are only drawn again hold what the browser sent, whatever it was."""
    try:
        return max(int(row.get("level") or 0), 0)
    except ValueError:
        return 0


def _end(rows, at):
    """The first row after this one and the rows below it."""
    level = rows[at]["level"]
    return next((i for i in range(at + 1, len(rows)) if rows[i]["level"] <= level), len(rows))


def _sibling_before(rows, at):
    for i in range(at - 1, -1, -1):
        if rows[i]["level"] <= rows[at]["level"]:
            return i if rows[i]["level"] == rows[at]["level"] else None
    return None


def _exchanged(rows, first, second):
    """Two neighbouring lines, each with its lines below, in the other order."""
    end = _end(rows, second)
    return rows[:first] + rows[second:end] + rows[first:second] + rows[end:]
