"""`migrate_products FILE`: move the old catalogue in; safe to run twice."""

from argparse import ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from pynamodb.exceptions import PynamoDBException
from tqdm import tqdm

from catalog.importing.files import read_file
from catalog.importing.plan import Outcome, Step
from catalog.importing.report import report
from catalog.importing.values import Reading, Unreadable
from catalog.services.importing import carry_out, plan_import
from config.errors import ShopError


class Command(BaseCommand):
    """Reads the file, plans against the table, writes, and says what became of every row."""

    help = "Move products from a .ts, .json or .csv file into the products table."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="write nothing, report the same")
        parser.add_argument(
            "--default-stock",
            type=_pieces,
            default=0,
            metavar="N",
            help="stock of a new product whose row names none (0: not to be bought until counted;"
            " a pre-owned racket is one of a kind and gets 1)",
        )
        parser.add_argument("--seller", metavar="ID", help="sellerId instead of DEFAULT_SELLER_ID")

    def handle(self, *_: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            reading = read_file(file)
        except Unreadable as error:
            raise CommandError(f"{file.name}: {error}") from error
        try:
            steps = self._move(reading, **options)
        except (ShopError, PynamoDBException) as error:
            sentence = "the table did not answer. What was written stays; run it again."
            raise CommandError(f"{sentence} ({error})") from error
        if any(step.outcome is Outcome.SKIPPED for step in steps):
            raise CommandError("Some rows were skipped; the report above says which and why.")

    def _move(
        self,
        reading: Reading,
        *,
        default_stock: int,
        seller: str | None,
        dry_run: bool,
        **_: Any,
    ) -> Sequence[Step]:
        plan = plan_import(reading, default_stock=default_stock, seller_id=seller or None)
        steps = plan.steps
        if not dry_run:
            with tqdm(total=len(plan.writes), unit="row", disable=None) as bar:  # None: tty only
                steps = carry_out(plan, tick=bar.update)
        for line in report(steps, notes=reading.notes, missing=plan.missing, is_dry=dry_run):
            self.stdout.write(line)
        return steps


def _pieces(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 1_000_000):
        raise ArgumentTypeError(f"{text!r} is no number of pieces")
    return int(text)
