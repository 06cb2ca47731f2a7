"""The way in of a whole-trip document (see interchange.py): its files are examined, then all or nothing is kept."""

import base64
import binascii
import hashlib
from collections import Counter
from collections.abc import Mapping
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from delegations.interchange import FORMAT, VERSION
from delegations.models import Clipping, Delegate, Delegation, DelegationMeeting, Host, ItineraryItem, Leg
from delegations.scans import print_copies
from delegations.serializers import (
    CarriedOrganizationSerializer,
    CarriedPersonSerializer,
    ClippingSerializer,
    TripSerializer,
)
from exchange.audit.services import record
from exchange.core import content, strictjson
from exchange.directory.models import Merge, Organization, OrganizationFigure, Person, Post
from exchange.meetings.files import examine
from exchange.meetings.images import PRINT_SIDE
from exchange.meetings.models import Attachment, Attendance, Meeting, Photo, Point
from exchange.meetings.serializers import AttachmentSerializer, PhotoSerializer

PARTS = {"format": str, "version": int, "organizations": list, "people": list, "delegation": dict, "files": dict}
OPTIONAL = {"organizations", "people", "files"}


class ImportRefused(Exception):
    """`errors`: the path of each faulty field in the document -> what is wrong with it."""

    def __init__(self, errors):
        self.errors = errors
        super().__init__("\n".join(f"{path}: {' '.join(reasons)}" for path, reasons in errors.items()))


def import_delegation(document, *, by):
    """Keep the trip of the document (bytes, text or the parsed value); ImportRefused changes nothing."""
    document = _parsed(document)
    files = _files(document.get("files", {}))
    context = {"exact": True, "by": by}
    # Before the transaction: a file may take a minute, and while one writes, SQLite lets nobody else write.
    _Examination(files, context).examine(document["delegation"])
    return _keep(document, files, context)


@transaction.atomic
def _keep(document, files, context):
    by = context["by"]
    _add_organizations(document.get("organizations", []), context)
    _add_people(document.get("people", []), context)
    delegation = _Trip(document["delegation"], context).add(by)
    for data in files.values():
        content.store(data)
    record("import_delegation", delegation, by=by)
    return delegation


# --- the envelope ----------------------------------------------------------------------


def _parsed(document):
    if isinstance(document, bytes | str):
        try:
            document = strictjson.loads(document)
        except ValueError:
            raise ImportRefused({"": [_("JSON 문서가 아닙니다.")]}) from None
    if not isinstance(document, dict):
        raise ImportRefused({"": [_("대표단 문서가 아닙니다.")]})
    errors = {str(name): [_("알 수 없는 항목입니다.")] for name in document if name not in PARTS}
    for name, kind in PARTS.items():
        if name not in document and name not in OPTIONAL:
            errors[name] = [_("빠져 있습니다.")]
        elif name in document and not isinstance(document[name], kind):
            errors[name] = [_("형식이 맞지 않습니다.")]
    if not errors and document["format"] != FORMAT:
        errors["format"] = [_("대표단 문서가 아닙니다.")]
    if not errors and document["version"] != VERSION:
        errors["version"] = [_("지원하지 않는 판입니다. 지원하는 판: %(version)s") % {"version": VERSION}]
    if errors:
        raise ImportRefused(errors)
    return document


def _files(coded):
    files, errors = {}, {}
    for sha256, text in coded.items():
        try:
            data = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError, TypeError):
            errors[f"files.{sha256}"] = [_("base64로 읽을 수 없습니다.")]
            continue
        if hashlib.sha256(data).hexdigest() != sha256:
            errors[f"files.{sha256}"] = [_("내용이 SHA-256과 다릅니다.")]
        files[sha256] = data
    if errors:
        raise ImportRefused(errors)
    return files


# --- the files ----------------------------------------------------------------------------------


