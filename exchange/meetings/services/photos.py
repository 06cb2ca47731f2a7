from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exchange.audit.versions import claim, settle
from exchange.core import content
from exchange.meetings import images
from exchange.meetings.models import Photo

MAX_PHOTOS_AT_ONCE = 30


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
