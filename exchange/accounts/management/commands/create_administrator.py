import sys
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from exchange.accounts.enums import Language
from exchange.accounts.models import User
from exchange.audit.services import record


class Command(BaseCommand):
    help = (
        "Makes an administrator's account: how a new portal gets its first one. All others are invited in the portal."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--language", choices=Language.values, default=Language.KO)
        parser.add_argument("--password-stdin", action="store_true", help="read the password from the standard input")

    @transaction.atomic
    def handle(self, *args, email, name, language, password_stdin, **options):
        user = User(email=email.lower(), name=name, language=language, is_administrator=True)
        password = sys.stdin.readline().rstrip("\n") if password_stdin else getpass()
        try:
            user.full_clean(exclude=["password"])
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        user.set_password(password)
        user.save()
        record("create", user, by=None)
        self.stdout.write(user.email)
