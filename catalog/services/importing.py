"""Moving products in: one look at the table, a plan, and conditional writes side by side."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from django.conf import settings
from pynamodb.exceptions import PutError, TransactWriteError, UpdateError
from pynamodb.expressions.update import Action

from catalog import shelf
from catalog.importing import columns
from catalog.importing.fields import BadValue
from catalog.importing.merging import Held, marks_after, marks_of
from catalog.importing.plan import Outcome, Planner, Step
from catalog.importing.product import Wanted, product_in
from catalog.importing.values import Reading, Row
from catalog.models import Product, StockChange
from config import clock, dynamo
from config.errors import Conflict, ShopError

WRITERS = 4
BATCH = 25  # new products in one transaction; DynamoDB takes a hundred, and 4 MB
IS_NEW = Product.product_id.does_not_exist()
BY = "import"
MEANWHILE = "somebody changed it while the import ran; run the import again"


@dataclass(frozen=True)
class Plan:
    """Every row of a file, in the order of its lines, and the products the file has lost."""

    steps: Sequence[Step]
    missing: Sequence[Held]

    @property
    def writes(self) -> list[Step]:
        """The rows that change the table."""
        return [s for s in self.steps if s.outcome in {Outcome.CREATED, Outcome.CHANGED}]


def plan_import(reading: Reading, *, default_stock: int = 0, seller_id: str | None = None) -> Plan:
    """What an import of these rows would do to the table now; nothing is written.

    `seller_id` given goes before the rows' own; otherwise rows without one are the shop's.
    """
    rows = [_wanted(row, default_stock) for row in reading.rows]
    wanted = [row for row in rows if isinstance(row, Wanted)]
    held = [columns.held(product) for product in every_product()]
    planner = Planner(
        held,
        claimed={row.product_id for row in wanted},
        seller_id=seller_id or settings.DEFAULT_SELLER_ID,
        is_seller_given=seller_id is not None,
    )
    unread = [Step(r.line, Outcome.SKIPPED, remarks=(r.reason,)) for r in reading.skipped]
    planned = [planner.plan(row) if isinstance(row, Wanted) else row for row in rows]
    steps = sorted([*unread, *planned], key=lambda step: step.line)
    return Plan(steps, planner.missing())


def _wanted(row: Row, default_stock: int) -> Wanted | Step:
    try:
        return product_in(row, default_stock=default_stock)
    except BadValue as error:
        name = row.values.get("name")
        reason = f"{error} ({name})" if isinstance(name, str) and name else str(error)
        return Step(row.line, Outcome.SKIPPED, remarks=(reason,))


def every_product() -> Iterator[Product]:
    """All products of all sellers by reading the whole table: for commands, never for a page."""
    for product in Product.scan(consistent_read=True):
        if not product.product_id.startswith("#"):
            yield product


def carry_out(plan: Plan, *, tick: Callable[[int], object] = lambda _: None) -> list[Step]:
    """Write the plan and return what became of every row; `tick` hears of each few rows done.

    Each write holds only if the table is still as the plan saw it; a row that lost such a race is
    skipped. Safe to break off and to repeat.
    """
    done: dict[int, Step] = {}
    jobs = _jobs(plan.writes)
    crew = ThreadPoolExecutor(WRITERS)
    try:
        for steps, written in zip(jobs, crew.map(_write, jobs), strict=True):
            done |= {id(step): after for step, after in zip(steps, written, strict=True)}
            tick(len(steps))
    finally:
        crew.shutdown(cancel_futures=True)
        if jobs:
            shelf.announce([step.product_id for step in plan.writes])
    return [done.get(id(step), step) for step in plan.steps]


def _jobs(steps: Sequence[Step]) -> list[list[Step]]:
    """New products by the batch, changes one by one."""
    new = [step for step in steps if step.outcome is Outcome.CREATED]
    batches = [new[start : start + BATCH] for start in range(0, len(new), BATCH)]
    return batches + [[step] for step in steps if step.outcome is Outcome.CHANGED]


def _write(steps: list[Step]) -> list[Step]:
    if len(steps) > 1:
        try:
            with dynamo.transaction() as tx:
                for step in steps:
                    tx.put(_new(step), condition=IS_NEW, or_else=Conflict(MEANWHILE))
        except (ShopError, TransactWriteError):
            pass  # one of them stops all, so each is written by itself and answers for itself
        else:
            return steps
    return [_write_one(step) for step in steps]


def _write_one(step: Step) -> Step:
    try:
        dynamo.write(lambda: _create(step) if step.outcome is Outcome.CREATED else _change(step))
    except (PutError, UpdateError) as error:
        if not dynamo.refused(error):
            raise
        if _is_done(step):
            return step  # our own write, whose answer was lost
        return replace(step, outcome=Outcome.SKIPPED, changes={}, remarks=(MEANWHILE,))
    return step


def _is_done(step: Step) -> bool:
    """Whether the table holds a product that was made from this very row."""
    assert step.wanted is not None  # noqa: S101 - given with every write
    try:
        present = Product.get(step.product_id, step.seller_id, consistent_read=True)
    except Product.DoesNotExist:
        return False
    return step.outcome is Outcome.CREATED and present.imported == marks_of(step.wanted)


def _create(step: Step) -> None:
    _new(step).save(condition=IS_NEW)


def _new(step: Step) -> Product:
    wanted, now = step.wanted, clock.now()
    assert wanted is not None  # noqa: S101 - given with every creation
    return Product(
        step.product_id,
        step.seller_id,
        **columns.values(wanted.fields),
        stock=wanted.stock,
        variants={sku: columns.variant(v) for sku, v in wanted.variants.items()} or None,
        created_at=clock.from_text(wanted.created_at) if wanted.created_at else now,
        updated_at=now,
        stock_history=_first_stock(wanted, step.product_id),
        imported=marks_of(wanted),
        version=1,
    )


def _first_stock(wanted: Wanted, product_id: str) -> list[StockChange]:
    counts = {sku: v.stock for sku, v in wanted.variants.items()} or {product_id: wanted.stock}
    return [
        StockChange(at=clock.now(), by=BY, sku=sku, change=count, reason="Moved from the old shop")
        for sku, count in counts.items()
        if count
    ][:100]


def _change(step: Step) -> None:
    held, wanted = step.held, step.wanted
    assert held is not None and wanted is not None  # noqa: S101, PT018 - given with every change
    as_seen = Product.version == held.version
    if held.version == 0:  # an item of the earlier system has none
        as_seen = Product.product_id.exists() & (as_seen | Product.version.does_not_exist())
    Product(held.product_id, held.seller_id).update(
        actions=[
            *columns.actions(step.changes, held.fields),
            *_once_public(held),
            Product.imported.set(marks_after(held, step.changes, wanted.source)),
            Product.updated_at.set(clock.now()),
            Product.version.add(1),
        ],
        condition=as_seen,
    )


def _once_public(held: Held) -> list[Action]:
    is_theirs = held.version == 0 and held.fields.get("isActive") == "false"
    return [Product.retired_at.set(clock.now())] if is_theirs else []
