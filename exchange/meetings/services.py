"""The only writers of meetings. `version` is that of the form somebody filled in (exchange.audit.versions)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exchange.audit.versions import claim, settle
from exchange.core import content
from exchange.core.rows import sync_rows
from exchange.directory.models import Person
from exchange.meetings import files, images, outline
from exchange.meetings.models import Attachment, Attendance, Meeting, Photo, Point

MAX_PHOTOS_AT_ONCE = 30


@transaction.atomic
def create_meeting(*, counterparts=(), by, **facts):
    """`facts` are the meeting's own columns: title_ko, starts_at, zone, …"""
    meeting = Meeting(**facts)
    meeting.full_clean()
    meeting.save()
    meeting.counterparts.set(counterparts)
    settle(meeting, "create_meeting", by=by)
    return meeting


@transaction.atomic
def change_meeting(*, meeting, counterparts=None, version=None, by, **facts):
    """Only what is given changes; `counterparts` None leaves them."""
    row = claim(meeting, "change_meeting", version)
    before = {name: getattr(row, name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    changes = {name: [str(before[name] or ""), str(facts[name] or "")] for name in facts if before[name] != facts[name]}
    if counterparts is not None:
        names = sorted(map(str, row.counterparts.all()))
        row.counterparts.set(counterparts)
        if names != (now := sorted(map(str, counterparts))):
            changes["counterparts"] = [names, now]
    settle(row, "change_meeting", by=by, **changes)
    return row


@transaction.atomic
def set_attendances(*, meeting, rows, version=None, by):
    """Who sat at the table, in order. An empty title or organisation is that of the person's post on that day.

    `rows`: dicts of side, person, title_ko, title_ja, organization and, for a row that stays, id.
    """
    row = claim(meeting, "set_attendances", version)
    stored = row.attendances.select_related("person")
    before = [str(attendance) for attendance in stored]
    sitting = {attendance.pk: attendance.person_id for attendance in stored}
    posts = _posts_on(row.local_day, [r["person"] for r in rows if r.get("person")])
    filled = [_with_post({**r, "id": _same_person(r, sitting)}, posts) for r in rows]
    kept = sync_rows(stored, filled, build=lambda: Attendance(meeting=row))
    settle(row, "set_attendances", by=by, attendances=[before, [str(attendance) for attendance in kept]])
    return kept


def _same_person(row, sitting):
    """A row keeps its identity with its person, so that two people can change places in one save."""
    person = row.get("person")
    return row.get("id") if sitting.get(row.get("id")) == (person.pk if person else None) else None


def _posts_on(day, people):
    known = Person.objects.with_posts().filter(pk__in={person.pk for person in people})
    return {person.pk: person.post_on(day) for person in known}


def _with_post(row, posts):
    post = row.get("person") and posts[row["person"].pk]
    if not post:
        return row
    if not row.get("title_ko"):
        row |= {"title_ko": post.title_ko, "title_ja": row.get("title_ja") or post.title_ja}
    return row | {"organization": row.get("organization") or post.organization}


@transaction.atomic
def set_points(*, meeting, rows, version=None, by):
    """The lines of the minutes in reading order; `level` says under which line above each one stands.

    `rows`: dicts of level, text_ko, text_ja, kind and, for a line that stays, id.
    """
    row = claim(meeting, "set_points", version)
    stored = row.points.order_by("order", "pk")
    before = [point.text_ko for point in stored]
    parents = outline.parents([r.get("level") or 0 for r in rows])
    row.points.update(parent=None)  # a line that stays must not go with a parent that goes
    kept = sync_rows(row.points.all(), [_line(r) for r in rows], build=lambda: Point(meeting=row))
    for point, parent in zip(kept, parents, strict=True):
        point.parent = None if parent is None else kept[parent]
    Point.objects.bulk_update(kept, ["parent"])
    settle(row, "set_points", by=by, points=[before, [point.text_ko for point in kept]])
    return kept


def _line(row):
    return {**{name: value for name, value in row.items() if name != "level"}, "parent": None}


def add_photos(*, meeting, uploads, by):
    """Keep the good ones of `uploads` (files with a name); returns them and [(name, reason)] of the others."""
    pictures, refused = [], []
    for number, upload in enumerate(uploads):
        try:
            if number >= MAX_PHOTOS_AT_ONCE:
                raise ValidationError(_("한 번에 30장까지 올릴 수 있습니다. 이 사진은 다시 올려 주세요."))
            pictures.append((upload.name, _stored(upload, meeting.zone)))
        except ValidationError as error:
            refused.append((upload.name, error.messages[0]))
    if not pictures:
        return [], refused
    photos, twice = _insert_photos(meeting, pictures, by)
    return photos, refused + twice


def _stored(upload, zone):
    """The columns of a photo whose copies lie in the content store; slow, so outside any transaction."""
    if upload.size > images.MAX_BYTES:
        raise images.too_many_bytes()
    picture = images.prepare(upload.read(), zone=zone)
    return {
        "print_sha256": content.store(picture.print_copy),
        "thumbnail_sha256": content.store(picture.thumbnail),
        "width": picture.width,
        "height": picture.height,
        "taken_at": picture.taken_at,
    }


@transaction.atomic
def _insert_photos(meeting, pictures, by):
    row = claim(meeting, "add_photos", None)
    known = set(row.photos.values_list("print_sha256", flat=True))
    order = max(row.photos.values_list("order", flat=True), default=-1)
    photos, twice = [], []
    for name, columns in pictures:
        if columns["print_sha256"] in known:
            twice.append((name, _("같은 사진이 이미 있습니다.")))
            continue
        known.add(columns["print_sha256"])
        order += 1
        photos.append(Photo.objects.create(meeting=row, order=order, **columns))
    if photos:
        settle(row, "add_photos", by=by, photos=[photo.print_sha256 for photo in photos])
    return photos, twice


@transaction.atomic
def change_photos(*, meeting, rows, version=None, by):
    """Captions and order; `rows`: dicts of id, caption_ko, caption_ja. Photos without a row follow behind."""
    before = _captions(meeting.photos.all())
    photos = {photo.pk: photo for photo in meeting.photos.all()}
    given = [(photos.pop(row["id"]), row) for row in rows if row["id"] in photos]
    for photo, row in given:
        photo.caption_ko, photo.caption_ja = row["caption_ko"], row.get("caption_ja", "")
    ordered = [photo for photo, row in given] + list(photos.values())
    if _captions(ordered) == before:
        return ordered
    row = claim(meeting, "change_photos", version)
    for order, photo in enumerate(ordered):
        photo.order = order
        photo.full_clean()
    Photo.objects.bulk_update(ordered, ["caption_ko", "caption_ja", "order"])
    settle(row, "change_photos", by=by, photos=[before, _captions(ordered)])
    return ordered


def _captions(photos):
    return [[photo.pk, photo.caption_ko, photo.caption_ja] for photo in photos]


@transaction.atomic
def delete_photo(*, photo, by):
    row = claim(photo.meeting, "delete_photo", None)
    settle(row, "delete_photo", by=by, caption=photo.caption_ko, print_sha256=photo.print_sha256)
    photo.delete()


@transaction.atomic
def add_attachment(*, meeting, upload, by):
    """ValidationError says why a file is not kept: its kind, its size, or that it is there already."""
    file = files.examine(upload)
    row = claim(meeting, "add_attachment", None)
    attachment = Attachment(
        meeting=row,
        name=file.name,
        size=len(file.data),
        content_type=file.content_type,
        sha256=content.store(file.data),
    )
    attachment.full_clean()
    attachment.save()
    settle(row, "add_attachment", by=by, name=attachment.name, sha256=attachment.sha256)
    return attachment


@transaction.atomic
def delete_attachment(*, attachment, by):
    row = claim(attachment.meeting, "delete_attachment", None)
    settle(row, "delete_attachment", by=by, name=attachment.name, sha256=attachment.sha256)
    attachment.delete()
