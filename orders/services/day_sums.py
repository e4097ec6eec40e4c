"""Counting what a day's orders come to. The worker does it from the index, behind the sales: no
sale waits for a count, and a count that was lost is made again."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config.dynamo import persistently, transaction
from config.errors import Conflict
from orders.day_models import DayPieces, DaySums, as_json, pieces_json
from orders.day_queries import days_until, key_of
from orders.day_rules import NUMBERS, Tally, bounds_of, day_of, tally_of
from orders.models import Order
from orders.rules import Status

FRESH = timedelta(minutes=2)  # how old the figures of today and yesterday may be
AGAIN = 60  # days: refunds, deliveries and returns change an order for weeks
SELDOM = timedelta(days=7)  # what is older changes by a late refund at most
SHOWN = 181  # days: today, the ninety that a page shows, and the ninety before
NIGHT = timedelta(hours=3)  # after midnight in India, few people buy
_NEEDED = (
    *("orderId", "customerId", "status", "items", "totalAmount", "createdAt", "paymentStatus"),
    *("paymentMethod", "promise", "givenBack", "returns", "deliveredAt"),
)


class CountedSince(Conflict):
    """Somebody who began later has counted this day."""

    def __init__(self) -> None:
        super().__init__("This day was counted meanwhile.")


def count_day(day: date, *, now: datetime) -> bool:
    """Count a day anew and keep what it comes to; whether this count is the one that stands.

    Of two at once the one that began later stands, for it has seen more; one that was held up
    for long writes nothing over it."""
    tally = tally_of(orders_of(day), today=day_of(now))
    try:
        persistently(lambda: _keep(day, tally, now))
    except CountedSince:
        return False
    return True


def count_recent(now: datetime) -> int:
    """Count today and yesterday where their figures are some minutes old; how many days were."""
    recent = days_until(day_of(now), 2)
    counted = _counted_at(recent)
    due = [day for day in recent if _is_older(counted.get(day), now - FRESH)]
    return sum(count_day(day, now=now) for day in due)


def due_days(now: datetime) -> list[date]:
    """The days before these two that are to be counted: those that never were, once a night those
    of the last weeks, once a week the older ones. The newest first: they are looked at most."""
    today = day_of(now)
    night = bounds_of(today)[0] + NIGHT
    night = night if night <= now else night - timedelta(days=1)
    days = days_until(today - timedelta(days=2), SHOWN - 2)
    counted = _counted_at(days)
    return [
        day
        for day in reversed(days)
        if day not in counted or counted[day] < night - _may_wait(today - day)
    ]


def _may_wait(age: timedelta) -> timedelta:
    return timedelta() if age < timedelta(days=AGAIN) else SELDOM


def orders_of(day: date) -> list[Order]:
    """The orders placed on a day, by index, each once. The states are read in the order of an
    order's life: one that moves on meanwhile is met again rather than missed, and its later state
    counts."""
    begin, end = bounds_of(day)
    placed: Condition = Order.created_at.between(begin, end - timedelta(milliseconds=1))
    found: dict[str, Order] = {}
    for status in Status:
        for order in Order.by_status.query(status, placed, attributes_to_get=[*_NEEDED]):
            found[order.order_id] = order
    return [*found.values()]


def _keep(day: date, tally: Tally, now: datetime) -> None:
    figures = tally.figures
    sums: list[Action] = [getattr(DaySums, name).set(getattr(figures, name)) for name in NUMBERS]
    sums.append(DaySums.by_quarter.set(as_json(tally.by_quarter)))
    with transaction() as tx:
        tx.update(
            DaySums(key_of(day), DaySums.RANGE),
            actions=[*sums, DaySums.counted_at.set(now)],
            condition=_is_earlier(now),
            or_else=CountedSince(),
        )
        tx.update(
            DayPieces(key_of(day), DayPieces.RANGE),
            actions=[
                DayPieces.pieces.set(pieces_json(tally.pieces)),
                DayPieces.counted_at.set(now),
            ],
            condition=None,
            or_else=CountedSince(),
        )


def _is_earlier(now: datetime) -> Condition:
    """The condition that whoever counted last began no later than we did."""
    earlier: Condition = DaySums.counted_at.does_not_exist() | (DaySums.counted_at <= now)
    return earlier


def _counted_at(days: Iterable[date]) -> dict[date, datetime]:
    keys = {key_of(day): day for day in days}
    rows: Iterator[DaySums] = DaySums.batch_get(
        [(key, DaySums.RANGE) for key in keys],
        consistent_read=True,
        attributes_to_get=["orderId", "customerId", "countedAt"],
    )
    return {keys[row.key]: row.counted_at for row in rows}


def _is_older(counted_at: datetime | None, than: datetime) -> bool:
    return counted_at is None or counted_at < than
