"""What goes along when a trip starts on another day."""

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from delegations.services import movable, parts_said

SHIFT = "move-shift"  # the number of days that the page showed


class MoveForm(forms.Form):
    """The parts of the plan, ticked when the whole trip moves: another length is rather a day more."""

    moves = forms.MultipleChoiceField(label=_("함께 옮길 것"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data=None, *, numbers, moves_all):
        super().__init__(data, prefix="move", initial={"moves": list(numbers) if moves_all else []})
        self.fields["moves"].choices = [(part, parts_said({part: n})) for part, n in numbers.items() if n]


class Move:
    """The offer beside the dates that `typed` holds; nothing to offer while they are those of the trip."""

    def __init__(self, delegation, typed):
        starts_on, ends_on = (_day(typed.get(name, "")) for name in ("starts_on", "ends_on"))
        self.shift = starts_on - delegation.starts_on if starts_on else None
        numbers = {part: rows.count() for part, rows in movable(delegation).items()} if self.shift else {}
        self.is_offered = any(numbers.values())
        if not self.is_offered:
            return
        self.held = delegation.meeting_links.count() - numbers["meetings"]
        self.was_shown = typed.get(SHIFT) == str(self.shift.days)
        moves_all = ends_on is not None and ends_on - delegation.ends_on == self.shift
        self.form = MoveForm(typed if self.was_shown else None, numbers=numbers, moves_all=moves_all)

    @property
    def heading(self):
        days = self.shift.days
        if days > 0:
            return ngettext("일정도 %(n)d일 뒤로 옮기기", "일정도 %(n)d일 뒤로 옮기기", days) % {"n": days}
        return ngettext("일정도 %(n)d일 앞으로 옮기기", "일정도 %(n)d일 앞으로 옮기기", -days) % {"n": -days}

    @property
    def wanted(self):
        return self.form.cleaned_data["moves"] if self.is_offered and self.form.is_valid() else ()


def _day(text):
    try:
        return parse_date(text)
    except ValueError:
        return None
