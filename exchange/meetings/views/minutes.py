from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from exchange.audit.versions import Overtaken, last_saved, version_shown
from exchange.core.paging import page_of
from exchange.core.rows import RowSet
from exchange.core.views import require_permission, with_object
from exchange.directory.fields import Choices
from exchange.meetings import comparison, outline, selectors, services
from exchange.meetings.filters import MeetingFilter
from exchange.meetings.forms import AttendanceRow, MeetingForm, PointRow, PointRows
from exchange.meetings.models import Meeting
from exchange.meetings.occasions import occasions_of


@require_GET
@require_permission("meetings.list_meetings")
def meeting_list(request):
    meetings = Meeting.objects.visible_to(request.user)
    found = MeetingFilter(request.GET, selectors.listed(meetings))
    page = page_of(found.qs, request)
    occasions = occasions_of(list(page), request.user)
    rows = [(meeting, occasions.get(meeting.pk)) for meeting in page]
    return render(request, "meetings/meeting_list.html", {"filter": found, "page": page, "rows": rows})


@require_GET
@with_object(Meeting, "meetings.view_meeting")
def meeting_detail(request, meeting):
    selectors.load_minutes(meeting)
    occasion = occasions_of([meeting], request.user).get(meeting.pk)
    before, after = occasion.neighbours(meeting) if occasion else (None, None)
    lines = outline.levelled(meeting.points.all())
    photos = meeting.photos.all()
    context = {
        "meeting": meeting,
        "occasion": occasion,
        "before": before,
        "after": after,
        "sides": selectors.sides_of(meeting),
        "lines": lines,
        "saved": last_saved(meeting, "set_points"),
        "uncaptioned": sum(not photo.caption_ko for photo in photos),
    }
    return render(request, "meetings/meeting_detail.html", context)


@require_permission("meetings.add_meeting")
def meeting_add(request):
    form = MeetingForm(request.POST or None, choices=Choices(request.user))
    if form.is_valid():
        meeting = services.create_meeting(**form.facts(), by=request.user)
        messages.success(request, _("면담을 등록했습니다. 참석자와 주요내용을 이어서 적어 주세요."))
        return redirect(meeting)
    return render(request, "meetings/meeting_add.html", {"form": form})


@with_object(Meeting, "meetings.change_meeting")
def meeting_edit(request, meeting):
    context = {"meeting": meeting, "version": version_shown(request, meeting)}
    form = MeetingForm(request.POST or None, instance=copy(meeting), choices=Choices(request.user))
    if form.is_valid():
        try:
            services.change_meeting(meeting=meeting, **form.facts(), version=context["version"], by=request.user)
        except Overtaken as overtaken:
            return _overtaken(request, "meetings/meeting_edit.html", context | {"form": form}, overtaken.event)
        return _saved(request, meeting)
    return render(request, "meetings/meeting_edit.html", context | {"form": form})


@with_object(Meeting, "meetings.change_meeting")
def meeting_attendances(request, meeting):
    stored = meeting.attendances.select_related("person", "organization")
    names = ("id", "side", "person", "title_ko", "title_ja", "organization")
    initial = [{name: getattr(attendance, name) for name in names} for attendance in stored]
    rows = RowSet(request, AttendanceRow, initial=initial, form_kwargs={"choices": Choices(request.user)})
    return _rows_page(request, meeting, rows, services.set_attendances, "meetings/meeting_attendances.html")


@with_object(Meeting, "meetings.change_meeting")
def meeting_points(request, meeting):
    names = ("id", "level", "text_ko", "text_ja", "kind")
    initial = [{name: getattr(point, name) for name in names} for point in outline.levelled(meeting.points.all())]
    rows = PointRows(request, PointRow, initial=initial)
    return _rows_page(request, meeting, rows, services.set_points, "meetings/meeting_points.html")


def _rows_page(request, meeting, rows, save, template):
    """Rows of a meeting: drawn, drawn again after a button, or saved."""
    context = {"meeting": meeting, "rows": rows, "version": version_shown(request, meeting)}
    if rows.is_valid():
        try:
            save(meeting=meeting, rows=rows.rows, version=context["version"], by=request.user)
            return _saved(request, meeting)
        except Overtaken as overtaken:
            return _overtaken(request, template, context, overtaken.event)
        except ValidationError as error:
            rows.add_error(error.row, error)
    return render(request, template, context)


def _saved(request, meeting):
    messages.success(request, _("저장했습니다."))
    return redirect(meeting)


def _overtaken(request, template, context, event):
    """The page again as it was typed, with what the other one saved; the next save is a deliberate one."""
    stored = Meeting.objects.get(pk=context["meeting"].pk)
    mine = context["form"].facts() if "form" in context else context["rows"].rows
    theirs = comparison.compare(event.verb, stored, mine)
    return render(
        request, template, context | {"rival": event, "theirs": theirs, "version": stored.version}, status=409
    )
