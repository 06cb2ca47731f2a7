"""What goes along when an edition starts on another day: programme, tasks, and when people register."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.core import zones
from exchange.core.languages import in_each_language
from forums.models import Talk
from forums.services.programme import follow_edition
from forums.succession import OPENING, PROGRAMME, TASKS

PARTS = (PROGRAMME, TASKS, OPENING)
INSTANTS = ("registration_opens_at", "registration_closes_at")
NO_DAYS = timedelta(0)


def parts_of(edition):
    """{part: `순서 6, 발표 2`} of those that the edition has."""
    return _said(_numbers(edition))


def _numbers(edition):
    return {
        "sessions": edition.sessions.count(),
        "talks": Talk.objects.filter(session__edition=edition).count(),
        "tasks": edition.tasks.count(),
        "instants": sum(getattr(edition, name) is not None for name in INSTANTS),
    }


def _said(numbers):
    sessions, talks, tasks, instants = numbers.values()
    programme = [ngettext("순서 %(n)d", "순서 %(n)d", sessions) % {"n": sessions}] if sessions else []
    programme += [ngettext("발표 %(n)d", "발표 %(n)d", talks) % {"n": talks}] if talks else []
    said = {
        PROGRAMME: ", ".join(programme),
        TASKS: ngettext("준비 할 일 %(n)d", "준비 할 일 %(n)d", tasks) % {"n": tasks} if tasks else "",
        OPENING: _("참가 신청 기간") if instants else "",
    }
    return {part: words for part, words in said.items() if words}


class Shift:
    """From the first day and the clock `before` to those that the claimed `row` has now."""

    def __init__(self, row, before, moves):
        self.row, self.moves, self.before = row, moves, before
        self.starts_on, self.zone = (before.get(name, getattr(row, name)) for name in ("starts_on", "zone"))
        self.days = row.starts_on - self.starts_on if row.starts_on and self.starts_on else NO_DAYS

    def move_opening(self, facts):
        """So many days later at the same hour of the venue; not what was typed anew."""
        if OPENING not in self.moves or not self.days:
            return
        for name in INSTANTS:
            stood = self.before.get(name, getattr(self.row, name))
            clock = stood and zones.local(stood, self.zone).replace(tzinfo=None)
            typed = facts.get(name, stood)
            anew = name in facts and (typed and zones.local(typed, self.row.zone).replace(tzinfo=None)) != clock
            if clock and not anew:
                setattr(self.row, name, zones.to_instant(clock.date() + self.days, clock.time(), self.row.zone))

    def move_plan(self, *, by):
        """Returns what the history says of it."""
        row = self.row
        days = self.days if PROGRAMME in self.moves else NO_DAYS
        if days or self.zone != row.zone:
            follow_edition(row, days=days, zone=self.zone, by=by)
        if self.starts_on != row.starts_on:
            self._move_tasks()
        numbers = _numbers(row) if self.days else {}
        return {"moved": in_each_language(lambda: self._told(numbers))} if any(numbers.values()) else {}

    def _told(self, numbers):
        parts = ", ".join(words for part, words in _said(numbers).items() if part in self.moves) or _("없음")
        return _("%(parts)s: %(days)+d일") % {"parts": parts, "days": self.days.days}

    def _move_tasks(self):
        """A task is due so many days from the first day, at no day while that is open. One that does not go along is
        from now on due so many days more or less from it.
        """
        tasks = list(self.row.tasks.all())
        for task in tasks:
            if TASKS in self.moves or not self.days:
                task.due_on = self.row.starts_on and self.row.starts_on + timedelta(days=task.days)
                continue
            task.days -= self.days.days
            try:
                task.full_clean(exclude={"edition", "owner", "done_by"}, validate_unique=False)
            except ValidationError as error:
                message = f"‘{task.local_title}’: {' '.join(error.messages)}"
                raise ValidationError(message, code="shifted") from error
        self.row.tasks.model.objects.bulk_update(tasks, ["days", "due_on"])
