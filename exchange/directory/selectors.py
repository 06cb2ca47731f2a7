from dataclasses import dataclass

from django.utils import timezone

from exchange.accounts.enums import Role
from exchange.accounts.models import User
from exchange.accounts.roles import reads_everything
from exchange.core.prepared import prepared, prepared_many
from exchange.directory.models import Merge, Organization, OrganizationFigure, Person, Post

SHOWN = 50
OUTSIDERS = {Role.COUNTERPART, Role.AMBASSADOR}


@dataclass
class Shown:
    """The first posts of a list that may be long, and how many there are."""

    posts: list
    count: int


@dataclass
class ByTime:
    """Posts held today, from a later day on, and before."""

    now: Shown
    later: Shown
    before: Shown


def posts_of(person):
    return _by_time(person.posts.select_related("organization"))


def _held_at(bodies):
    return Post.objects.filter(organization__in=bodies).select_related("person")


_first_held_at = prepared_many(lambda bodies: _held_at(bodies)[: SHOWN + 1], most=1)


def posts_at(organization, *, user):
    """The posts at this body whose holders the user may see."""
    posts = _held_at([organization.pk])
    if reads_everything(user):
        return _by_time(posts, _first_held_at([organization.pk]))
    return _by_time(posts.filter(person__in=Person.objects.visible_to(user)))


def _below(bodies):
    return bodies.only("parent", "name_ko", "name_ja", "name_en")[:SHOWN]


_all_below = prepared(lambda body: _below(Organization.objects.filter(parent=body)))


def children_of(organization, *, user):
    """The first of the bodies below this one, by their names."""
    if reads_everything(user):
        return _all_below(organization.pk)
    return _below(organization.children.visible_to(user))


figures_of = prepared(lambda body: OrganizationFigure.objects.filter(organization=body))


def merges_into(record, *, user):
    """Records that went into this one and can come back, the latest first."""
    merges = Merge.objects.visible_to(user).standing().of(record)
    return merges.select_related("merged_by").defer("steps").order_by("-pk")


def accounts_of_others():
    """Accounts of people outside our own body: what they see hangs on who they are."""
    return User.objects.filter(role__in=OUTSIDERS)


def accounts_to_link():
    """Those of them that are nobody's yet."""
    return accounts_of_others().active().filter(person=None).order_by("name", "email")


def _by_time(posts, first=None):
    """Where all of them fit on the page they are parted here, which takes one query instead of three.

    `first`: what was fetched of them already.
    """
    today, all_of_them = timezone.localdate(), list(posts[: SHOWN + 1]) if first is None else first
    if len(all_of_them) <= SHOWN:
        now = [post for post in all_of_them if post.covers(today)]
        later = [post for post in all_of_them if post.since and post.since > today]
        before = [post for post in all_of_them if post.until and post.until < today]
        return ByTime(*[Shown(part, len(part)) for part in (now, later, before)])
    return ByTime(
        now=_shown(posts.held_on(today)),
        later=_shown(posts.upcoming(today=today)),
        before=_shown(posts.over(today=today)),
    )


def _shown(posts):
    first = list(posts[: SHOWN + 1])
    return Shown(first[:SHOWN], len(first) if len(first) <= SHOWN else posts.count())
