from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exchange.audit.services import record
from exchange.documents import definitions
from exchange.documents.services import request_rendition
from forums import badges
from forums.models import BadgePrint, Edition

MOST = 1000  # badges in one file


@transaction.atomic
def print_badges(*, edition, choice, registration=None, by):
    """A print run of these people and the job that makes its file."""
    edition = Edition.objects.select_for_update(of=("self",)).get(
        pk=edition.pk
    )  # two at once do not both print the new
    rows = badges.people(edition, choice, registration.pk if registration else None)
    if not rows:
        raise ValidationError(_("명찰을 만들 사람이 없습니다."), code="nobody")
    if len(rows) > MOST:
        message = _("한 번에 %(most)d명까지 만들 수 있습니다. 편을 나누어 만들어 주세요.")
        raise ValidationError(message, code="many", params={"most": MOST})
    run = BadgePrint.objects.create(
        edition=edition, choice=choice, made_by=by, badges={str(row.pk): badges.digest(row) for row in rows}
    )
    record("print_badges", edition, by=by, changes={"choice": str(choice), "people": len(rows)})
    request_rendition(definition=definitions.get(badges.NAME), subject=run, language="ko", by=by)
    return run
