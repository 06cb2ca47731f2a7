"""Who may have sat at the table of a meeting: offered on its page, to be seated with one click."""

from dataclasses import dataclass

from exchange.directory.models import Person, Post
from exchange.meetings.enums import Side

MOST = 24  # of one body; others are found by typing
ALL_OURS = "all-ours"


@dataclass(frozen=True)
class Candidate:
    key: str
    side: str
    person: object
    title_ko: str
    title_ja: str
    organization: object = None
    goes: bool = False

    @property
    def row(self):
        """As a form begins with it: people and bodies by their keys."""
        person, body = self.person and self.person.pk, self.organization and self.organization.pk
        return {"side": self.side, "person": person, "organization": body} | {
            "title_ko": self.title_ko,
            "title_ja": self.title_ja,
        }

    def is_meant_by(self, button):
        return button == self.key or (button == ALL_OURS and self.goes and self.side == Side.OURS)


def candidates_for(meeting, occasion, user):
    """Ours on the occasion in protocol order, then who held a post at a counterpart on the day."""
    party = occasion.party(meeting) if occasion else []
    ours = [
        Candidate(f"ours-{place}", Side.OURS, each.person, each.title_ko, each.title_ja, goes=each.goes)
        for place, each in enumerate(party)
    ]
    return ours + [
        Candidate(f"post-{post.pk}", Side.COUNTERPART, post.person, post.title_ko, post.title_ja, post.organization)
        for post in _posts(meeting, user)
    ]


def _posts(meeting, user):
    posts = Post.objects.filter(
        organization__in=meeting.counterparts.all(), person__in=Person.objects.visible_to(user)
    ).held_on(meeting.local_day)
    return posts.select_related("person", "organization").order_by("organization", "pk")[:MOST]
