"""What the other side finds on its first page."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from exchange.directory.models import Organization
from exchange.meetings.enums import Side
from exchange.mous.enums import Obligor
from exchange.mous.models import Commitment, Mou

SHOWN = 6


@dataclass(frozen=True)
class First:
    """The first rows of a list, and how many there are."""

    rows: list
    count: int

    @classmethod
    def of(cls, found):
        rows = list(found[: SHOWN + 1])
        return cls(rows[:SHOWN], len(rows) if len(rows) <= SHOWN else found.count())


class Desk:
    """For who speaks for a counterpart: what waits for a word, what the own body has promised, and what is signed."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def bodies(self):
        return list(Organization.objects.represented_by(self.user).only("name_ko", "name_ja", "name_en"))

    @property
    def promises(self):
        return Commitment.objects.visible_to(self.user).listed()

    @cached_property
    def waiting(self):
        return First.of(self.promises.awaiting_answer(Side.COUNTERPART))

    @cached_property
    def own(self):
        """What they owe, alone or together with us, until it is done."""
        return First.of(self.promises.live().filter(obligor__in=[Obligor.COUNTERPART, Obligor.JOINT]))

    @cached_property
    def ours(self):
        """What KBIZ owes them."""
        return First.of(self.promises.live().filter(obligor=Obligor.OURS))

    @cached_property
    def mous(self):
        return First.of(Mou.objects.visible_to(self.user))
