"""What people do to their notices. Reading leaves no event: it is nobody's business but the reader's."""

from django.db import transaction
from django.utils import timezone

from exchange.audit.services import record
from exchange.notices.models import Notice, Preference


@transaction.atomic
def read_notice(*, notice, by):
    Notice.objects.visible_to(by).filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
    notice.refresh_from_db(fields=["read_at"])
    return notice


@transaction.atomic
def read_all_notices(*, by, until=None):
    """Those that stood on the page: `until` is the newest, what came later stays unread."""
    notices = Notice.objects.visible_to(by).filter(read_at=None)
    if until is not None:
        notices = notices.filter(pk__lte=until)
    return notices.update(read_at=timezone.now())


@transaction.atomic
def change_preference(*, mail, by):
    preference, _made = Preference.objects.select_for_update().get_or_create(user=by)
    if preference.mail != mail:
        changes = {"mail": [preference.mail, mail]}
        preference.mail = mail
        preference.full_clean()
        preference.save(update_fields=["mail"])
        record("change_preference", preference, by=by, changes=changes)
    return preference
