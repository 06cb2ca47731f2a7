from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from exchange.accounts.enums import Language
from exchange.accounts.services import invite_user


class Command(BaseCommand):
    help = "Invites an administrator by mail: how a new portal gets its first one."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--language", choices=Language.values, default=Language.KO)

    def handle(self, *args, email, name, language, **options):
        try:
            user = invite_user(
                email=email, name=name, job_title="", role="", language=language, is_administrator=True, by=None
            )
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(user.email)
