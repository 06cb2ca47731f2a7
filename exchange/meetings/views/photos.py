from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from exchange.audit.versions import Overtaken, version_shown
from exchange.core import content
from exchange.core.rows import RowSet
from exchange.core.views import with_object
from exchange.meetings import comparison, images, selectors, services
from exchange.meetings.forms import PhotoRow
from exchange.meetings.models import Meeting, Photo
from exchange.meetings.views.uploads import kept, refused, sent_file

YEAR = 365 * 24 * 60 * 60


@with_object(Meeting, "meetings.change_meeting")
def meeting_photos(request, meeting):
    """One form: every button saves the captions, keeps the chosen files, and then does what it says."""
    if request.method == "POST":
        _keep_uploads(request, meeting)
    photos = {str(photo.pk): photo for photo in meeting.photos.all()}
    rows = RowSet(request, PhotoRow, initial=map(_initial, photos.values()), prefix="photos")
    neighbours = list(selectors.meetings_around(meeting, request.user))
    context = {"meeting": meeting, "rows": rows, "version": version_shown(request, meeting), "neighbours": neighbours}
    status = 200
    if rows.is_valid():
        try:
            given = _rearranged(request, rows.rows)
            services.change_photos(meeting=meeting, rows=given, version=context["version"], by=request.user)
            _move(request, rows.rows, photos, neighbours)
            return _go_on(request, meeting, photos)
        except Overtaken as overtaken:
            stored = Meeting.objects.get(pk=meeting.pk)
            theirs = comparison.compare("change_photos", stored, rows.rows)
            context |= {"rival": overtaken.event, "theirs": theirs, "version": stored.version}
            status = 409
    context["pairs"] = [(form, photo) for form in rows.forms if (photo := photos.get(str(form["id"].value())))]
    return render(request, "meetings/meeting_photos.html", context | photo_limits(), status=status)


@require_POST
@with_object(Meeting, "meetings.change_meeting")
def meeting_photo_add(request, meeting):
    """One photo of a page that sends them one by one; answers with its row for that page."""
    try:
        photo = services.add_photo(meeting=meeting, picture=images.prepare(sent_file(request)), by=request.user)
    except ValidationError as error:
        return refused(error)
    row = PhotoRow(prefix="photos-__prefix__", initial=_initial(photo))
    context = {"form": row, "photo": photo, "number": photo.order + 1, "is_first": True, "is_last": True}
    return kept(render_to_string("meetings/photo_row.html", context, request))


def photo_limits():
    """What a page tells about photos before they are sent."""
    return {"max_mb": settings.MAX_PHOTO_MB, "max_number": services.photos.MAX_PHOTOS_AT_ONCE}


def _initial(photo):
    return {"id": photo.pk, "caption_ko": photo.caption_ko, "caption_ja": photo.caption_ja}


def _keep_uploads(request, meeting):
    uploads = request.FILES.getlist("files")
    photos, bad = services.add_photos(meeting=meeting, uploads=uploads, by=request.user)
    if photos:
        said = ngettext("사진 %(number)d장을 저장했습니다.", "사진 %(number)d장을 저장했습니다.", len(photos))
        messages.success(request, said % {"number": len(photos)})
    for name, reason in bad:
        messages.error(request, _("%(name)s: 저장하지 않았습니다. %(reason)s") % {"name": name, "reason": reason})


def _rearranged(request, rows):
    """The rows as the buttons 앞으로, 뒤로 and 같은 설명을 모두에 want them."""
    rows = list(rows)
    for name, step in (("earlier", -1), ("later", 1)):
        at = next((i for i, row in enumerate(rows) if str(row["id"]) == request.POST.get(name)), None)
        if at is not None and 0 <= at + step < len(rows):
            rows[at], rows[at + step] = rows[at + step], rows[at]
    if "caption_all" in request.POST:
        _caption(request, [row for row in rows if row["picked"]] or [row for row in rows if not row["caption_ko"]])
    return rows


def _caption(request, rows):
    """The same words for several photos; a language left empty stays as it is."""
    for name in ("caption_ko", "caption_ja"):
        text = request.POST.get(f"all_{name}", "").strip()[: Photo._meta.get_field(name).max_length]
        for row in rows if text else []:
            row[name] = text


def _move(request, rows, photos, neighbours):
    """The picked photos to the meeting chosen beside them."""
    if "move" not in request.POST:
        return
    target = next((meeting for meeting in neighbours if str(meeting.pk) == request.POST.get("move_to")), None)
    picked = [photos[str(row["id"])] for row in rows if row["picked"] and str(row["id"]) in photos]
    if not (target and picked):
        messages.error(request, _("옮길 사진과 면담을 골라 주세요."))
        return
    moved = 0
    for photo in picked:
        try:
            services.move_photo(photo=photo, meeting=target, by=request.user)
            moved += 1
        except ValidationError as error:
            messages.error(request, f"{photo}: {error.messages[0]}")
    if moved:
        said = ngettext("사진 %(number)d장을 옮겼습니다.", "사진 %(number)d장을 옮겼습니다.", moved)
        messages.success(request, said % {"number": moved})


def _go_on(request, meeting, photos):
    asked = request.POST.get("delete", "")
    if asked in photos:
        return redirect("meetings:photo_delete", pk=asked)
    if request.FILES or {"earlier", "later", "upload", "caption_all", "move"} & request.POST.keys():
        return redirect("meetings:meeting_photos", pk=meeting.pk)
    messages.success(request, _("저장했습니다."))
    return redirect(meeting)


@with_object(Photo, "meetings.change_meeting")
def photo_delete(request, photo):
    if request.method == "POST":
        services.delete_photo(photo=photo, by=request.user)
        messages.success(request, _("사진을 삭제했습니다."))
        return redirect("meetings:meeting_photos", pk=photo.meeting_id)
    return render(request, "meetings/photo_delete.html", {"photo": photo, "meeting": photo.meeting})


@require_GET
@with_object(Photo, "meetings.view_meeting")
def photo_print(request, photo):
    return _picture(request, photo.print_sha256)


@require_GET
@with_object(Photo, "meetings.view_meeting")
def photo_thumbnail(request, photo):
    return _picture(request, photo.thumbnail_sha256)


def _picture(request, sha256):
    """Its content never changes, so a browser that has it asks no more; proxies between keep nothing."""
    etag = f'"{sha256}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = HttpResponse(content.load(sha256), content_type="image/jpeg")
        except FileNotFoundError:
            raise Http404 from None
    response["ETag"] = etag
    patch_cache_control(response, private=True, max_age=YEAR, immutable=True)
    return response
