"""What a CSV file of staff would do to the products: planned against the table, nothing written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.conf import settings

from catalog.bulk import Change, Plan
from catalog.importing import columns, variant_columns
from catalog.importing.allowed import check_changes, check_new
from catalog.importing.fields import BadValue
from catalog.importing.plan import Outcome, Planner, Step
from catalog.importing.product import Wanted, product_in
from catalog.importing.sheet import by_word_of, filled_in, said_in
from catalog.importing.values import Reading, Row
from catalog.models import Product
from catalog.rules import Category

MOST_ROWS = 3000
SINCE = "it was changed since this file was written; export it again"


def plan_sheet(reading: Reading) -> Plan:
    """What these rows would change. One look at the catalogue, category by category; what the file
    names is read as it stands this moment."""
    present = _present(reading.rows)
    flat = {row.product_id: columns.flat(row) for row in present.values()}
    rows = [filled_in(r, flat.get(_id_in(r), {})) for r in reading.rows]
    wanted, unread = _read(rows)
    said = {row.line: said_in(before) for row, before in zip(rows, reading.rows, strict=True)}
    variants = {r.product_id: variant_columns.flat(r.variants or {}) for r in present.values()}
    planner = Planner(
        map(columns.held, present.values()),
        claimed={row.product_id for row in wanted},
        seller_id=settings.DEFAULT_SELLER_ID,
        is_seller_given=False,
        compare_by=by_word_of(said, variants),
    )
    steps = [_allowed(_in_time(planner.plan(row)), variants) for row in wanted]
    notes = [(r.line, r.reason) for r in reading.skipped] + unread + list(_remarks(steps))
    changes = [_change(step, present) for step in steps if step.outcome in _WRITES]
    same = sum(step.outcome is Outcome.UNCHANGED for step in steps)
    return Plan(changes, [f"Line {line}: {text}." for line, text in sorted(notes)], same)


_WRITES = {Outcome.CREATED, Outcome.CHANGED}


def every_listed_product() -> Iterator[Product]:
    """All products of our categories, by their index: may lag a moment."""
    for category in Category:
        yield from Product.by_category.query(category.value)


def _present(rows: Iterable[Row]) -> dict[str, Product]:
    """All products; those that the rows name are read consistently, by key."""
    found = {row.product_id: row for row in every_listed_product()}
    named = {product_id for row in rows if (product_id := _id_in(row))}
    keys = [(name, found[name].seller_id) for name in sorted(named & found.keys())]
    keys += [(name, settings.DEFAULT_SELLER_ID) for name in sorted(named - found.keys())]
    for row in Product.batch_get(keys, consistent_read=True) if keys else ():
        found[row.product_id] = row
    return found


def _id_in(row: Row) -> str:
    said = row.values.get("productId")
    return said.strip()[:300] if isinstance(said, str) and not said.startswith("#") else ""


def _read(rows: Sequence[Row]) -> tuple[list[Wanted], list[tuple[int, str]]]:
    wanted, unread = [], []
    for row in rows:
        try:
            wanted.append(product_in(row, default_stock=0))
        except BadValue as error:
            unread.append((row.line, str(error)))
    return wanted, unread


def _in_time(step: Step) -> Step:
    """Left out if the product is of a later version than the file's."""
    seen = step.wanted.version if step.wanted else None
    if step.outcome is Outcome.CHANGED and step.held and seen not in (None, step.held.version):
        return Step(step.line, Outcome.SKIPPED, step.product_id, remarks=(SINCE,))
    return step


def _allowed(step: Step, variants: Mapping[str, Mapping[str, str]]) -> Step:
    """Left out if it would make of the product what its form refuses."""
    try:
        if step.outcome is Outcome.CREATED and step.wanted:
            check_new(step.wanted)
        elif step.outcome is Outcome.CHANGED and step.held:
            before = {**step.held.fields, **variants.get(step.product_id, {})}
            after = {name: text for name, text in {**before, **step.changes}.items() if text}
            check_changes(before, after, step.changes.keys())
    except BadValue as error:
        return Step(step.line, Outcome.SKIPPED, step.product_id, remarks=(str(error),))
    return step


def _remarks(steps: Iterable[Step]) -> Iterator[tuple[int, str]]:
    for step in steps:
        for remark in step.remarks:
            yield step.line, f"{step.product_id}: {remark}" if step.product_id else remark


def _change(step: Step, present: dict[str, Product]) -> Change:
    wanted = step.wanted
    assert wanted is not None  # noqa: S101 - given with every write
    if step.outcome is Outcome.CREATED:
        return _new(step, wanted)
    row = present[step.product_id]
    before = {**columns.flat(row), **variant_columns.flat(row.variants or {})}
    return Change(
        step.product_id,
        step.seller_id,
        row.title,
        row.version,
        fields=dict(step.changes),
        before={name: before[name] for name in step.changes if name in before},
    )


def _new(step: Step, wanted: Wanted) -> Change:
    counts = {sku: variant.stock for sku, variant in wanted.variants.items()}
    facts = variant_columns.flat(wanted.variants)
    bare = {variant_columns.name_of(sku, "isActive"): "true" for sku in wanted.variants}
    return Change(
        step.product_id,
        step.seller_id,
        f"{wanted.fields['brand']} {wanted.fields['name']}",
        None,
        fields={**wanted.fields, **bare, **facts},
        stock=counts or {step.product_id: wanted.stock},
        created_at=wanted.created_at,
    )
