from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from exchange.audit.versions import Overtaken, version_shown
from exchange.core import content
from exchange.core.rows import RowSet
from exchange.core.views import with_object
from exchange.meetings import comparison, services
from exchange.meetings.forms import PhotoRow
from exchange.meetings.models import Meeting, Photo

YEAR = 365 * 24 * 60 * 60


@with_object(Meeting, "meetings.change_meeting")
def meeting_photos(request, meeting):
    """One form: every button saves the captions, keeps the chosen files, and then does what it says."""
    if request.method == "POST":
        _keep_uploads(request, meeting)
    photos = {str(photo.pk): photo for photo in meeting.photos.all()}
    initial = [{"id": p.pk, "caption_ko": p.caption_ko, "caption_ja": p.caption_ja} for p in photos.values()]
    rows = RowSet(request, PhotoRow, initial=initial, prefix="photos")
    context = {"meeting": meeting, "rows": rows, "version": version_shown(request, meeting)}
    status = 200
    if rows.is_valid():
        moved = _moved(request, rows.rows)
        try:
            services.change_photos(meeting=meeting, rows=moved, version=context["version"], by=request.user)
            return _go_on(request, meeting, photos)
        except Overtaken as overtaken:
            stored = Meeting.objects.get(pk=meeting.pk)
            theirs = comparison.compare("change_photos", stored, rows.rows)
            context |= {"rival": overtaken.event, "theirs": theirs, "version": stored.version}
            status = 409
    context["pairs"] = [(form, photo) for form in rows.forms if (photo := _photo_of(form, photos))]
    return render(request, "meetings/meeting_photos.html", context, status=status)


def _keep_uploads(request, meeting):
    uploads = request.FILES.getlist("files")
    photos, refused = services.add_photos(meeting=meeting, uploads=uploads, by=request.user)
    if photos:
        kept = ngettext("사진 %(number)d장을 저장했습니다.", "사진 %(number)d장을 저장했습니다.", len(photos))
        messages.success(request, kept % {"number": len(photos)})
    for name, reason in refused:
        messages.error(request, _("%(name)s: 저장하지 않았습니다. %(reason)s") % {"name": name, "reason": reason})


def _photo_of(form, photos):
    return photos.get(str(form["id"].value()))


def _moved(request, rows):
    """The rows as the buttons 앞으로 and 뒤로 want them."""
    for name, step in (("earlier", -1), ("later", 1)):
        at = next((i for i, row in enumerate(rows) if str(row["id"]) == request.POST.get(name)), None)
        if at is not None and 0 <= at + step < len(rows):
            rows[at], rows[at + step] = rows[at + step], rows[at]
    return rows


def _go_on(request, meeting, photos):
    asked = request.POST.get("delete", "")
    if asked in photos:
        return redirect("meetings:photo_delete", pk=asked)
    if request.FILES or {"earlier", "later", "upload"} & request.POST.keys():
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
