"""One of everything, so that every address has an object to be asked for.

Where a row can be one's own, it comes twice: `own` (of the user of that role) and `other`, a look-alike.
"""

from dataclasses import dataclass, field

from django.utils import timezone

from delegations.models import Delegation, DelegationMeeting
from exchange.accounts import selectors as accounts
from exchange.accounts.enums import Role
from exchange.accounts.models import User
from exchange.directory.merging import merge_people
from exchange.documents.blocks import Photos, Picture
from exchange.meetings.models import Meeting
from tests.factories.accounts import UserFactory
from tests.factories.delegations import (
    ClippingFactory,
    DelegateFactory,
    DelegationFactory,
    ItineraryItemFactory,
    LegFactory,
)
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.documents import DocumentFactory, EditionFactory, RenditionFactory
from tests.factories.meetings import AttachmentFactory, AttendanceFactory, MeetingFactory, PhotoFactory, PointFactory
from tests.factories.mous import ClauseFactory, CommitmentFactory, EvidenceFactory, MouFileFactory
from tests.factories.notices import NoticeFactory

ROLES = ["anonymous", "staff", "manager", "executive", "ambassador", "counterpart", "administrator"]


@dataclass
class World:
    users: dict
    delegation: Delegation
    meeting: Meeting
    rows: dict = field(default_factory=dict)  # (url name without its verb, parameter) -> {label: value}

    def examples(self, name, parameters):
        """Keyword arguments for the address, by a label; empty when this module knows none."""
        if name == "account_reset_password_from_key":
            return {"forged": {"uidb36": "1", "key": "set-password"}}
        choices = {parameter: self._values(name, parameter) for parameter in parameters}
        if not all(choices.values()):
            return {}
        longest = max(choices.values(), key=len)
        return {
            label: {parameter: values.get(label, next(iter(values.values()))) for parameter, values in choices.items()}
            for label in longest
        }

    def _values(self, name, parameter):
        namespace, _, view = name.partition(":")
        noun = view.split("_")[0]
        for key in ((namespace, noun, parameter), (namespace, "*", parameter)):
            if key in self.rows:
                return self.rows[key]
        return {}


def make_world():
    users = {role: UserFactory(**{role: True}) for role in Role.values} | {
        "administrator": UserFactory(administrator=True)
    }
    delegation, meeting = make_trip()
    promises = {"own": make_promises(users["counterpart"]), "other": make_promises(None)}
    organization, own = OrganizationFactory(), PersonFactory(user=users["ambassador"])
    stranger = PersonFactory()
    PostFactory(person=stranger, organization=organization)
    merge = merge_people(kept=stranger, gone=PersonFactory(), choices={}, by=users["staff"])
    photo, attachment = PhotoFactory(meeting=meeting), AttachmentFactory(meeting=meeting)
    picture = Picture(photo.print_sha256, "예시", photo.width, photo.height)
    edition = EditionFactory(
        document=DocumentFactory(subject_id=delegation.pk), published=True, blocks=(Photos("행사사진", (picture,)),)
    )
    rendition = RenditionFactory(edition=edition, ready=True)
    invited = UserFactory(password="!", invited_at=timezone.now(), invited_by=users["administrator"])
    world = World(users, delegation, meeting)
    one = {"": delegation.slug}
    people = {"own": own, "other": stranger}
    notices = {
        label: NoticeFactory(subject=delegation, recipient=recipient).pk
        for label, recipient in (("own", users["ambassador"]), ("other", users["staff"]))
    }
    world.rows = {
        ("delegations", "*", "slug"): one,
        ("delegations", "*", "meeting"): {"": meeting.pk},
        ("delegations", "*", "item"): {"": delegation.items.get().pk},
        ("delegations", "*", "delegate"): {"": delegation.delegates.get().pk},
        ("delegations", "*", "clipping"): {"": delegation.clippings.get().pk},
        ("delegations", "*", "number"): {"": 1},
        ("delegations", "delegate", "pk"): {"": delegation.delegates.get().pk},
        ("meetings", "meeting", "pk"): {"": meeting.pk},
        ("meetings", "photo", "pk"): {"": photo.pk},
        ("meetings", "attachment", "pk"): {"": attachment.pk},
        ("mous", "mou", "pk"): {label: clause.mou.pk for label, (clause, _) in promises.items()},
        ("mous", "mou", "file"): {label: clause.mou.files.get().pk for label, (clause, _) in promises.items()},
        ("mous", "counterpart", "pk"): {
            label: commitment.counterpart_id for label, (_, commitment) in promises.items()
        },
        ("mous", "commitment", "pk"): {label: commitment.pk for label, (_, commitment) in promises.items()},
        ("documents", "edition", "pk"): {"": edition.pk},
        ("documents", "edition", "sha256"): {"": photo.print_sha256},
        ("documents", "rendition", "pk"): {"": rendition.pk},
        ("documents", "*", "definition"): {"": "trip-report"},
        ("documents", "*", "subject_id"): {"": delegation.pk},
        ("documents", "*", "language"): {"": "ko"},
        ("directory", "organization", "pk"): {"": organization.pk},
        ("directory", "merge", "pk"): {"": merge.pk},
        ("directory", "person", "pk"): {label: person.pk for label, person in people.items()},
        ("notices", "notice", "pk"): notices,
        ("accounts", "invitation", "token"): {"": accounts.invitation_token(invited)},
        ("accounts", "user", "pk"): {"own": users["administrator"].pk, "other": User.objects.get(pk=invited.pk).pk},
        ("api", "*", "slug"): one,
        ("api", "meeting", "uid"): {"": meeting.uid},
        ("api", "mou", "uid"): {label: clause.mou.uid for label, (clause, _) in promises.items()},
        ("api", "mou", "pk"): {label: clause.mou.files.get().pk for label, (clause, _) in promises.items()},
        ("api", "organization", "uid"): {"": organization.uid},
        ("api", "person", "uid"): {label: person.uid for label, person in people.items()},
        ("api", "*", "definition"): {"": "trip-report"},
        ("api", "*", "subject"): {"": delegation.slug},
        ("api", "notice", "pk"): notices,
        ("api", "rendition", "pk"): {"": rendition.pk},
    }
    return world


def make_trip():
    """A trip with one of everything that belongs to it."""
    delegation, meeting = DelegationFactory(), MeetingFactory()
    DelegationMeeting.objects.create(delegation=delegation, meeting=meeting)
    DelegateFactory(delegation=delegation)
    LegFactory(delegation=delegation)
    ItineraryItemFactory(delegation=delegation, meeting=meeting)
    ClippingFactory(delegation=delegation, scanned=True)
    AttendanceFactory(meeting=meeting)
    PointFactory(meeting=meeting)
    return delegation, meeting


def make_promises(representative):
    """An MOU with a clause, and a commitment with evidence, with a body for which this user speaks."""
    body = OrganizationFactory(country="JP")
    if representative:
        PostFactory(person=PersonFactory(user=representative), organization=body)
    clause = ClauseFactory(mou__counterpart=body)
    MouFileFactory(mou=clause.mou)
    commitment = CommitmentFactory(counterpart=body, mou=clause.mou)
    EvidenceFactory(commitment=commitment)
    return clause, commitment
