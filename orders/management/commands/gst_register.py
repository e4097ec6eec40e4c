"""`gst_register 2026-11 [--to FOLDER]`: the register of a month's bills and credit notes."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from pynamodb.exceptions import PynamoDBException

from config.errors import ShopError
from orders.register_files import csv_of, workbook_of
from orders.register_months import month_in
from orders.register_reading import register_of


class Command(BaseCommand):
    """Writes a workbook, and each of its sheets as CSV."""

    help = "Write a month's GST register (2026-11) as XLSX and CSV; exit 1 if a number is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="year and month, like 2026-11")
        parser.add_argument("--to", type=Path, default=Path(), help="the folder to write into")

    def handle(self, *_: Any, **options: Any) -> None:
        folder: Path = options["to"]
        try:
            month = month_in(options["month"])
            register = register_of(month)
        except ShopError as refusal:
            raise CommandError(str(refusal)) from refusal
        except PynamoDBException as error:
            raise CommandError(f"The orders table did not answer. ({error})") from error
        files = {f"gst-{month.text}.xlsx": workbook_of(register.tables)}
        files |= {f"gst-{month.text}-{t.name}.csv": csv_of(t) for t in register.tables}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in files.items():
                (folder / name).write_bytes(content)
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror}") from error
        bills, notes = len(register.bills), len(register.notes)
        self.stdout.write(f"{bills} bills and {notes} credit notes written to {folder}.")
        if register.holes:
            raise CommandError(f"These numbers have no paper: {', '.join(register.holes)}.")
