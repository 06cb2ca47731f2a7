"""One account per role, visibly samples."""

from django.conf import settings

from exchange.accounts.enums import Language, Role
from exchange.accounts.models import User
from exchange.audit.services import record
from exchange.directory.services import create_person

ACCOUNTS = [
    {"email": "staff@example.com", "name": "실무 예시", "role": Role.STAFF},
    {"email": "manager@example.com", "name": "부서장 예시", "role": Role.MANAGER},
    {"email": "executive@example.com", "name": "임원 예시", "role": Role.EXECUTIVE},
    {"email": "ambassador@example.com", "name": "민간대사 예시", "role": Role.AMBASSADOR},
    {
        "email": "counterpart@example.com",
        "name": "상대 기관 예시",
        "role": Role.COUNTERPART,
        "language": Language.JA,
    },
    {"email": "admin@example.com", "name": "관리자 예시", "is_administrator": True},
]


def add_accounts():
    """Those that are missing; the others stay as people left them. Returns all, in order."""
    return [_account(**facts) for facts in ACCOUNTS]


def _account(*, email, **facts):
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, settings.DEMO_PASSWORD, **facts)
        record("seed_demo", user, by=None)
        if user.role == Role.AMBASSADOR:
            create_person(name_ko=user.name, user=user, by=None)
    return user
