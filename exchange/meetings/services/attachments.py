from django.db import transaction

from exchange.audit.versions import claim, settle
from exchange.core import content
from exchange.meetings import files
from exchange.meetings.models import Attachment


def add_attachment(*, meeting, upload, by):
    """ValidationError says why a file is not kept: its kind, its size, or that it is there already."""
    file = files.examine(upload)
    facts = {"name": file.name, "size": file.size, "content_type": file.content_type}
    sha256 = content.store_file(upload)  # the bytes come first: a row never stands without them
    with transaction.atomic():
        row = claim(meeting, "add_attachment", None)
        attachment = Attachment(meeting=row, sha256=sha256, **facts)
        attachment.full_clean()
        attachment.save()
        settle(row, "add_attachment", by=by, name=attachment.name, sha256=sha256)
    return attachment


@transaction.atomic
def delete_attachment(*, attachment, by):
    row = claim(attachment.meeting, "delete_attachment", None)
    settle(row, "delete_attachment", by=by, name=attachment.name, sha256=attachment.sha256)
    attachment.delete()
