from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from exchange.core.paging import page_of
from exchange.core.views import require_permission, with_object
from exchange.directory.fields import Choices
from exchange.meetings import outline, selectors, services
from exchange.meetings.filters import MeetingFilter
from exchange.meetings.forms import MeetingForm
from exchange.meetings.listing import rows_of
from exchange.meetings.loading import last_saved_points, load_minutes
from exchange.meetings.models import Meeting
from exchange.meetings.occasions import occasions_of
from exchange.meetings.outcomes import attach
from exchange.meetings.writing import MinutesPage


@require_GET
@require_permission("meetings.list_meetings")
def meeting_list(request):
    meetings = Meeting.objects.visible_to(request.user)
    found = MeetingFilter(request.GET, meetings, choices=Choices(request.user))
    page = page_of(selectors.listed(found.qs), request)
    rows = rows_of(list(page), request.user)
    return render(request, "meetings/meeting_list.html", {"filter": found, "page": page, "rows": rows})


@require_GET
@with_object(Meeting, "meetings.view_meeting")
def meeting_detail(request, meeting):
    load_minutes(meeting)
    occasion = occasions_of([meeting], request.user).get(meeting.pk)
    before, after = occasion.neighbours(meeting) if occasion else (None, None)
    lines = outline.levelled(meeting.points.all())
    attach((), lines)  # fetched by the page afterwards (views/outcomes.py)
    context = {
        "meeting": meeting,
        "occasion": occasion,
        "before": before,
        "after": after,
        "sides": selectors.sides_of(meeting),
        "lines": lines,
        "saved": last_saved_points(meeting),
        "uncaptioned": sum(not photo.caption_ko for photo in meeting.photos.all()),
    }
    return render(request, "meetings/meeting_detail.html", context)


@require_permission("meetings.add_meeting")
def meeting_add(request):
    form = MeetingForm(request.POST or None, choices=Choices(request.user))
    if form.is_valid():
        meeting = services.create_meeting(**form.facts(), by=request.user)
        messages.success(request, _("면담을 등록했습니다. 참석자와 주요내용을 이어서 적어 주세요."))
        return redirect("meetings:meeting_minutes", meeting.pk)
    return render(request, "meetings/meeting_add.html", {"form": form})


@with_object(Meeting, "meetings.change_meeting")
def meeting_minutes(request, meeting):
    """One page to write all of it."""
    occasion = occasions_of([meeting], request.user).get(meeting.pk)
    page = MinutesPage(request, meeting, occasion)
    if page.is_valid() and page.save():
        messages.success(request, _("저장했습니다."))
        return redirect("meetings:meeting_minutes", meeting.pk) if "stay" in request.POST else redirect(meeting)
    context = {"meeting": meeting, "occasion": occasion, "page": page, "form": page.form}
    status = HTTPStatus.CONFLICT if page.rivals and page.points.wants_save else HTTPStatus.OK
    return render(request, "meetings/meeting_minutes.html", context, status=status)
