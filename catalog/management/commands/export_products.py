"""`export_products [FILE]`: write all products as `migrate_products` reads them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from pynamodb.exceptions import PynamoDBException

from catalog.importing.exporting import as_csv, as_json
from catalog.services.importing import every_product


class Command(BaseCommand):
    """Writes to FILE, whole or not at all, or to standard output."""

    help = "Write every product as JSON or CSV that migrate_products reads again without loss."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--format", choices=["json", "csv"], help="else by the file's name")

    def handle(self, *_: Any, **options: Any) -> None:
        file: Path | None = options["file"]
        kind = options["format"] or (file.suffix.lower().removeprefix(".") if file else "json")
        if kind not in {"json", "csv"}:
            raise CommandError(f"{file}: give --format json or --format csv")
        try:
            products = sorted(every_product(), key=lambda product: product.product_id)
        except PynamoDBException as error:
            raise CommandError(f"The products table did not answer. ({error})") from error
        text = as_json(products) if kind == "json" else as_csv(products)
        if file is None:
            self.stdout.write(text, ending="")
            return
        _replace(file, text)
        self.stdout.write(f"{len(products)} products written to {file}.")


def _replace(file: Path, text: str) -> None:
    unfinished = file.with_name(f"{file.name}.part")
    try:
        unfinished.write_text(text, encoding="utf-8", newline="")
        unfinished.replace(file)
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}") from error
