"""One of everything, so that every address has an object to be asked for.

Where a row can be one's own, it comes twice: `own` (of the user of that role) and `other`, a look-alike.
"""

from dataclasses import dataclass, field

from django.utils import timezone

from ambassadors import letters
from delegations.models import Delegation, DelegationMeeting
from exchange.accounts import selectors as accounts
from exchange.accounts.enums import Role
from exchange.accounts.models import User
from exchange.directory.merging import merge_people
from exchange.documents.blocks import Photos, Picture
from exchange.meetings.models import Meeting
from exchange.privacy import links
from forums import letters as forum_letters
from forums.models import BadgePrint, CheckIn, EditionMeeting
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import (
    AmbassadorFactory,
    CasebookFactory,
    CaseFactory,
    OutcomeFactory,
    RequestFactory,
    SessionFactory,
)
from tests.factories.delegations import (
    ClippingFactory,
    DelegateFactory,
    DelegationFactory,
    ItineraryItemFactory,
    LegFactory,
)
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.documents import DocumentFactory, EditionFactory, RenditionFactory
from tests.factories.forums import (
    EditionFactory as ForumEditionFactory,
)
from tests.factories.forums import (
    InvitationFactory,
    RegistrationFactory,
    SpeakerFactory,
    TaskFactory,
    list_of_people,
)
from tests.factories.meetings import AttachmentFactory, AttendanceFactory, MeetingFactory, PhotoFactory, PointFactory
from tests.factories.mous import ClauseFactory, CommitmentFactory, EvidenceFactory, MouFileFactory, OccurrenceFactory
from tests.factories.notices import NoticeFactory

ROLES = ["anonymous", "staff", "manager", "executive", "ambassador", "counterpart", "administrator"]


@dataclass
class World:
    users: dict
    delegation: Delegation
    meeting: Meeting
    rows: dict = field(default_factory=dict)  # (namespace, url name or its noun, parameter) -> {label: value}

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
        for key in ((namespace, view, parameter), (namespace, noun, parameter), (namespace, "*", parameter)):
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
        ("api", "organization", "uid"): {"": organization.uid},
        ("api", "person", "uid"): {label: person.uid for label, person in people.items()},
        ("api", "*", "definition"): {"": "trip-report"},
        ("api", "*", "subject"): {"": delegation.slug},
        ("api", "notice", "pk"): notices,
        ("api", "rendition", "pk"): {"": rendition.pk},
        **rows_of_promises(promises),
        **rows_of_advice(users["ambassador"]),
        ("privacy", "consent", "purpose"): {"": "advisory"},
        **rows_of_forums(
            {label: of_body.commitment.counterpart for label, of_body in promises.items()}, users["counterpart"]
        ),
        ("mous", "commitment_from_point", "pk"): {"": meeting.points.get().pk},
    }
    return world


