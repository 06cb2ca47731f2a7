"""What goes along when something that has a plan starts on another day."""

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

SHIFT = "move-shift"  # the number of days that the page showed


class MoveForm(forms.Form):
    moves = forms.MultipleChoiceField(label=_("함께 옮길 것"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data=None, *, parts, moves_all):
        super().__init__(data, prefix="move", initial={"moves": list(parts) if moves_all else []})
        self.fields["moves"].choices = list(parts.items())


class Move:
    """The offer beside the first day that `typed` holds; nothing to offer while it is that of the plan.

    `parts_of()`: {part of the plan: its words}. templates/components/moves.html shows it.
    """

    question = _("첫날이 바뀌었습니다. 함께 옮길 것을 고르고 다시 저장해 주세요.")
    note = ""

    def __init__(self, starts_on, typed, *, parts_of):
        day = day_in(typed, "starts_on")
        self.shift = day - starts_on if day and starts_on else None
        parts = parts_of() if self.shift else {}
        self.is_offered = bool(parts)
        if self.is_offered:
            self.was_shown = typed.get(SHIFT) == str(self.shift.days)
            self.form = MoveForm(typed if self.was_shown else None, parts=parts, moves_all=self.moves_all(typed))

    def moves_all(self, typed):
        """Whether the page proposes that everything goes along."""
        return True

    @property
    def heading(self):
        days = self.shift.days
        if days > 0:
            return ngettext("일정도 %(n)d일 뒤로 옮기기", "일정도 %(n)d일 뒤로 옮기기", days) % {"n": days}
        return ngettext("일정도 %(n)d일 앞으로 옮기기", "일정도 %(n)d일 앞으로 옮기기", -days) % {"n": -days}

    @property
    def wanted(self):
        return self.form.cleaned_data["moves"] if self.is_offered and self.form.is_valid() else ()


def day_in(typed, name):
    try:
        return parse_date(typed.get(name, ""))
    except ValueError:
        return None
