"""Day sums and month sums of the past: what the worker would have counted on the way."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta

from pynamodb.models import Model

from orders.day_models import DayPieces, DaySums, as_json, pieces_json
from orders.day_queries import days_until, key_of
from orders.day_rules import day_of, tally_of
from orders.models import Order
from orders.register_months import month_of
from orders.services.day_sums import SHOWN
from payments.services.month_sums import add_up


def day_items(orders: Iterable[Order], as_of: datetime) -> list[Model]:
    """The sums of every day that a chart shows, but not of the present day, which the worker
    counts."""
    today = day_of(as_of)
    by_day: dict[date, list[Order]] = defaultdict(list)
    for order in orders:
        by_day[day_of(order.created_at)].append(order)
    days = days_until(today - timedelta(days=1), SHOWN - 1)
    return [item for day in days for item in _items(day, by_day[day], as_of)]


def _items(day: date, orders: Iterable[Order], as_of: datetime) -> tuple[DaySums, DayPieces]:
    tally = tally_of(orders, today=day_of(as_of))
    sums = DaySums(
        key_of(day),
        DaySums.RANGE,
        counted_at=as_of,
        by_quarter=as_json(tally.by_quarter),
        **asdict(tally.figures),
    )
    pieces = pieces_json(tally.pieces)
    return sums, DayPieces(key_of(day), DayPieces.RANGE, counted_at=as_of, pieces=pieces)


def add_months_up(orders: Iterable[Order]) -> None:
    """Add up the months in which these orders were placed, from the lists of payments."""
    months = {month_of(order.created_at).text: month_of(order.created_at) for order in orders}
    for month in months.values():
        add_up(month)