def rows_of_advice(user):
    """Of the user's own ambassador and of another one: a request that was accepted, and a session of it."""
    ambassadors = {"own": AmbassadorFactory(person=user.person), "other": AmbassadorFactory()}
    requests = {label: RequestFactory(assigned_to=each, accepted=True) for label, each in ambassadors.items()}
    sessions = {label: SessionFactory(ambassador=each, request=requests[label]) for label, each in ambassadors.items()}
    return {
        ("ambassadors", "ambassador", "pk"): {label: row.pk for label, row in ambassadors.items()},
        ("ambassadors", "term_add", "pk"): {label: row.pk for label, row in ambassadors.items()},
        ("ambassadors", "term", "pk"): {label: row.terms.get().pk for label, row in ambassadors.items()},
        ("ambassadors", "term_file", "kind"): {"": "letter"},
        ("ambassadors", "term_file", "language"): {"": "ko"},
        ("ambassadors", "renewal", "pk"): {label: row.terms.get().pk for label, row in ambassadors.items()},
        ("ambassadors", "request", "pk"): {label: row.pk for label, row in requests.items()},
        ("ambassadors", "session", "pk"): {label: row.pk for label, row in sessions.items()},
        ("ambassadors", "session_outcome_remove", "pk"): {
            label: OutcomeFactory(session=row).pk for label, row in sessions.items()
        },
        ("ambassadors", "session", "file"): {
            label: row.files.create(name="예시.pdf", sha256="0" * 64, size=1, content_type="application/pdf").pk
            for label, row in sessions.items()
        },
        ("ambassadors", "casebook", "slug"): {"": CasebookFactory().slug},
        ("ambassadors", "case", "pk"): {"": CaseFactory().pk},
        ("ambassadors", "case_add", "slug"): {"": CasebookFactory().slug},
        ("api", "ambassador", "uid"): {label: row.uid for label, row in ambassadors.items()},
        ("api", "ambassador", "number"): {"": 1},
        ("api", "request", "uid"): {label: row.uid for label, row in requests.items()},
        ("api", "session", "uid"): {label: row.uid for label, row in sessions.items()},
        ("api", "session_outcome_delete", "pk"): {
            label: OutcomeFactory(session=row).pk for label, row in sessions.items()
        },
        ("mous", "record_options", "kind"): {"": "session"},
        ("ambassadors", "request", "key"): {"": links.make(letters.REQUEST_LINK, requests["other"].uid, 1)},
        ("ambassadors", "session", "key"): {"": links.make(letters.SESSION_LINK, sessions["other"].uid, 1)},
    }


def rows_of_forums(bodies, speaker):
    """Of each body a forum with one of everything: the counterpart sees that of its own."""
    editions = {label: ForumEditionFactory(series__counterpart=body, open=True) for label, body in bodies.items()}
    talks = {label: SpeakerFactory(talk__session__edition=edition).talk for label, edition in editions.items()}
    registered = {label: RegistrationFactory(edition=edition) for label, edition in editions.items()}
    invited = {label: InvitationFactory(edition=edition) for label, edition in editions.items()}
    tasks = {label: TaskFactory(edition=each, is_shared=True).pk for label, each in editions.items()}
    return {
        ("forums", "series", "pk"): {label: edition.series_id for label, edition in editions.items()},
        ("forums", "edition_add", "pk"): {label: edition.series_id for label, edition in editions.items()},
        ("forums", "edition", "pk"): {label: edition.pk for label, edition in editions.items()},
        ("forums", "task", "pk"): tasks,
        ("forums", "task_add", "pk"): {label: edition.pk for label, edition in editions.items()},
        ("api", "forum", "slug"): {label: edition.series.slug for label, edition in editions.items()},
        ("api", "forum", "uid"): {label: edition.uid for label, edition in editions.items()},
        ("api", "forum_registration_detail", "uid"): {label: row.uid for label, row in registered.items()},
        ("api", "forum_registration_cancel", "uid"): {label: row.uid for label, row in registered.items()},
        ("api", "forum_registration_check_in", "uid"): {label: row.uid for label, row in registered.items()},
        ("api", "forum", "pk"): tasks,
        ("forums", "edition_meeting_unlink", "meeting"): {
            label: EditionMeeting.objects.create(edition=edition, meeting=MeetingFactory()).meeting_id
            for label, edition in editions.items()
        },
        ("forums", "session", "pk"): {label: talk.session_id for label, talk in talks.items()},
        ("forums", "session_add", "pk"): {label: edition.pk for label, edition in editions.items()},
        ("forums", "talk", "pk"): {label: talk.pk for label, talk in talks.items()},
        ("forums", "talk_add", "pk"): {label: talk.session_id for label, talk in talks.items()},
        ("forums", "programme", "pk"): {label: edition.pk for label, edition in editions.items()},
        ("forums", "registration", "pk"): {label: row.pk for label, row in registered.items()},
        ("forums", "badge", "pk"): {
            label: BadgePrint.objects.create(edition=edition, choice="all", made_by=UserFactory()).pk
            for label, edition in editions.items()
        },
        ("forums", "import", "pk"): {label: list_of_people(edition).pk for label, edition in editions.items()},
        ("forums", "list", "pk"): {
            "own": list_of_people(editions["own"], by=speaker).pk,
            "other": list_of_people(editions["other"]).pk,
        },
        ("forums", "import_template", "pk"): {label: edition.pk for label, edition in editions.items()},
        ("forums", "import_template", "language"): {"": "ja"},
        ("forums", "invitation", "pk"): {label: row.pk for label, row in invited.items()},
        ("forums", "registration_add", "pk"): {label: edition.pk for label, edition in editions.items()},
        ("forums", "registrations_export", "pk"): {label: edition.pk for label, edition in editions.items()},
        ("forums", "check_in_undo", "pk"): {
            label: CheckIn.objects.create(registration=row, at=timezone.now(), by=UserFactory()).pk
            for label, row in registered.items()
        },
        ("forums", "check_in_badge", "key"): _keys(forum_letters.BADGE_LINK, registered),
        ("forums", "registration_own", "key"): _keys(forum_letters.REGISTRATION_LINK, registered),
        ("forums", "invitation_answer", "key"): _keys(forum_letters.INVITATION_LINK, invited),
        ("forums", "register", "key"): _keys(forum_letters.OPEN_LINKS["ours"], editions),
    }


