"""Variants as rows of a sheet below their product: easier to read and to change than one cell that
holds them all."""

from collections.abc import Iterator, Mapping
from typing import Any

from catalog.importing.values import Reading, Record, Remark, Row, Value

OPTION = "option."
# What a variant's row says, in the columns that its product's row has too or that only it fills.
FIELDS = ("stock", "price", "originalPrice", "image", "isActive", "shelf", "lowLevel")


def folded(reading: Reading) -> Reading:
    """The same with each variant's row made a part of the product above it."""
    products: dict[str, Record] = {}
    rows, skipped = [], list(reading.skipped)
    for row in reading.rows:
        product_id, sku = _text(row.values, "productId"), _text(row.values, "sku")
        if sku and product_id and not _text(row.values, "name"):
            if product_id in products:
                _add_variant(products[product_id], sku, row)
            else:
                said = f"variant {sku}: its product {product_id} has no row above it"
                skipped.append(Remark(row.line, said))
            continue
        values = _without_options(row)
        products[product_id] = values
        rows.append(Row(values, row.line, row.array))
    return Reading(rows, skipped, reading.notes)


def unfolded(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A product of an export as rows: its own, then one for each variant."""
    own = {name: value for name, value in row.items() if name != "variants"}
    yield own
    for sku, variant in (row.get("variants") or {}).items():
        options = {f"{OPTION}{name}": text for name, text in variant.get("options", {}).items()}
        facts = {name: variant[name] for name in FIELDS if name in variant}
        yield {"productId": row["productId"], "sku": sku, **facts, **options}


def _add_variant(product: Record, sku: str, row: Row) -> None:
    variants = product.setdefault("variants", Record(row.line))
    if not isinstance(variants, Record):  # a product's row said something else of them
        product["variants"] = variants = Record(row.line)
    variant = Record(row.line, {n: row.values[n] for n in FIELDS if n in row.values})
    chosen = {n: cell for n, cell in row.values.items() if n.startswith(OPTION)}
    if chosen:
        texts = {n.removeprefix(OPTION): cell for n, cell in chosen.items() if _text(chosen, n)}
        variant["options"] = Record(row.line, texts)
    variants[sku] = variant


def _without_options(row: Row) -> Record:
    own = {name: value for name, value in row.values.items() if not name.startswith(OPTION)}
    return Record(row.line, own)


def _text(values: Mapping[str, Value], name: str) -> str:
    found = values.get(name)
    return found.strip() if isinstance(found, str) else ""
