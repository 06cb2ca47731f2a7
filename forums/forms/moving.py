from functools import partial

from exchange.core import moving
from forums.services.shifting import parts_of


class Move(moving.Move):
    """Everything is ticked: a forum on another day is the same forum."""

    def __init__(self, edition, typed):
        super().__init__(edition.starts_on, typed, parts_of=partial(parts_of, edition))
