"""A file that staff send, compared with the table: what the file says is what staff want now. Only
what the file has a column for is compared, and an empty cell takes away what may be absent."""

from collections.abc import Callable, Mapping, Sequence

from catalog.importing import fields, variant_columns
from catalog.importing.columns import COLUMNS, SPECS
from catalog.importing.fields import BadValue
from catalog.importing.merging import Held
from catalog.importing.plan import Changes, Compare
from catalog.importing.product import READERS, RENAMED, Wanted
from catalog.importing.sheet_rows import FIELDS
from catalog.importing.values import Record, Row, Value

NEEDED = {"name", "category", "brand", "price", "isActive"}
NEW_VARIANT = "{} is no variant of it; add it on the page of the product"
Fields = Mapping[str, Mapping[str, str]]


def filled_in(row: Row, held: Mapping[str, str]) -> Row:
    """The row with what it has no column for, as the table has it."""
    absent = {name: held[name] for name in COLUMNS if name in held and name not in _columns(row)}
    return Row({**absent, **row.values}, row.line, row.array)


def said_in(row: Row) -> frozenset[str]:
    """The flat names of all that the row has a cell for, empty or not."""
    names = _columns(row) & COLUMNS.keys()
    names |= {f"{SPECS}{name}" for name in _record(row.values.get("specs"))}
    for sku, variant in _record(row.values.get("variants")).items():
        said = _record(variant).keys() & {*FIELDS, "options"}
        names |= {variant_columns.name_of(sku, name) for name in said}
    return frozenset(names)


def by_word_of(said: Mapping[int, frozenset[str]], variants: Fields) -> Compare:
    """The comparison: `said` is what each line of the file has cells for, `variants` the facts of
    each product's variants as they stand in the table."""

    def compare(wanted: Wanted, held: Held) -> tuple[Changes, Sequence[str]]:
        present = {**held.fields, **variants.get(held.product_id, {})}
        known = {sku for sku in wanted.variants if sku in held.skus and sku != held.product_id}
        after = {
            **wanted.fields,
            **variant_columns.flat({sku: wanted.variants[sku] for sku in known}),
        }
        changes = {
            name: after.get(name)
            for name in sorted(said[wanted.line])
            if (after.get(name) or "") != _as_read(name, present.get(name, ""))
            and _may_change(name, after, known)
        }
        return changes, [NEW_VARIANT.format(sku) for sku in wanted.variants if sku not in known]

    return compare


def _as_read(name: str, text: str) -> str:
    """What stands in the table as a file with the same text in it is read: single spaces."""
    reader: Callable[[str], str]
    if name.startswith(variant_columns.PREFIX):
        field = variant_columns.sku_and_field(name)[1]
        reader = fields.line if field in ("image", "shelf") else str
    elif name.startswith(SPECS):
        reader = fields.text
    else:
        reader = READERS.get(name, str) if name != "images" else str
    try:
        return reader(text)
    except BadValue:
        return text


def _may_change(name: str, after: Mapping[str, str], known: set[str]) -> bool:
    """Not the facts of a variant that is not there; and what must be there is never taken away."""
    field = name
    if name.startswith(variant_columns.PREFIX):
        sku, field = variant_columns.sku_and_field(name)
        if sku not in known:
            return False
        if field == "price":
            return True  # an empty one is the product's
    return name in after or field not in NEEDED | {"options"}


def _columns(row: Row) -> set[str]:
    return {RENAMED.get(name, name) for name in row.values}


def _record(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, Record) else {}
