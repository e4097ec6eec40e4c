"""The day sums: exactly what a plain count of the orders gives, however often and by however many
they are counted."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command

from config import clock
from config.money import rupees
from orders.day_models import LARGEST, DayPieces, DaySums, pieces_json
from orders.day_queries import days_until, key_of, pieces_sold, span_until
from orders.day_rules import Figures, bounds_of, day_of, quarter_of
from orders.models import Line, Order
from orders.rules import PaymentStatus, Status
from orders.services import day_sums
from orders.services.day_sums import count_day, count_recent, due_days, orders_of
from orders.staff.figures import PERIODS, sales_of
from payments.services import counting_days
from tests.calls import counted

INDIA = ZoneInfo("Asia/Kolkata")
DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 23, 6, 12, tzinfo=UTC)
SKUS = ["T05-R", "T05-B", "VIS-FL", "P40-W"]


def an_order(order_id: str, at: datetime, status: Status, **given: Any) -> Order:
    """An order as the table holds it, written without a sale."""
    fields: dict[str, Any] = {
        "lines": [Line(name="Tenergy", sku="T05-R", quantity=1, price=100_00)],
        "total_amount": 100_00,
        "payment_status": PaymentStatus.CAPTURED.value,
    }
    order = Order(order_id, "a@example.com", status=status, created_at=at, **fields | given)
    order.save()
    return order


def a_random_order(number: int, dice: random.Random) -> Order:
    """Any order of three days around the one that is counted, midnights included."""
    at = bounds_of(DAY)[0] + timedelta(milliseconds=dice.choice((-1, 0, 86_399_999, 86_400_000)))
    if dice.random() < 0.8:
        at = bounds_of(DAY)[0] + timedelta(seconds=dice.randrange(-3600, 90_000))
    status = dice.choice(list(Status))
    lines = [
        Line(name=sku, sku=sku, quantity=dice.randint(1, 4), price=dice.randint(1, 99_999))
        for sku in dice.sample(SKUS, dice.randint(1, 3))
    ]
    lines[0].returned = dice.choice((None, 1))
    total = sum(line.total_paise for line in lines)
    promise = {"from": "2026-11-21", "to": f"2026-11-{dice.randint(21, 26)}"}
    delivered = at + timedelta(minutes=dice.randint(600, 9000))
    paid = [each.value for each in PaymentStatus]
    return an_order(
        f"TB-{number:010d}",
        at.astimezone(UTC),
        status,
        lines=lines,
        total_amount=total,
        payment_status=dice.choice([None, *paid]),
        payment_method=dice.choice(("upi", "cod")),
        promise=dice.choice((None, promise)),
        delivered_at=dice.choice((None, delivered)) if status is Status.DELIVERED else None,
        given_back=dice.choice((None, {"rf-1": rupees(min(total, 12_50))})),
    )


def plainly_counted(orders: list[Order], today: date) -> tuple[dict[str, int], Counter[str]]:
    """The same sums, each written down as one sentence over the orders of the day."""
    ours = [o for o in orders if o.created_at.astimezone(INDIA).date() == DAY]
    sold = {"confirmed", "processing", "shipped", "delivered"}
    came = {"captured", "refunded", "partially_refunded"}
    paid = [o for o in ours if o.status in sold or o.payment_status in came]
    kept = [o for o in paid if o.status not in {"cancelled", "pending"}]
    done = [o for o in kept if o.status == "delivered"]
    timed = [(o, o.delivered_at) for o in done if o.delivered_at]
    due = {o.order_id: date.fromisoformat(o.promise["to"]) for o in kept if o.promise}
    late = [o for o in kept if o.status != "delivered" and today > due.get(o.order_id, today)]
    sure = [(at.astimezone(INDIA).date(), due[o.order_id]) for o, at in timed if o.order_id in due]
    numbers = {
        "placed": len(ours),
        "paid": len(paid),
        "revenue": sum(o.total_amount for o in paid),
        "cancelled": sum(o.status == "cancelled" for o in ours),
        "given_back": sum(plainly_back(o) for o in paid),
        "delivered": len(done),
        "timed": len(timed),
        "minutes": sum(int((at - o.created_at).total_seconds() // 60) for o, at in timed),
        "kept": sum(day <= to for day, to in sure),
        "missed": sum(day > to for day, to in sure) + len(late),
    }
    pieces: Counter[str] = Counter()
    for order in kept:
        for line in order.lines:
            pieces[line.sku or ""] += line.quantity - (line.returned or 0)
    return numbers, +pieces


def plainly_back(order: Order) -> int:
    if order.payment_status == "refunded":
        return order.total_amount
    is_part = order.payment_status == "partially_refunded" and order.given_back
    return min(order.total_amount, 12_50) if is_part else 0


@pytest.mark.parametrize("seed", range(4))
def test_the_sums_are_those_of_a_plain_count(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    orders = [a_random_order(number, dice) for number in range(60)]
    assert count_day(DAY, now=NOW)
    numbers, pieces = plainly_counted(orders, day_of(NOW))
    (day,) = span_until(DAY, 1).days
    assert day.figures == Figures(**numbers)
    assert +pieces_sold([DAY]) == pieces
    assert sum(day.by_quarter.values()) == day.figures.revenue
    assert day.counted_at == NOW


def everything() -> list[Any]:
    rows = [DaySums.get(key_of(DAY), "#"), DayPieces.get(key_of(DAY), "#pieces")]
    return [row.to_simple_dict() for row in rows]


def test_a_second_count_changes_nothing_and_a_third_sees_what_changed() -> None:
    order = an_order("TB-1", bounds_of(DAY)[0], Status.CONFIRMED)
    count_day(DAY, now=NOW)
    before = everything()
    count_day(DAY, now=NOW)
    assert everything() == before
    order.update(actions=[Order.status.set(Status.CANCELLED), Order.payment_status.set("refunded")])
    count_day(DAY, now=NOW + timedelta(minutes=1))
    figures = span_until(DAY, 1).figures
    assert (figures.cancelled, figures.given_back) == (1, 100_00)
    assert not pieces_sold([DAY])


def test_a_count_that_was_held_up_writes_nothing_over_a_later_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two workers: the one that began first ends last, and has seen less."""
    later = NOW + timedelta(seconds=5)

    def meanwhile(day: date) -> list[Order]:
        seen = orders_of(day)
        an_order("TB-2", bounds_of(DAY)[0], Status.CONFIRMED)
        monkeypatch.setattr(day_sums, "orders_of", orders_of)
        assert count_day(DAY, now=later)
        return seen

    monkeypatch.setattr(day_sums, "orders_of", meanwhile)
    assert not count_day(DAY, now=NOW)
    (day,) = span_until(DAY, 1).days
    assert (day.figures.placed, day.counted_at) == (1, later)
    assert pieces_sold([DAY]) == {"T05-R": 1}


