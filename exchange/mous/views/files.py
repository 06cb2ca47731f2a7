from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from exchange.core.views import stored_file, with_object
from exchange.meetings import files
from exchange.meetings.views.uploads import kept, refused, sent_file
from exchange.mous import services
from exchange.mous.models import Mou, MouFile


@with_object(Mou, "mous.change_mou")
def mou_files(request, mou):
    if request.method == "POST":
        uploads = request.FILES.getlist("files")
        for upload in uploads:
            _keep(request, mou, upload)
        if not uploads:
            messages.error(request, _("올릴 파일을 골라 주세요."))
        return redirect("mous:mou_files", pk=mou.pk)
    context = {"mou": mou, "files": list(mou.files.all()), "accept": files.ACCEPT, "max_mb": settings.MAX_FILE_MB}
    return render(request, "mous/mou_files.html", context)


def _keep(request, mou, upload):
    try:
        file = services.add_mou_file(mou=mou, upload=upload, by=request.user)
    except ValidationError as error:
        told = {"name": upload.name, "reason": " ".join(error.messages)}
        messages.error(request, _("%(name)s: 저장하지 않았습니다. %(reason)s") % told)
    else:
        messages.success(request, _("저장했습니다: %(names)s") % {"names": file.name})


@require_POST
@with_object(Mou, "mous.change_mou")
def mou_file_add(request, mou):
    """One file of a page that sends them one by one; answers with its row for that page."""
    try:
        file = services.add_mou_file(mou=mou, upload=sent_file(request), by=request.user)
    except ValidationError as error:
        return refused(error)
    row = render_to_string("mous/_mou_file.html", {"file": file, "can_delete": True}, request)
    return kept(f"<li>{row}</li>")


@require_GET
@with_object(MouFile, "mous.view_mou", kwarg="file")
def mou_file(request, file):
    return stored_file(file, file.name)


@with_object(MouFile, "mous.change_mou", kwarg="file", rows=lambda seen: seen.select_related("mou"))
def mou_file_delete(request, file):
    if request.method == "POST":
        services.delete_mou_file(file=file, by=request.user)
        messages.success(request, _("협약 파일을 삭제했습니다."))
        return redirect("mous:mou_files", pk=file.mou_id)
    return render(request, "mous/mou_file_delete.html", {"file": file, "mou": file.mou})