def _keys(salt, rows):
    return {label: links.make(salt, row.uid, 1) for label, row in rows.items()}


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


@dataclass
class Promises:
    """Of one body: an MOU with a clause and a file, a commitment with a file as evidence, a year of a yearly one."""

    clause: object
    file: object
    commitment: object
    evidence: object
    occurrence: object


def make_promises(representative):
    """With a body for which this user speaks."""
    body = OrganizationFactory(country="JP")
    if representative:
        PostFactory(person=PersonFactory(user=representative), organization=body)
    clause = ClauseFactory(mou__counterpart=body)
    commitment = CommitmentFactory(counterpart=body, mou=clause.mou)
    file = MouFileFactory(mou=clause.mou)
    kept = {"sha256": file.sha256, "size": file.size, "content_type": file.content_type}
    return Promises(
        clause=clause,
        file=file,
        commitment=commitment,
        evidence=EvidenceFactory(commitment=commitment, kind="file", file_name="예시.pdf", **kept),
        occurrence=OccurrenceFactory(commitment__counterpart=body),
    )


def rows_of_promises(promises):
    def each(value):
        return {label: value(of_body) for label, of_body in promises.items()}

    return {
        ("mous", "mou", "pk"): each(lambda own: own.clause.mou.pk),
        ("mous", "mou", "file"): each(lambda own: own.file.pk),
        ("mous", "counterpart", "pk"): each(lambda own: own.commitment.counterpart_id),
        ("mous", "commitment", "pk"): each(lambda own: own.commitment.pk),
        ("mous", "commitment_from_clause", "pk"): each(lambda own: own.clause.pk),
        ("mous", "evidence_add", "pk"): each(lambda own: own.commitment.pk),
        ("mous", "evidence", "pk"): each(lambda own: own.evidence.pk),
        ("mous", "occurrence", "pk"): each(lambda own: own.occurrence.pk),
        ("api", "mou", "uid"): each(lambda own: own.clause.mou.uid),
        ("api", "mou", "pk"): each(lambda own: own.file.pk),
        ("api", "commitment", "uid"): each(lambda own: own.commitment.uid),
        ("api", "commitment", "pk"): each(lambda own: own.evidence.pk),
        ("api", "commitment_occurrence", "uid"): each(lambda own: own.occurrence.commitment.uid),
        ("api", "commitment_occurrence", "year"): each(lambda own: own.occurrence.year),
    }
