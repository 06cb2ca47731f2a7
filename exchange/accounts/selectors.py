"""Numbers and rows about accounts, for administrators."""

from django.conf import settings
from django.core import signing
from django.db.models import Count, Q
from django.utils.dateparse import parse_datetime

from exchange.accounts.models import User

INVITATION_SALT = "accounts.invitation"


def users_found(user, *, text="", role="", state=""):
    """The accounts that an administrator looks for; every word must occur in the e-mail, name or title."""
    users = User.objects.visible_to(user)
    for word in text.split():
        users = users.filter(Q(email__icontains=word) | Q(name__icontains=word) | Q(job_title__icontains=word))
    if role == "administrator":
        users = users.filter(is_administrator=True)
    elif role:
        users = users.filter(role=role)
    if state == "waiting":
        users = users.awaiting_invitation()
    elif state:
        users = users.filter(is_active=state == "active")
    return users


def user_numbers():
    numbers = User.objects.aggregate(
        active=Count("pk", filter=Q(is_active=True)), inactive=Count("pk", filter=Q(is_active=False))
    )
    return numbers | {"waiting": User.objects.awaiting_invitation().count()}


def invitation_token(user):
    """What the mailed link carries: whose invitation and which one, signed and dated."""
    return signing.dumps([user.pk, user.invited_at.isoformat()], salt=INVITATION_SALT)


def invited_user(token):
    """The person a link was made for, or None: too old, replaced by a newer one, used, or not ours."""
    try:
        pk, invited_at = signing.loads(token, salt=INVITATION_SALT, max_age=settings.INVITATION_DAYS * 86400)
    except signing.BadSignature:
        return None
    return User.objects.awaiting_invitation().filter(pk=pk, invited_at=parse_datetime(invited_at)).first()
