"""manage.py export_document trip-report tokyo-2024 --language ko --format pdf --output FILE"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from exchange.documents import definitions
from exchange.documents.enums import Format
from exchange.documents.renderers import RenderError, render


class Command(BaseCommand):
    help = "Write a document to a file: what the job makes, by the same code, without keeping it in the portal."

    def add_arguments(self, parser):
        parser.add_argument("definition", help="for example trip-report")
        parser.add_argument("subject", help="the key people use, for example tokyo-2024")
        parser.add_argument("--language", default="ko")
        parser.add_argument("--format", default=Format.PDF.value, choices=Format.values)
        parser.add_argument("--output", type=Path, help="default: the name a person would choose, in this folder")

    def handle(self, *args, **options):
        definition = self._definition(options["definition"])
        language = options["language"]
        if language not in definition.languages:
            raise CommandError(f"{definition.name} is made in: {', '.join(definition.languages)}")
        try:
            subject = definition.find(options["subject"])
        except definition.model.DoesNotExist as error:
            raise CommandError(f"no {definition.model._meta.model_name} {options['subject']}") from error
        output = options["output"] or Path(f"{definition.file_name(subject, language)}.{options['format']}")
        try:
            data = render(definition.build(subject, language), options["format"])
            output.write_bytes(data)
        except (RenderError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{output} {len(data):,} bytes")

    def _definition(self, name):
        try:
            return definitions.get(name)
        except KeyError as error:
            known = ", ".join(definition.name for definition in definitions.all_definitions())
            raise CommandError(f"no document {name}; there are: {known}") from error