class _Examination:
    """Whether the scans, photos and attachments are what their rows say, and could have been uploaded.

    A row whose shape is wrong is passed over: the serializer of the whole trip refuses it with all its faults.
    """

    def __init__(self, files, context):
        self.files, self.context = files, context

    def examine(self, trip):
        self._each(trip, "clippings", ClippingSerializer, self._check_scan, "delegation")
        for path, meeting in _rows(trip, "meetings", "delegation"):
            self._each(meeting, "photos", PhotoSerializer, self._check_photo, path)
            self._each(meeting, "attachments", AttachmentSerializer, self._check_attachment, path)

    def _each(self, above, name, serializer_class, check, path):
        for row_path, row in _rows(above, name, path):
            serializer = serializer_class(data=row, context=self.context)
            if serializer.is_valid():
                check(serializer.validated_data, row_path)

    def _file(self, sha256, path):
        if sha256 not in self.files:
            raise ImportRefused({path: [_("files에 이 파일이 없습니다.")]})
        return self.files[sha256]

    def _check_photo(self, photo, path):
        size = (photo["width"], photo["height"])
        if _picture_size(self._file(photo["print_sha256"], f"{path}.print_sha256")) != size:
            raise ImportRefused({f"{path}.print_sha256": [_("그림이 아니거나 크기가 적힌 것과 다릅니다.")]})
        if not _picture_size(self._file(photo["thumbnail_sha256"], f"{path}.thumbnail_sha256")):
            raise ImportRefused({f"{path}.thumbnail_sha256": [_("그림이 아닙니다.")]})

    def _check_scan(self, clipping, path):
        """Only what could have been uploaded; the print copies are taken as they come, so that they stay the same."""
        name, sha256, pages = (clipping.get(field) for field in ("scan_name", "scan_sha256", "scan_pages"))
        if not (name or sha256 or pages):
            return
        data = self._file(sha256, f"{path}.scan_sha256")
        try:
            copies = print_copies(name or "", ContentFile(data, name))
        except ValidationError as error:
            raise ImportRefused({f"{path}.scan_name": error.messages}) from None
        if len(copies) != len(pages or ()):
            raise ImportRefused({f"{path}.scan_pages": [_("스캔의 쪽수와 다릅니다.")]})
        for place, page in enumerate(pages):
            page_path = f"{path}.scan_pages[{place}]"
            if _picture_size(self._file(page["sha256"], page_path)) != (page["width"], page["height"]):
                raise ImportRefused({page_path: [_("그림이 아니거나 크기가 적힌 것과 다릅니다.")]})

    def _check_attachment(self, attachment, path):
        """Only what could have been uploaded, under a name and a type that an upload would have got."""
        data = self._file(attachment["sha256"], f"{path}.sha256")
        if len(data) != attachment["size"]:
            raise ImportRefused({f"{path}.size": [_("파일의 크기와 다릅니다.")]})
        try:
            file = examine(ContentFile(data, attachment["name"]))
        except ValidationError as error:
            raise ImportRefused({f"{path}.name": error.messages}) from None
        for name in ("name", "content_type"):
            if getattr(file, name) != attachment[name]:
                raise ImportRefused({f"{path}.{name}": [_("형식이 맞지 않습니다.")]})


def _rows(above, name, path):
    """The rows of a list that nobody has checked yet, each with its path."""
    rows = above.get(name)
    places = enumerate(rows) if isinstance(rows, list) else ()
    return [(f"{path}.{name}[{place}]", row) for place, row in places if isinstance(row, Mapping)]


def _picture_size(data):
    """Width and height of a copy as an upload makes it, or None. The header is judged before any pixel."""
    try:
        with Image.open(BytesIO(data), formats=("JPEG",)) as picture:
            if max(picture.size) > PRINT_SIDE:
                return None
            picture.load()
            return picture.size
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return None


# --- checks that name the path -------------------------------------------------------------


def _flat(errors, path):
    """DRF's nested errors as {path: reasons}."""
    if not isinstance(errors, dict):
        return {path: [str(error) for error in errors]}
    found = {}
    for name, below in errors.items():
        step = f"[{name}]" if isinstance(name, int) else f".{name}"
        found |= _flat(below, path if name == "non_field_errors" else path + step)
    return found


def _checked(serializer, path):
    if not serializer.is_valid():
        raise ImportRefused(_flat(serializer.errors, path))
    return serializer.validated_data


def _save(row, path):
    """Save what the model's own rules allow."""
    try:
        row.full_clean()
    except ValidationError as error:
        found = {}
        for name, reasons in error.message_dict.items():
            found[path if name == "__all__" else f"{path}.{name}"] = reasons
        raise ImportRefused(found) from None
    row.save()
    return row


def _checked_list(serializer_class, rows, path, context):
    """Validated rows, each uid once."""
    rows = _checked(serializer_class(data=rows, many=True, context=context), path)
    for uid, times in Counter(row["uid"] for row in rows).items():
        if times > 1:
            raise ImportRefused({path: [_("같은 uid가 두 번 들어 있습니다: %(uid)s") % {"uid": uid}]})
    return rows


# --- organisations and people ------------------------------------------------------------------


def _add_organizations(rows, context):
    rows = _checked_list(CarriedOrganizationSerializer, rows, "organizations", context)
    known = _known(Organization)
    added = []
    for place, row in enumerate(rows):
        if row["uid"] not in known:
            path = f"organizations[{place}]"
            figures, above = row.pop("figures", []), row.pop("parent", {}).get("uid")
            organization = _save(Organization(**row), path)
            added.append((organization, above, path))
            for number, figure in enumerate(figures):
                _save(OrganizationFigure(organization=organization, **figure), f"{path}.figures[{number}]")
    for organization, above, path in added:
        if above:
            bodies = Organization.objects
            organization.parent = bodies.filter(uid=above).first() or bodies.formerly(gone_uid=above).first()
            if organization.parent is None or _circles(organization):
                raise ImportRefused({f"{path}.parent": [_("상위 기관을 찾을 수 없거나 서로가 서로의 상위입니다.")]})
            _save(organization, path)


