"""The demo's tables: columns under their names, each product with its own words below it."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from catalog.demo import stocking
from catalog.demo.makers import MAKERS
from catalog.demo.product import IMPORTER, SCALE, Choice, DemoProduct, Goods
from catalog.rules import Category
from config.money import paise

TABLES = Path(__file__).parent / "tables"


@dataclass(frozen=True)
class Row:
    """One product of a table: its cells by the name of their column, and its description."""

    cells: Mapping[str, str]
    description: str

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    @property
    def product_id(self) -> str:
        """Brand and name as they stand in an address."""
        plain = unicodedata.normalize("NFKD", f"{self['brand']} {self['name']}")
        ascii_only = plain.encode("ascii", "ignore").decode().lower()
        return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")

    def ratings(self) -> dict[str, str]:
        """Speed, spin and control with their source; nothing where none are given."""
        values = self.cells.get("ratings", "").split()
        if not values:
            return {}
        three = dict(zip(("Speed", "Spin", "Control"), values, strict=True))
        return {**three, "Ratings source": SCALE}

    def specs(self, *columns: str) -> dict[str, str]:
        """The named columns as specifications, without the empty ones."""
        return {c.capitalize(): self[c] for c in columns if self.cells.get(c)}


def rows(text: str) -> Iterator[Row]:
    """The products of a table: its first line names the columns; then, after empty lines, a line
    of cells and the lines of the description."""
    head, *blocks = text.strip().split("\n\n")
    columns = [cell.strip() for cell in head.split("|")]
    for block in blocks:
        first, *words = block.splitlines()
        cells = [cell.strip() for cell in first.split("|")]
        description = " ".join(line.strip() for line in words)
        yield Row(dict(zip(columns, cells, strict=True)), description)


def made(
    table: str,
    category: Category,
    goods: Callable[[Row], Goods],
    facts: Callable[[Row], Mapping[str, str]],
    choices: Callable[[Row], Sequence[Choice]],
) -> list[DemoProduct]:
    """The products of the table of this name, all of one category."""
    text = (TABLES / f"{table}.txt").read_text(encoding="utf-8")
    return [_product(row, category, goods(row), facts(row), choices(row)) for row in rows(text)]


def _product(
    row: Row,
    category: Category,
    goods: Goods,
    specs: Mapping[str, str],
    choices: Sequence[Choice],
) -> DemoProduct:
    price, _, mrp = row["price"].partition("/")
    variants = stocking.on_shelves(row["code"], category, choices)
    single = stocking.stock_of(row.product_id, category)
    return DemoProduct(
        product_id=row.product_id,
        category=category,
        brand=row["brand"],
        name=row["name"],
        description=row.description,
        price_paise=paise(price),
        mrp_paise=paise(mrp or price),
        stock=sum(variant.stock for variant in variants) if variants else single,
        hsn=goods.hsn,
        gst_rate=goods.gst_rate,
        country_of_origin=row["made in"],
        manufacturer=MAKERS[row["brand"]],
        importer="" if row["made in"] == "India" else IMPORTER,
        net_quantity=goods.net_quantity,
        weight_grams=goods.weight_grams,
        size_cm=goods.size_cm,
        specs={**specs, **row.ratings()},
        variants=variants,
        is_active=row.product_id not in stocking.NOT_ON_SALE,
    )
