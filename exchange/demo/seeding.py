"""Load the demo: what is there already stays as it is."""

from django.db import transaction
from django.utils import timezone

from delegations.importing import import_delegation
from delegations.interchange import FORMAT, VERSION
from delegations.models import Delegation
from delegations.services import change_delegation
from exchange.demo import osaka, tokyo, visit
from exchange.demo.accounts import add_accounts, represent_counterpart
from exchange.demo.advice import add_advice
from exchange.demo.bodies import ORGANIZATIONS
from exchange.demo.forums import SERIES, add_forums
from exchange.demo.people import PEOPLE
from exchange.demo.photos import sample_photo
from exchange.demo.promises import add_promises
from exchange.mous.models import Commitment
from exchange.mous.services import miss_past_occurrences


@transaction.atomic
def seed_demo():
    """The accounts, the trip of July 2024, its promises, the forums, samples of a trip and of advice; returns the
    accounts."""
    accounts = add_accounts()
    staff = accounts[0]
    for slug, document in ((tokyo.TRIP["slug"], tokyo_document), (osaka.SLUG, osaka_document)):
        if not Delegation.objects.filter(slug=slug).exists():
            import_delegation(document(), by=staff)
    add_promises(owner=staff, by=staff)
    represent_counterpart(accounts)
    add_advice(accounts=accounts, by=staff)
    add_forums(owner=staff, by=staff)
    miss_past_occurrences(today=timezone.localdate())  # what no forum has proved by now
    _add_visit(by=staff)
    return accounts


def _add_visit(*, by):
    """The guests come for the forum: both keep the same promise."""
    if not Delegation.objects.filter(slug=visit.SLUG).exists():
        guests = import_delegation(_document(visit.trip(), {}), by=by)
        promise = Commitment.objects.filter(forum_series__slug=SERIES["slug"]).first()
        change_delegation(delegation=guests, commitment=promise, by=by)


def tokyo_document():
    files, photos = {}, {}
    for meeting, scene, *captions in tokyo.PHOTOS:
        entry, copies = sample_photo(scene, *captions)
        photos.setdefault(meeting["uid"], []).append(entry)
        files |= copies
    meetings = [{**meeting, "photos": photos.get(meeting["uid"], [])} for meeting in tokyo.MEETINGS]
    return _document({**tokyo.TRIP, "meetings": meetings}, files)


def osaka_document():
    return _document(osaka.trip(timezone.localdate()), {})


def _document(trip, files):
    return {
        "format": FORMAT, "version": VERSION, "organizations": ORGANIZATIONS, "people": PEOPLE,
        "delegation": trip, "files": files,
    }  # fmt: skip
