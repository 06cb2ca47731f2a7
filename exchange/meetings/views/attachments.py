from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from exchange.core.views import stored_file, with_object
from exchange.meetings import files, services
from exchange.meetings.models import Attachment, Meeting
from exchange.meetings.views.uploads import kept, refused, sent_file


@with_object(Meeting, "meetings.change_meeting")
def meeting_attachments(request, meeting):
    if request.method == "POST":
        uploads = request.FILES.getlist("files")
        _keep(request, meeting, uploads)
        if not uploads:
            messages.error(request, _("올릴 파일을 골라 주세요."))
        return redirect("meetings:meeting_attachments", pk=meeting.pk)
    context = {"meeting": meeting, "attachments": list(meeting.attachments.all())}
    context |= {"accept": files.ACCEPT, "max_mb": settings.MAX_FILE_MB}
    return render(request, "meetings/meeting_attachments.html", context)


@require_POST
@with_object(Meeting, "meetings.change_meeting")
def meeting_attachment_add(request, meeting):
    """One file of a page that sends them one by one; answers with its row for that page."""
    try:
        attachment = services.add_attachment(meeting=meeting, upload=sent_file(request), by=request.user)
    except ValidationError as error:
        return refused(error)
    row = render_to_string("meetings/file.html", {"attachment": attachment, "can_delete": True}, request)
    return kept(f"<li>{row}</li>")


def _keep(request, meeting, uploads):
    names, bad = [], []
    for upload in uploads:
        try:
            names.append(services.add_attachment(meeting=meeting, upload=upload, by=request.user).name)
        except ValidationError as error:
            bad.append({"name": upload.name, "reason": " ".join(error.messages)})
    if names:
        messages.success(request, _("저장했습니다: %(names)s") % {"names": ", ".join(names)})
    for file in bad:
        messages.error(request, _("%(name)s: 저장하지 않았습니다. %(reason)s") % file)


@require_GET
@with_object(Attachment, "meetings.view_meeting")
def attachment_download(request, attachment):
    return stored_file(attachment, attachment.name)


@with_object(Attachment, "meetings.change_meeting")
def attachment_delete(request, attachment):
    if request.method == "POST":
        services.delete_attachment(attachment=attachment, by=request.user)
        messages.success(request, _("첨부 파일을 삭제했습니다."))
        return redirect("meetings:meeting_attachments", pk=attachment.meeting_id)
    return render(request, "meetings/attachment_delete.html", {"attachment": attachment, "meeting": attachment.meeting})
