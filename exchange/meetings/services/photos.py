from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exchange.audit.versions import claim, settle
from exchange.core import content
from exchange.core.languages import title_of
from exchange.meetings import images
from exchange.meetings.models import Photo

MAX_PHOTOS_AT_ONCE = 100
TWICE = _("같은 사진이 이미 있습니다.")


def add_photos(*, meeting, uploads, by):
    """Keep the good ones of `uploads` (files with a name); returns them and [(name, reason)] of the others."""
    photos, refused = [], []
    for number, upload in enumerate(uploads):
        try:
            if number >= MAX_PHOTOS_AT_ONCE:
                raise ValidationError(_("한 번에 100장까지 올릴 수 있습니다. 이 사진은 다시 올려 주세요."))
            photos.append(add_photo(meeting=meeting, picture=images.prepare(upload), by=by))
        except ValidationError as error:
            refused.append((upload.name, error.messages[0]))
    return photos, refused


def add_photo(*, meeting, picture, is_proposed=False, by):
    """Keep a prepared picture. `is_proposed`: nobody chose the meeting, its clock did."""
    columns = {  # the bytes come first: a row never stands without them
        "print_sha256": content.store(picture.print_copy),
        "thumbnail_sha256": content.store(picture.thumbnail),
        "width": picture.width,
        "height": picture.height,
    }
    with transaction.atomic():
        row = claim(meeting, "add_photos", None)
        if row.photos.filter(print_sha256=columns["print_sha256"]).exists():
            raise ValidationError(TWICE, code="twice")
        taken_at = picture.taken_at(row.zone)
        photo = Photo(meeting=row, order=_behind(row), taken_at=taken_at, is_proposed=is_proposed, **columns)
        photo.save()
        settle(row, "add_photos", by=by, photos=[photo.print_sha256])
    return photo


def _behind(meeting):
    return 1 + max(meeting.photos.values_list("order", flat=True), default=-1)


@transaction.atomic
def change_photos(*, meeting, rows, version=None, by):
    """Captions and order; `rows`: dicts of id, caption_ko, caption_ja. Photos without a row follow behind.

    Whoever saves them here has seen that they belong here.
    """
    before = _captions(meeting.photos.all())
    photos = {photo.pk: photo for photo in meeting.photos.all()}
    given = [(photos.pop(row["id"]), row) for row in rows if row["id"] in photos]
    is_confirmed = any(photo.is_proposed for photo, row in given)
    for photo, row in given:
        photo.caption_ko, photo.caption_ja = row["caption_ko"], row.get("caption_ja", "")
        photo.is_proposed = False
    ordered = [photo for photo, row in given] + list(photos.values())
    if _captions(ordered) == before and not is_confirmed:
        return ordered
    row = claim(meeting, "change_photos", version)
    for order, photo in enumerate(ordered):
        photo.order = order
        photo.full_clean()
    Photo.objects.bulk_update(ordered, ["caption_ko", "caption_ja", "order", "is_proposed"])
    settle(row, "change_photos", by=by, photos=[before, _captions(ordered)])
    return ordered


def _captions(photos):
    return [[photo.pk, photo.caption_ko, photo.caption_ja] for photo in photos]


@transaction.atomic
def move_photo(*, photo, meeting, by):
    """To the end of another meeting's photos, or confirmed where it is. Its instant stays what it was."""
    if photo.meeting_id == meeting.pk:
        Photo.objects.filter(pk=photo.pk, is_proposed=True).update(is_proposed=False)
        return photo
    if meeting.photos.filter(print_sha256=photo.print_sha256).exists():
        raise ValidationError(TWICE, code="twice")
    source, target = photo.meeting, meeting
    for each in sorted((source, target), key=lambda meeting: meeting.pk):  # two moves never wait for each other
        claim(each, "move_photo", None)
    photo.refresh_from_db(fields=["caption_ko"])
    photo.meeting, photo.order, photo.is_proposed = target, _behind(target), False
    photo.save(update_fields=["meeting", "order", "is_proposed"])
    moved = {"caption": photo.caption_ko, "print_sha256": photo.print_sha256}
    settle(source, "move_photo", by=by, to=title_of(target), **moved)
    settle(target, "move_photo", by=by, taken_from=title_of(source), **moved)
    return photo


@transaction.atomic
def delete_photo(*, photo, by):
    row = claim(photo.meeting, "delete_photo", None)
    settle(row, "delete_photo", by=by, caption=photo.caption_ko, print_sha256=photo.print_sha256)
    photo.delete()
