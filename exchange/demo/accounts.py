"""One account per role, visibly samples."""

from django.conf import settings

from exchange.accounts.enums import Language, Role
from exchange.accounts.models import User
from exchange.audit.services import record
from exchange.demo.uids import uid
from exchange.directory.models import Organization, Person
from exchange.directory.services import create_person, set_posts

ACCOUNTS = [
    {"email": "staff@example.com", "name": "실무 예시", "role": Role.STAFF},
    {"email": "manager@example.com", "name": "부서장 예시", "role": Role.MANAGER},
    {"email": "executive@example.com", "name": "임원 예시", "role": Role.EXECUTIVE},
    {"email": "ambassador@example.com", "name": "민간대사 예시", "role": Role.AMBASSADOR},
    {
        "email": "counterpart@example.com",
        "name": "相手機関 例示",
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
            create_person(
                name_ko=user.name, name_hanja="民間大使 例示", name_latin="Ambassador Sample", user=user, by=None
            )
    return user


def represent_counterpart(accounts):
    """The account of the other side speaks for NFSBA, by a sample post there."""
    user = next(account for account in accounts if account.role == Role.COUNTERPART)
    body = Organization.objects.filter(uid=uid("nfsba")).first()
    if body and not Person.objects.filter(user=user).exists():
        person = create_person(name_ko="상대 기관 예시", name_hanja=user.name, country="JP", user=user, by=None)
        post = {"organization": body, "title_ko": "국제 담당(예시)", "title_ja": "国際担当(例示)"}
        set_posts(person=person, rows=[post], by=None)
