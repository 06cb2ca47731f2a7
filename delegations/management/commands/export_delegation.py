from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from delegations.interchange import as_bytes, export_delegation
from delegations.models import Delegation


class Command(BaseCommand):
    help = "Writes a whole trip as one JSON document."

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("--output", type=Path, help="a file; without it the standard output")

    def handle(self, *args, slug, output, **options):
        delegation = Delegation.objects.filter(slug=slug).first()
        if delegation is None:
            raise CommandError(_("이 관리 번호의 출장이 없습니다: %(slug)s") % {"slug": slug})
        try:
            data = as_bytes(export_delegation(delegation))
        except FileNotFoundError as error:
            raise CommandError(_("보관된 파일이 없습니다: %(path)s") % {"path": error.filename}) from None
        if output:
            output.write_bytes(data)
        else:
            self.stdout.write(data.decode(), ending="")
