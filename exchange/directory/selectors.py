from dataclasses import dataclass, field

from django.utils import timezone

from exchange.directory.models import Person, Post


@dataclass
class Holders:
    """The people of a body by what their posts say today."""

    now: list = field(default_factory=list)
    later: list = field(default_factory=list)
    before: list = field(default_factory=list)


def posts_by_time(posts, today=None):
    """Posts held now, from a later day on, and before."""
    today = today or timezone.localdate()
    holders = Holders()
    for post in posts:
        if post.covers(today):
            holders.now.append(post)
        elif post.since and post.since > today:
            holders.later.append(post)
        else:
            holders.before.append(post)
    return holders


def posts_at(organization, *, user):
    """The posts at this body whose holders the user may see."""
    seen = Person.objects.visible_to(user)
    return Post.objects.filter(organization=organization, person__in=seen).select_related("person")
