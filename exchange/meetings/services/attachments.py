from django.db import transaction

from exchange.audit.versions import claim, settle
from exchange.meetings import files
from exchange.meetings.models import Attachment


def add_attachment(*, meeting, upload, by):
    """ValidationError says why a file is not kept: its kind, its size, or that it is there already."""
    facts = files.keep(upload)
    with transaction.atomic():
        row = claim(meeting, "add_attachment", None)
        attachment = Attachment(meeting=row, **facts)
        attachment.full_clean()
        attachment.save()
        settle(row, "add_attachment", by=by, name=attachment.name, sha256=attachment.sha256)
    return attachment


@transaction.atomic
def delete_attachment(*, attachment, by):
    row = claim(attachment.meeting, "delete_attachment", None)
    settle(row, "delete_attachment", by=by, name=attachment.name, sha256=attachment.sha256)
    attachment.delete()
