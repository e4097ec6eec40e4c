"""`manage.py aws_files [--check]`: write the CloudFormation templates, or say which are old."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.aws.files import differing


class Command(BaseCommand):
    """Safe to run at any time: it asks nobody and writes only docs/operations/aws."""

    help = "Writes the tables and the rights of the shop as CloudFormation templates."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 when a file is old"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        found = differing()
        for path, text in found.items():
            name = path.relative_to(settings.BASE_DIR)
            if check:
                self.stdout.write(f"{name} is not what the code asks for.")
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            self.stdout.write(f"{name} written.")
        if found and check:
            raise CommandError("Run manage.py aws_files and look at what changed.")
