"""A batch in its table: begun once, its orders claimed one by one, each result written once."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction, persistently, refused, transaction, write
from config.errors import Conflict, NotFound, Unavailable
from orders import queries as order_queries
from orders.models import Order
from orders.services.benching import why_left_out
from shipping.batches import KEPT, LEASE, Outcome, batch_id_of
from shipping.models import Batch, BatchResult, BegunBatches

log = logging.getLogger(__name__)
LONGEST_ID = 60  # signs; DynamoDB refuses a key of many more


class BatchNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such batch. They are kept for 30 days.")


class _AlreadyBegun(Conflict):
    """The same press, come a second time."""


def begin(order_ids: Sequence[str], *, by: str, press: str) -> tuple[Batch, bool]:
    """Write down a batch of these orders; the batch, and whether it is new. What may not go has its
    reason at once and is not tried. The same press on the same orders is the same batch."""
    batch_id, now = batch_id_of(press, order_ids), clock.now()
    found = {each: order_queries.order_or_none(each) for each in order_ids}

    def once() -> Batch:
        begun = _drafted(batch_id, found, by=by, now=now)
        with transaction() as tx:
            tx.put(begun, condition=Batch.key.does_not_exist(), or_else=_AlreadyBegun())
            _note(tx, lambda: BegunBatches.batch_ids.add({batch_id}))
        return begun

    try:
        return persistently(once), True
    except _AlreadyBegun:
        log.info("Batch %s was begun already", batch_id)
        return batch(batch_id), False


def batch(batch_id: str) -> Batch:
    """The batch as it stands, read consistently. Raises BatchNotFound, unasked for what cannot be
    a key."""
    if len(batch_id) > LONGEST_ID:
        raise BatchNotFound
    try:
        return Batch.get(f"{Batch.PREFIX}{batch_id}", "#", consistent_read=True)
    except Batch.DoesNotExist:
        raise BatchNotFound from None


def begun() -> list[str]:
    """The ids of the batches that are not over."""
    try:
        listed = BegunBatches.get(BegunBatches.KEY, "#", consistent_read=True)
    except BegunBatches.DoesNotExist:
        return []
    return sorted(listed.batch_ids or ())


def strike_off(batch_id: str) -> None:
    """Nothing is left to do for this batch."""

    def once() -> None:
        with transaction() as tx:
            _note(tx, lambda: BegunBatches.batch_ids.delete({batch_id}))

    persistently(once)


def free_order(present: Batch, now: datetime) -> str | None:
    """The first order that has no result and that nobody is at; one that somebody was at for too
    long counts as free."""
    for order_id in map(str, present.order_ids):
        since = present.claims.get(order_id)
        is_held = since is not None and now - clock.from_text(since) < LEASE
        if order_id not in present.results and not is_held:
            return order_id
    return None


def claim(present: Batch, order_id: str, now: datetime) -> bool:
    """Whether the order is ours to dispatch: nobody else has claimed it since it was read."""
    path, since = Batch.claims[order_id], present.claims.get(order_id)
    as_read: Condition = path.does_not_exist() if since is None else path == since
    untold: Condition = Batch.results[order_id].does_not_exist()
    return _written(present, lambda: path.set(clock.to_text(now)), as_read & untold)


def write_result(
    present: Batch, order_id: str, result: BatchResult, *, claimed_at: datetime
) -> None:
    """Write what became of an order, unless another has taken it over meanwhile."""
    ours: Condition = Batch.claims[order_id] == clock.to_text(claimed_at)
    if not _written(present, lambda: Batch.results[order_id].set(result), ours):
        log.info("Order %s of batch %s was taken over", order_id, present.batch_id)


def _drafted(batch_id: str, found: dict[str, Order | None], *, by: str, now: datetime) -> Batch:
    reasons = {each: _reason_against(order) for each, order in found.items()}
    return Batch(
        f"{Batch.PREFIX}{batch_id}",
        "#",
        order_ids=list(found),
        customer_ids={each: order.customer_id for each, order in found.items() if order},
        by=by,
        started_at=now,
        claims={},
        results={
            each: BatchResult(outcome=Outcome.NOT_SENT, text=reason, at=now)
            for each, reason in reasons.items()
            if reason
        },
        expires_at=now + KEPT,
    )


def _reason_against(order: Order | None) -> str:
    return why_left_out(order) if order else "There is no such order."


def _written(present: Batch, action: Callable[[], Action], condition: Condition) -> bool:
    row = Batch(present.key, present.range)
    try:
        write(lambda: row.update(actions=[action()], condition=condition))
    except UpdateError as error:
        if not refused(error):
            raise
        return False
    return True


def _note(tx: Transaction, action: Callable[[], Action]) -> None:
    tx.update(
        BegunBatches(BegunBatches.KEY, "#"),
        actions=[action()],
        condition=None,
        or_else=Unavailable("unconditional"),
    )