def test_an_order_that_moves_on_while_it_is_counted_is_counted_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = an_order("TB-1", bounds_of(DAY)[0], Status.PENDING, payment_status=None)
    query = Order.by_status.query

    def moving(status: Status, *args: Any, **given: Any) -> Any:
        found = list(query(status, *args, **given))
        if status is Status.PENDING:
            order.update(actions=[Order.status.set(Status.CONFIRMED)])
        return found

    monkeypatch.setattr(Order.by_status, "query", moving)
    assert [(o.order_id, o.status) for o in orders_of(DAY)] == [("TB-1", Status.CONFIRMED)]


def test_today_is_counted_again_after_some_minutes_and_no_sooner() -> None:
    assert count_recent(NOW) == 2
    assert count_recent(NOW + timedelta(seconds=90)) == 0
    assert count_recent(NOW + timedelta(minutes=3)) == 2


def test_older_days_are_counted_once_a_night_and_the_oldest_once_a_week() -> None:
    assert len(due_days(NOW)) == day_sums.SHOWN - 2
    assert counting_days.count_older(NOW, longest=60)
    assert due_days(NOW) == []
    tomorrow = NOW + timedelta(days=1)
    again = due_days(tomorrow)
    assert again[0] == day_of(NOW) - timedelta(days=1)  # never counted as an older day
    assert len(again) == day_sums.AGAIN - 2
    assert due_days(bounds_of(day_of(tomorrow))[0] + timedelta(hours=1)) == again[:1]
    assert len(due_days(NOW + timedelta(days=8))) == day_sums.SHOWN - 2


def test_the_worker_stops_counting_when_its_time_is_over() -> None:
    assert not counting_days.count_older(NOW, longest=0)
    assert len(due_days(NOW)) == day_sums.SHOWN - 2


def test_the_command_counts_a_range_anew_and_refuses_a_wrong_one(capsys: Any) -> None:
    with time_machine.travel(NOW, tick=False):
        an_order("TB-1", bounds_of(DAY)[0], Status.DELIVERED)
        for _ in range(2):
            call_command("rebuild_days", "--from", "2026-11-19", "--to", "2026-11-21")
            assert "3 days counted, from 2026-11-19 to 2026-11-21." in capsys.readouterr().out
        assert span_until(day_of(NOW), 30).figures.placed == 1
        for wrong in (["--from", "2026-11-24"], ["--from", "2001-01-01"]):
            with pytest.raises(CommandError, match="Nothing was done"):
                call_command("rebuild_days", *wrong)


def test_reading_half_a_year_takes_two_calls_however_many_orders_there_were() -> None:
    asked = []
    for number in (0, 5):
        for each in range(number):
            an_order(f"TB-{each}", bounds_of(DAY)[0], Status.CONFIRMED)
        count_day(DAY, now=NOW)
        with counted() as calls:
            span_until(DAY, 181)
        asked.append(calls.total())
    assert asked == [2, 2]


def test_a_day_of_very_many_skus_fits_its_item_and_loses_no_piece() -> None:
    sold = {f"SKU-{number:06d}-{'x' * 60}": 1 + number % 3 for number in range(9000)}
    text = pieces_json(sold)
    assert len(text) < LARGEST + 2000
    row = DayPieces(key_of(DAY), "#pieces", counted_at=NOW, pieces=text)
    row.save()
    kept = pieces_sold([DAY])
    assert sum(kept.values()) == sum(sold.values())
    assert kept[f"SKU-000002-{'x' * 60}"] == 3
    assert len(days_until(DAY, 3)) == 3


def test_a_quarter_of_an_hour_is_of_the_indian_day() -> None:
    assert quarter_of(datetime(2026, 11, 22, 18, 30, tzinfo=UTC)) == 0
    assert quarter_of(clock.from_text("2026-11-23T18:29:59.999Z")) == 95


def test_all_that_the_longest_page_shows_is_counted() -> None:
    for day in (*due_days(NOW), *days_until(day_of(NOW), 2)):
        count_day(day, now=NOW)
    sales = sales_of(max(PERIODS), NOW)
    assert sales.span.is_whole
    assert sales.before.is_whole
    assert len(sales.before.days) == max(PERIODS)
