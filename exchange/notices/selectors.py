from django.db.models import Case, Count, IntegerField, Q, When
from django.utils.translation import ngettext

from exchange.notices.models import Notice, Preference

UNREAD = Q(read_at=None, settled_at=None)


def notices_of(user):
    """Unread ones first, the newest of each first."""
    unread_first = Case(When(UNREAD, then=0), default=1, output_field=IntegerField())
    return Notice.objects.visible_to(user).order_by(unread_first, "-on", "-pk")


def numbers_of(user):
    return Notice.objects.visible_to(user).aggregate(total=Count("pk"), unread=Count("pk", filter=UNREAD))


def unread_count(user):
    return Notice.objects.visible_to(user).unread().count()


def unread_label(count):
    return ngettext("읽지 않은 알림 %(n)d건", "읽지 않은 알림 %(n)d건", count) % {"n": count}


def preference_of(user):
    return Preference.objects.filter(user=user).first() or Preference(user=user)
