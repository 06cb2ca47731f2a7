from django.core.management.base import BaseCommand
from django.template.defaultfilters import filesizeformat

from exchange.core import content


class Command(BaseCommand):
    help = "Delete pictures and files that nothing refers to and that are older than CONTENT_GRACE_DAYS."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would be deleted")

    def handle(self, *, dry_run, **options):
        done = content.sweep(is_trial=dry_run)
        verb = "would be deleted" if dry_run else "deleted"
        self.stdout.write(f"{done.deleted} files {verb} ({filesizeformat(done.size)}); {done.kept} old ones are needed")
