from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from exchange.core import content
from exchange.core.views import with_object
from exchange.meetings import files, services
from exchange.meetings.models import Attachment, Meeting


@with_object(Meeting, "meetings.change_meeting")
def meeting_attachments(request, meeting):
    if request.method == "POST":
        uploads = request.FILES.getlist("files")
        _keep(request, meeting, uploads)
        if not uploads:
            messages.error(request, _("올릴 파일을 골라 주세요."))
        return redirect("meetings:meeting_attachments", pk=meeting.pk)
    context = {"meeting": meeting, "attachments": list(meeting.attachments.all()), "accept": files.ACCEPT}
    return render(request, "meetings/meeting_attachments.html", context)


def _keep(request, meeting, uploads):
    kept, refused = [], []
    for upload in uploads:
        try:
            kept.append(services.add_attachment(meeting=meeting, upload=upload, by=request.user).name)
        except ValidationError as error:
            refused.append({"name": upload.name, "reason": " ".join(error.messages)})
    if kept:
        messages.success(request, _("저장했습니다: %(names)s") % {"names": ", ".join(kept)})
    for file in refused:
        messages.error(request, _("%(name)s: 저장하지 않았습니다. %(reason)s") % file)


@require_GET
@with_object(Attachment, "meetings.view_meeting")
def attachment_download(request, attachment):
    """Always saved, never shown in the page, under the name it came with."""
    try:
        response = HttpResponse(content.load(attachment.sha256), content_type=attachment.content_type)
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Disposition"] = content_disposition_header(True, attachment.name)
    response["Cache-Control"] = "private, no-cache"
    return response


@with_object(Attachment, "meetings.change_meeting")
def attachment_delete(request, attachment):
    if request.method == "POST":
        services.delete_attachment(attachment=attachment, by=request.user)
        messages.success(request, _("첨부 파일을 삭제했습니다."))
        return redirect("meetings:meeting_attachments", pk=attachment.meeting_id)
    return render(request, "meetings/attachment_delete.html", {"attachment": attachment, "meeting": attachment.meeting})
