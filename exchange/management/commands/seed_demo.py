from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from exchange.demo.seeding import seed_demo


class Command(BaseCommand):
    help = "Loads the demo data; a second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help="also when PRODUCTION=1")

    def handle(self, *args, force, **options):
        if settings.PRODUCTION and not force:
            raise CommandError(_("운영 환경에는 예시 자료를 넣지 않습니다. 꼭 필요하면 --force를 붙이세요."))
        for user in seed_demo():
            role = user.get_role_display() or _("관리자")
            self.stdout.write(f"  {user.email:<26}{settings.DEMO_PASSWORD:<22}{role}")
