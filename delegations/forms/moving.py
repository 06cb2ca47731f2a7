from django.utils.translation import gettext_lazy as _

from delegations.services import movable, parts_said
from exchange.core import moving


class Move(moving.Move):
    """Everything is ticked when the whole trip moves: another length is rather a day more."""

    question = _("출발일이 바뀌었습니다. 함께 옮길 것을 고르고 다시 저장해 주세요.")

    def __init__(self, delegation, typed):
        self.delegation = delegation
        super().__init__(delegation.starts_on, typed, parts_of=self._parts)

    def _parts(self):
        numbers = {part: rows.count() for part, rows in movable(self.delegation).items()}
        if self.delegation.meeting_links.count() > numbers["meetings"]:
            self.note = _("이미 마쳤거나 취소한 면담은 옮기지 않습니다.")
        return {part: parts_said({part: n}) for part, n in numbers.items() if n}

    def moves_all(self, typed):
        ends_on = moving.day_in(typed, "ends_on")
        return ends_on is not None and ends_on - self.delegation.ends_on == self.shift
