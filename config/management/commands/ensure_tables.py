"""`manage.py ensure_tables [--check]`: make the tables, or say what they lack."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.dynamo_admin import client
from config.errors import Unavailable
from config.provisioning import Provisioning
from config.tables import Finding, Kind, wanted_tables


class Command(BaseCommand):
    """Safe to run at any time and twice: it drops nothing and changes nothing that is there."""

    help = (
        "Makes what is missing of the shop's tables: tables, indexes, point-in-time recovery,"
        " expiry, deletion protection. Says in words where a live table differs."
    )
    requires_system_checks: list[str] = []  # it runs before anything else can

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; exit 1 when anything is missing or differs",
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        found: list[Finding] = []
        try:
            provisioning = Provisioning(client(), mends=not check)
            for table in wanted_tables():
                for finding in provisioning.of(table):
                    self._say(finding)
                    found.append(finding)
        except (BotoCoreError, ClientError, Unavailable) as error:
            raise CommandError(f"DynamoDB: {error}") from error
        self._conclude(found, check=check)

    def _say(self, finding: Finding) -> None:
        style = self.style.WARNING if finding.kind is Kind.DIFFERS else str
        self.stdout.write(style(finding.text))

    def _conclude(self, found: list[Finding], *, check: bool) -> None:
        wrong = sum(finding.kind in {Kind.MISSING, Kind.DIFFERS} for finding in found)
        if check and wrong:
            raise CommandError(f"{wrong} {'thing' if wrong == 1 else 'things'} to mend.")
        if any(finding.is_fatal for finding in found):
            raise CommandError("The shop cannot work with a table whose key differs.")
        if wrong:
            self.stdout.write("Everything is there. What differs, above, is for a person to mend.")
        else:
            self.stdout.write(f"All {len(wanted_tables())} tables are as they should be.")
