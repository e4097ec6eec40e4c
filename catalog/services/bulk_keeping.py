"""A change of many products in its table: planned, begun once, each result written once."""

from collections.abc import Callable

from pynamodb.expressions.update import Action

from catalog.bulk import KEPT, MOST_BYTES, Kind, Plan, packed
from catalog.bulk_errors import BulkNotFound, TooMuchAtOnce
from catalog.bulk_items import BegunBulks, Bulk, BulkResult
from config import clock
from config.dynamo import Transaction, persistently, transaction
from config.errors import Conflict, Unavailable
from config.ids import crockford

LONGEST_ID = 60  # signs; DynamoDB refuses a key of many more


class _AlreadyBegun(Conflict):
    """The same press, come a second time."""


def draft(plan: Plan, *, kind: Kind, title: str, by: str, reason: str = "") -> str:
    """Write down what is to be changed, and return its id; nothing is changed yet. Raises
    TooMuchAtOnce."""
    kept, now, bulk_id = packed(plan), clock.now(), crockford(12)
    if len(kept) > MOST_BYTES:
        raise TooMuchAtOnce
    Bulk(
        f"{Bulk.PREFIX}{bulk_id}",
        Bulk.RANGE,
        kind=kind,
        title=title,
        reason=reason or None,
        plan=kept,
        number=len(plan.to_do),
        by=by,
        at=now,
        expires_at=now + KEPT,
    ).save(Bulk.key.does_not_exist())
    return bulk_id


def bulk(bulk_id: str) -> Bulk:
    """The change as it was planned. Raises BulkNotFound, unasked for what cannot be a key."""
    if not 0 < len(bulk_id) <= LONGEST_ID:
        raise BulkNotFound
    try:
        return Bulk.get(f"{Bulk.PREFIX}{bulk_id}", Bulk.RANGE, consistent_read=True)
    except Bulk.DoesNotExist:
        raise BulkNotFound from None


def begin(planned: Bulk, *, by: str) -> bool:
    """From now on it is carried out: by the browser of whoever looks at it, or by the worker. A
    second press changes nothing, and is False."""

    def once() -> None:
        with transaction() as tx:
            tx.update(
                Bulk(planned.key, planned.range),
                actions=[Bulk.begun_at.set(clock.now()), Bulk.begun_by.set(by)],
                condition=Bulk.key.exists() & Bulk.begun_at.does_not_exist(),
                or_else=_AlreadyBegun(),
            )
            _list(tx, lambda: BegunBulks.bulk_ids.add({planned.bulk_id}))

    try:
        persistently(once)
    except _AlreadyBegun:
        return False
    return True


def results(planned: Bulk) -> dict[str, BulkResult]:
    """What became of its products so far, by product."""
    behind = BulkResult.of_product > Bulk.RANGE
    rows = BulkResult.query(planned.key, behind, consistent_read=True)
    return {row.of_product: row for row in rows}


def begun() -> list[str]:
    """The ids of the changes that are not over."""
    try:
        listed = BegunBulks.get(BegunBulks.KEY, "#", consistent_read=True)
    except BegunBulks.DoesNotExist:
        return []
    return sorted(listed.bulk_ids or ())


def strike_off(bulk_id: str) -> None:
    """Nothing is left to do for this change."""

    def once() -> None:
        with transaction() as tx:
            _list(tx, lambda: BegunBulks.bulk_ids.delete({bulk_id}))

    persistently(once)


def _list(tx: Transaction, action: Callable[[], Action]) -> None:
    tx.update(
        BegunBulks(BegunBulks.KEY, "#"),
        actions=[action()],
        condition=None,
        or_else=Unavailable("unconditional"),
    )
