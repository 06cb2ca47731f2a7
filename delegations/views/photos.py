"""All photos of a trip at once: each goes to the meeting of its time, the officer looks and confirms."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from delegations.models import Delegation
from delegations.views.pages import trip_page
from exchange.core.counting import number_of
from exchange.core.views import with_object
from exchange.meetings import images
from exchange.meetings.enums import MeetingState
from exchange.meetings.models import Photo
from exchange.meetings.proposals import meeting_at
from exchange.meetings.services import add_photo, move_photo
from exchange.meetings.views.photos import photo_limits
from exchange.meetings.views.uploads import kept, refused, sent_file

CHOOSE = ValidationError(gettext_lazy("찍은 시각으로 면담을 정할 수 없습니다. 면담을 골라 주세요."), code="choose")


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_photos(request, delegation):
    """Without script all chosen files come in one form, and all proposals are confirmed in another."""
    meetings = _meetings_of(delegation)
    if request.method == "POST":
        if "confirm" in request.POST:
            _confirm(request, meetings)
        else:
            _keep(request, meetings)
        return redirect("delegations:delegation_photos", delegation.slug)
    context = {"meetings": meetings, "proposed": _proposed(meetings), **photo_limits()}
    return trip_page(request, delegation, "delegations/delegation_photos.html", tab="meetings", **context)


@require_POST
@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_photo_add(request, delegation):
    """One photo of the page that sends them one by one; answers with its row for that page."""
    meetings = _meetings_of(delegation)
    try:
        photo = _add(request, sent_file(request), meetings)
    except ValidationError as error:
        return refused(error)
    return kept(render_to_string("delegations/_photo.html", {"photo": photo, "meetings": meetings}, request))


def _meetings_of(delegation):
    held = delegation.meetings.exclude(state=MeetingState.CANCELLED)
    return list(held.annotate(photo_count=number_of(Photo, "meeting")).order_by("starts_at", "pk"))


def _proposed(meetings):
    photos = Photo.objects.filter(meeting__in=meetings, is_proposed=True).select_related("meeting")
    return photos.order_by("taken_at", "pk")


def _add(request, upload, meetings):
    """Into the meeting that was chosen, or that the photo's time proposes."""
    picture = images.prepare(upload)
    chosen = _named(meetings, request.POST.get("meeting"))
    meeting = chosen or meeting_at(picture.clock, meetings)
    if meeting is None:
        raise CHOOSE
    if twin := Photo.objects.filter(meeting__in=meetings, print_sha256=picture.sha256).first():
        raise ValidationError(_("같은 사진이 이미 있습니다: %(meeting)s") % {"meeting": twin.meeting}, code="twice")
    return add_photo(meeting=meeting, picture=picture, is_proposed=not chosen, by=request.user)


def _named(meetings, key):
    return next((meeting for meeting in meetings if str(meeting.pk) == key), None)


def _keep(request, meetings):
    number = 0
    for upload in request.FILES.getlist("files"):
        try:
            _add(request, upload, meetings)
            number += 1
        except ValidationError as error:
            said = {"name": upload.name, "reason": " ".join(error.messages)}
            messages.error(request, _("%(name)s: 저장하지 않았습니다. %(reason)s") % said)
    if number:
        said = ngettext("사진 %(number)d장을 저장했습니다.", "사진 %(number)d장을 저장했습니다.", number)
        messages.success(request, said % {"number": number})


def _confirm(request, meetings):
    """Each photo that the page showed goes to the meeting chosen beside it."""
    number = 0
    for photo in _proposed(meetings):
        meeting = _named(meetings, request.POST.get(f"photo-{photo.pk}"))
        if meeting is None:
            continue
        try:
            move_photo(photo=photo, meeting=meeting, by=request.user)
            number += 1
        except ValidationError as error:
            messages.error(request, f"{meeting} {photo.taken_clock}: {' '.join(error.messages)}")
    if number:
        said = ngettext("사진 %(number)d장의 면담을 확인했습니다.", "사진 %(number)d장의 면담을 확인했습니다.", number)
        messages.success(request, said % {"number": number})
