"""Products as files that `migrate_products` reads again without loss."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from catalog.importing.columns import COLUMNS, SPECS, flat, source_of
from catalog.importing.sheet_rows import OPTION, unfolded
from catalog.models import Product, Variant
from config import clock, money
from config.spreadsheets import inert

FIRST = ("productId", "sku", "sellerId", "source", *COLUMNS, "stock", "shelf", "createdAt")
WHOLE = {"reviewCount", "weightGrams", "lowLevel"}


def as_json(products: Sequence[Product]) -> str:
    """`{"products": […]}`, a field a line, texts unescaped."""
    rows = [_row(product) for product in products]
    return json.dumps({"products": rows}, ensure_ascii=False, indent=1) + "\n"


def as_csv(products: Sequence[Product], *, with_versions: bool = False) -> str:
    """A header, a line a product and below it a line a variant; a column `specs.<name>` for every
    spec of any product and `option.<name>` for every option. Texts that a spreadsheet would run
    are made inert. `with_versions`: so that an import knows what has changed since."""
    rows = [
        _cells(line)
        for product in products
        for line in unfolded(_row(product, with_version=with_versions))
    ]
    named = {name for row in rows for name in row}
    more = sorted(name for name in named if name.startswith((SPECS, OPTION)))
    text = io.StringIO(newline="")
    last = ["version"] if with_versions else []
    writer = csv.DictWriter(text, [*FIRST, *last, *more], restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _row(product: Product, *, with_version: bool = False) -> dict[str, Any]:
    """One product with our own attribute names; what it does not have is left out."""
    fields = flat(product)
    row: dict[str, Any] = {
        "productId": product.product_id,
        "sellerId": product.seller_id,
        "source": source_of(product),
        **{name: _value(name, fields[name]) for name in COLUMNS if name in fields},
        "specs": product.specs,
        "stock": product.stock,
        "variants": {sku: _variant(v) for sku, v in sorted((product.variants or {}).items())},
        "createdAt": clock.to_text(product.created_at) if product.created_at else None,
        "version": product.version if with_version else None,
    }
    return {name: value for name, value in row.items() if value not in (None, {})}


def _value(name: str, text: str) -> object:
    if name == "images":
        return json.loads(text)
    if name == "isActive":
        return text == "true"
    return int(text) if name in WHOLE else text


def _variant(variant: Variant) -> dict[str, Any]:
    said = {
        "options": variant.options,
        "stock": variant.stock,
        "price": None if variant.price is None else money.plain_rupees(variant.price),
        "originalPrice": (
            None if variant.original_price is None else money.plain_rupees(variant.original_price)
        ),
        "image": variant.image,
        "isActive": variant.is_active,
        "shelf": variant.shelf,
        "lowLevel": variant.low_level,
    }
    return {name: value for name, value in said.items() if value is not None}


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    specs = {f"{SPECS}{name}": text for name, text in (row.get("specs") or {}).items()}
    cells = {name: _cell(value) for name, value in row.items() if name != "specs"}
    return {name: inert(cell) for name, cell in (cells | specs).items()}


def _cell(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