def _known(model):
    """The names of the records that are there, and of those that were merged into one of them."""
    merged = Merge.objects.standing().values_list("gone_uid", flat=True)
    return {*model.objects.values_list("uid", flat=True), *merged}


def _circles(organization):
    above = organization.parent
    while above and above != organization:
        above = above.parent
    return above == organization


def _add_people(rows, context):
    rows = _checked_list(CarriedPersonSerializer, rows, "people", context)
    known = _known(Person)
    for place, row in enumerate(rows):
        if row["uid"] not in known:
            path = f"people[{place}]"
            posts = row.pop("posts", [])
            person = _save(Person(**row), path)
            for number, post in enumerate(posts):
                _save(Post(person=person, **post), f"{path}.posts[{number}]")


# --- the trip -------------------------------------------------------------------------------------


TRIP_PARTS = ("delegates", "hosts", "legs", "items", "meetings", "clippings")


class _Trip:
    """One trip on its way in; `parts` are its validated lists."""

    def __init__(self, data, context):
        self.head = _checked(TripSerializer(data=data, context=context), "delegation")
        if Delegation.objects.filter(slug=self.head["slug"]).exists():
            raise ImportRefused({"delegation.slug": [_("이 관리 번호의 출장이 이미 있습니다.")]})
        self.parts = {name: self.head.pop(name, []) for name in TRIP_PARTS}

    def add(self, by):
        self.trip = _save(Delegation(**self.head, owner=by), "delegation")
        delegates = [self._row(Delegate, "delegates", place, order=place) for place in self._places("delegates")]
        for place in self._places("hosts"):
            self._row(Host, "hosts", place, order=place)
        for place in self._places("legs"):
            self._leg(place, delegates)
        for place in self._places("clippings"):
            self._row(Clipping, "clippings", place, order=place)
        meetings = {}
        for place in self._places("meetings"):
            meeting = self._meeting(self.parts["meetings"][place], f"delegation.meetings[{place}]")
            meetings[meeting.uid] = meeting
        for place in self._places("items"):
            self._item(place, delegates, meetings)
        return self.trip

    def _places(self, name):
        return range(len(self.parts[name]))

    def _row(self, model, name, place, **more):
        return _save(model(delegation=self.trip, **self.parts[name][place], **more), f"delegation.{name}[{place}]")

    def _leg(self, place, delegates):
        who = self._who(self.parts["legs"][place], delegates, f"delegation.legs[{place}]")
        self._row(Leg, "legs", place).delegates.set(who)

    def _who(self, row, delegates, path):
        """Takes the numbers out of the row and answers with the delegates that they mean."""
        numbers = row.pop("delegates", [])
        if any(number >= len(delegates) for number in numbers):
            raise ImportRefused({f"{path}.delegates": [_("출장자 목록에 없는 번호입니다.")]})
        return [delegates[number] for number in numbers]

    def _item(self, place, delegates, meetings):
        row, path = self.parts["items"][place], f"delegation.items[{place}]"
        who, uid = self._who(row, delegates, path), row.pop("meeting", {}).get("uid")
        if uid and uid not in meetings:
            raise ImportRefused({f"{path}.meeting": [_("이 출장의 면담이 아닙니다.")]})
        item = self._row(ItineraryItem, "items", place, meeting=meetings.get(uid))
        item.delegates.set(who)

    def _meeting(self, row, path):
        parts = {n: row.pop(n, []) for n in ("counterparts", "attendances", "points", "photos", "attachments")}
        if Meeting.objects.filter(uid=row["uid"]).exists():
            raise ImportRefused({f"{path}.uid": [_("이 면담은 이미 있습니다.")]})
        meeting = _save(Meeting(**row), path)
        DelegationMeeting.objects.create(delegation=self.trip, meeting=meeting)
        meeting.counterparts.set(parts["counterparts"])
        for place, attendance in enumerate(parts["attendances"]):
            _save(Attendance(meeting=meeting, order=place, **attendance), f"{path}.attendances[{place}]")
        self._points(meeting, parts["points"], path)
        for place, photo in enumerate(parts["photos"]):
            _save(Photo(meeting=meeting, order=place, **photo), f"{path}.photos[{place}]")
        for place, attachment in enumerate(parts["attachments"]):
            _save(Attachment(meeting=meeting, **attachment), f"{path}.attachments[{place}]")
        return meeting

    def _points(self, meeting, rows, path):
        above = []  # the line that each level would hang under
        for place, row in enumerate(rows):
            level = row.pop("level")
            parent = above[level - 1] if level else None
            point = Point(meeting=meeting, parent=parent, order=place, **row)
            above[level:] = [_save(point, f"{path}.points[{place}]")]
