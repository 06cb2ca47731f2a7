from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from delegations.importing import ImportRefused, import_delegation
from exchange.accounts.models import User


class Command(BaseCommand):
    help = "Takes in a whole trip from one JSON document; when anything is wrong nothing is kept."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", help="e-mail of the user who becomes the trip's owner")

    def handle(self, *args, file, by, **options):
        user = User.objects.active().filter(email=by.lower()).first() if by else None
        if by and not user:
            raise CommandError(_("이 이메일의 사용자가 없습니다: %(email)s") % {"email": by})
        try:
            delegation = import_delegation(file.read_bytes(), by=user)
        except OSError as error:
            raise CommandError(str(error)) from None
        except ImportRefused as error:
            raise CommandError(str(error)) from None
        self.stdout.write(delegation.slug)
