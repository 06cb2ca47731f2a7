"""The writes of trips; nothing else changes them. Each records one audit event."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegations.flows import DELEGATION
from delegations.models import Clipping, Delegate, Delegation, DelegationMeeting, ItineraryItem, Leg
from exchange.audit.services import record
from exchange.core.rows import sync_rows
from exchange.directory.models import Person

REPORT_TEXTS = ("lessons_ko", "lessons_ja", "next_steps_ko", "next_steps_ja", "report_dated_on")


@transaction.atomic
def create_delegation(*, by, slug="", **fields):
    """Register a trip; without a slug it is called by the month it leaves, 2026-04, 2026-04-2, …"""
    delegation = Delegation(**fields)
    if slug:
        delegation.slug = slug
        delegation.full_clean()
        delegation.save()
    else:
        delegation.full_clean(exclude=["slug"])
        _save_under_free_slug(delegation)
    record("create", delegation, by=by)
    return delegation


@transaction.atomic
def change_delegation(*, delegation, by, **fields):
    return _change(delegation, "change", fields, by=by)


def cancel_delegation(*, delegation, reason, by):
    return DELEGATION.apply("cancel", delegation, by=by, at=timezone.now(), cancelled_reason=reason)


def restore_delegation(*, delegation, by):
    """Take a cancelled trip up again."""
    return DELEGATION.apply("restore", delegation, by=by, at=timezone.now(), cancelled_reason="")


@transaction.atomic
def set_delegates(*, delegation, rows, by):
    """The delegates in protocol order. A title left empty becomes that of the day of departure and stays."""
    delegation = _locked(delegation)
    existing = delegation.delegates.all()
    rows = _keep_people(existing, rows)
    people = Person.objects.with_posts().in_bulk([row["person"].pk for row in rows if row.get("person")])
    for row in rows:
        if row.get("person") and not row.get("title_ko"):
            post = people[row["person"].pk].post_on(delegation.starts_on)
            row["title_ko"] = post.title_ko if post else ""
            row["title_ja"] = row.get("title_ja") or (post.title_ja if post else "")
    _refuse_items_without_anybody(delegation, {row.get("id") for row in rows})
    delegates = sync_rows(existing, rows, build=lambda: Delegate(delegation=delegation))
    record("set_delegates", delegation, by=by, changes={"delegates": [str(d) for d in delegates]})
    return delegates


@transaction.atomic
def set_legs(*, delegation, rows, by):
    delegation = _locked(delegation)
    legs = sync_rows(delegation.legs.all(), rows, build=lambda: Leg(delegation=delegation))
    record("set_legs", delegation, by=by, changes={"legs": [str(leg) for leg in legs]})
    return legs


@transaction.atomic
def set_itinerary(*, delegation, rows, by):
    """The items; `delegates` are those who go (none: everybody), `meeting` one of the trip's meetings."""
    delegation = _locked(delegation)
    ours = set(delegation.delegates.values_list("pk", flat=True))
    meetings = set(delegation.meeting_links.values_list("meeting_id", flat=True))
    for place, row in enumerate(rows):
        if any(delegate.pk not in ours for delegate in row.get("delegates") or ()):
            raise _at_row(place, _("이 출장의 출장자가 아닌 사람이 있습니다."))
        if row.get("meeting") and row["meeting"].pk not in meetings:
            raise _at_row(place, _("이 출장의 면담이 아닙니다."))
    items = sync_rows(delegation.items.all(), rows, build=lambda: ItineraryItem(delegation=delegation))
    for item, row in zip(items, rows, strict=True):
        item.delegates.set(row.get("delegates") or ())
    record("set_itinerary", delegation, by=by, changes={"items": [f"{item.day} {item}" for item in items]})
    return items


@transaction.atomic
def set_clippings(*, delegation, rows, by):
    delegation = _locked(delegation)
    clippings = sync_rows(delegation.clippings.all(), rows, build=lambda: Clipping(delegation=delegation))
    record("set_clippings", delegation, by=by, changes={"clippings": [str(c) for c in clippings]})
    return clippings


@transaction.atomic
def write_report_texts(*, delegation, by, **texts):
    """The parts of the report that only its author can write: lessons, next steps and its date."""
    assert texts.keys() <= set(REPORT_TEXTS)
    return _change(delegation, "write_report_texts", texts, by=by)


@transaction.atomic
def link_meeting(*, delegation, meeting, item=None, by):
    """The meeting was held on this trip; `item` is the entry of the itinerary that planned it."""
    link = DelegationMeeting(delegation=delegation, meeting=meeting)
    link.full_clean()
    link.save()
    if item:
        delegation.items.filter(pk=item.pk).update(meeting=meeting)
    record("link_meeting", delegation, by=by, changes={"meeting": [None, str(meeting)]})
    return link


@transaction.atomic
def unlink_meeting(*, delegation, meeting, by):
    """The meeting stays, outside this trip; items of the itinerary lose their reference to it."""
    delegation.meeting_links.get(meeting=meeting).delete()
    delegation.items.filter(meeting=meeting).update(meeting=None)
    record("unlink_meeting", delegation, by=by, changes={"meeting": [str(meeting), None]})


def _locked(delegation):
    """Two people who save rows of one trip follow each other."""
    return Delegation.objects.select_for_update().get(pk=delegation.pk)


def _change(delegation, verb, fields, *, by):
    """Set the fields on the row as it stands now, so that what somebody else wrote beside them stays."""
    delegation = _locked(delegation)
    changes = {}
    for name, value in fields.items():
        before = getattr(delegation, name)
        if before != value:
            setattr(delegation, name, value)
            changes[name] = [None if v is None else str(v) for v in (before, value)]
    if changes:
        delegation.full_clean()
        delegation.save()
        record(verb, delegation, by=by, changes=changes)
    return delegation


def _save_under_free_slug(delegation, tries=20):
    """Somebody may take the same slug at the same moment: then the next one is tried."""
    month = f"{delegation.starts_on:%Y-%m}"
    for _try in range(tries):
        taken = set(Delegation.objects.filter(slug__startswith=month).values_list("slug", flat=True))
        names = (month if n == 1 else f"{month}-{n}" for n in range(1, len(taken) + 2))
        delegation.slug = next(name for name in names if name not in taken)
        try:
            with transaction.atomic():
                delegation.save(force_insert=True)
            return
        except IntegrityError:
            if _try == tries - 1:
                raise


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


def _refuse_items_without_anybody(delegation, kept_ids):
    """Nobody named means everybody: taking the last person out would silently send them all."""
    for item in delegation.items.prefetch_related("delegates"):
        going = {delegate.pk for delegate in item.delegates.all()}
        if going and not going & kept_ids:
            raise ValidationError(
                _("‘%(item)s’ 일정에 참석하는 사람이 아무도 남지 않습니다. 일정의 참석을 먼저 고쳐 주세요."),
                code="item_without_anybody",
                params={"item": item},
            )


def _at_row(place, message):
    error = ValidationError(message)
    error.row = place
    return error
