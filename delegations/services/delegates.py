from django.db import transaction

from delegations.enums import DelegateGroup
from delegations.models import Delegate
from delegations.services.journeys import nobody_left
from delegations.services.removals import keeping_calendars
from exchange.audit.versions import claim, settle
from exchange.core.languages import in_each_language
from exchange.core.sync import sync_rows
from exchange.directory.models import Person
from exchange.directory.titles import entitle


@transaction.atomic
def set_delegates(*, delegation, rows, version=None, by):
    """The delegates in protocol order. A title left empty becomes that of the day of departure and stays."""
    delegation = claim(delegation, "set_delegates", version)
    existing = delegation.delegates.select_related("person")
    before = [_line(delegate) for delegate in existing]
    rows = _keep_people(existing, rows)
    rows = entitle(rows, delegation.starts_on)
    _refuse_entries_without_anybody(delegation, {row.get("id") for row in rows})
    with keeping_calendars(delegation):
        delegates = sync_rows(existing, rows, build=lambda: Delegate(delegation=delegation))
    settle(delegation, "set_delegates", by=by, delegates=[before, [_line(delegate) for delegate in delegates]])
    return delegates


@transaction.atomic
def take_delegates(*, delegation, delegates, by):
    """Delegates of another trip come along on this one as well, each at the end of his group.

    Whoever is here already stays as he is; the others get the titles of the posts held on the day of departure.
    """
    delegation = type(delegation)._default_manager.select_for_update(of=("self",)).get(pk=delegation.pk)
    here = [_row(d) | {"id": d.pk} for d in delegation.delegates.select_related("person")]
    posts = posts_then(delegates, delegation.starts_on)
    known = {(row["person"], "" if row["person"] else row["title_ko"]) for row in here}
    new = [
        _row(d) | ({"title_ko": "", "title_ja": ""} if posts[d.pk] else {})
        for d in delegates
        if (d.person, "" if d.person else d.title_ko) not in known
    ]
    groups = list(DelegateGroup)
    rows = sorted(here + new, key=lambda row: groups.index(row["group"]))
    return set_delegates(delegation=delegation, rows=rows, by=by)


def posts_then(delegates, day):
    """{delegate.pk: the post that the person holds on that day, or None}"""
    people = Person.objects.with_posts().in_bulk([d.person_id for d in delegates if d.person_id])
    return {d.pk: people[d.person_id].post_on(day) if d.person_id else None for d in delegates}


def _row(delegate):
    return {name: getattr(delegate, name) for name in ("group", "person", "title_ko", "title_ja")}


def _line(delegate):
    return in_each_language(lambda: delegate.local_label)


def _keep_people(existing, rows):
    """A delegate is the person: rows that exchanged their people keep the person's own record."""
    by_person = {delegate.person_id: delegate.pk for delegate in existing if delegate.person_id}
    claimed = {by_person.get(row["person"].pk) for row in rows if row.get("person")}
    kept = []
    for row in rows:
        own = by_person.get(row["person"].pk) if row.get("person") else None
        spare = row.get("id") if row.get("id") not in claimed else None
        kept.append({**row, "id": own or spare})
    return kept


def _refuse_entries_without_anybody(delegation, kept_ids):
    """Nobody named means everybody: taking the last person out would silently send them all."""
    for entry in [*delegation.items.prefetch_related("delegates"), *delegation.legs.prefetch_related("delegates")]:
        going = {delegate.pk for delegate in entry.delegates.all()}
        if going and not going & kept_ids:
            raise nobody_left(entry)
