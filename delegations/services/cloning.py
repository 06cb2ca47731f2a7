import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from delegations.models import Delegate, ItineraryItem, Leg
from delegations.services.delegates import posts_then
from delegations.services.shifting import named, shifted_leg
from delegations.services.trips import create_delegation
from exchange.audit.services import record
from exchange.core.days import validate_year

CLONED_TEXTS = ("department", "lessons", "next_steps")
_FRAME = ("direction", "country", "place_ko", "place_ja", "purpose_ko", "purpose_ja", "is_sample")
_LEG = (
    "mode", "direction", "number", "origin_code", "origin_ko", "origin_ja", "origin_zone",
    "destination_code", "destination_ko", "destination_ja", "destination_zone",
)  # fmt: skip
_ITEM = ("starts", "ends", "zone", "kind", "title_ko", "title_ja", "place_ko", "place_ja", "address", "order")


@transaction.atomic
def clone_delegation(*, source, starts_on, delegates=(), items=(), legs=(), texts=(), keep_titles=False, by, **facts):
    """The plan of `source` again, from another day on. Minutes, photos and cuttings never come along.

    `delegates`, `items`, `legs`: those of the source that are wanted; `texts`: some of CLONED_TEXTS; `facts`:
    another title or purpose. Titles of people are those of the posts on the new day, unless they are kept.
    """
    validate_year(starts_on)
    shift = starts_on - source.starts_on
    columns = [f"{text}_{language}" for text in texts for language in ("ko", "ja")]
    copied = _copied(source, [*_FRAME, *columns]) | titles_in(source, starts_on.year) | facts
    dates = {"starts_on": starts_on, "ends_on": source.ends_on + shift}
    clone = create_delegation(source=source, owner=by, by=by, **dates, **copied)
    people = _clone_delegates(clone, delegates, keep_titles)
    for leg in legs:
        _clone(Leg, clone, leg, people, **_copied(leg, _LEG), **shifted_leg(leg, shift))
    for item in items:
        _clone(ItineraryItem, clone, item, people, day=item.day + shift, **_copied(item, _ITEM))
    record("clone", source, by=by, changes={"clone": clone.slug})
    return clone


def titles_in(source, year):
    """The trip's titles with its own year replaced by this one."""
    own = re.compile(rf"(?<!\d){source.starts_on.year}(?!\d)")
    return {name: own.sub(str(year), getattr(source, name)) for name in ("title_ko", "title_ja")}


def _copied(row, names):
    return {name: getattr(row, name) for name in names}


def _clone_delegates(clone, delegates, keep_titles):
    """{the source's delegate: the clone's}"""
    posts = {} if keep_titles else posts_then(delegates, clone.starts_on)
    people = {}
    for order, delegate in enumerate(delegates):
        named = posts.get(delegate.pk) or delegate
        people[delegate.pk] = Delegate(
            delegation=clone, group=delegate.group, person=delegate.person, order=order,
            title_ko=named.title_ko, title_ja=named.title_ja,
        )  # fmt: skip
        people[delegate.pk].full_clean()
        people[delegate.pk].save()
    return people


def _clone(model, clone, row, people, **columns):
    new = model(delegation=clone, **columns)
    try:
        new.full_clean()
    except ValidationError as error:
        raise named(row, error) from error
    new.save()
    goers = [delegate.pk for delegate in row.delegates.all()]
    going = [people[pk] for pk in goers if pk in people]
    if goers and people and not going:  # nobody named means everybody
        raise ValidationError(
            _("‘%(row)s’에 가던 사람이 아무도 없습니다. 그 사람을 고르거나 이 줄을 빼 주세요."),
            code="without_anybody",
            params={"row": row},
        )
    new.delegates.set(going)
