"""Asking to send goods back: who may, what, until when, and never a piece twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from config import clock
from orders.errors import OrderNotFound
from orders.models import Order
from orders.return_errors import AskedMeanwhile, NotReturnable
from orders.return_rules import DAYS, FAULT_DAYS, Reason, ReturnStatus
from orders.rules import Status
from orders.services.answering import decline
from orders.services.asking_back import ask_back, preview
from orders.services.return_writing import write_step
from tests.factories import a_product, an_order
from tests.returns.goods_back import (
    a_delivered_order,
    a_wish,
    asked,
    back_of,
    calls,
    fresh,
    listed,
    said,
)


def test_what_is_asked_back_is_on_the_order_on_the_list_and_in_a_mail() -> None:
    order = a_delivered_order()
    asked(order, a_wish(words="Too fast for me."))
    back = back_of(order)
    assert (back.status, back.pieces, back.money) == (ReturnStatus.ASKED, {"0": "1"}, 500_00)
    assert listed() == ({order.order_id}, {order.order_id})
    assert calls(order) == {"return": "Return R1 waits for an answer."}
    assert (fresh(order).mails or {})["return_asked/R1"].startswith("owed ")
    assert said(order).startswith("Return R1 asked for: 1 piece. ₹500.00 goes back")


def test_another_persons_order_is_no_order() -> None:
    order = a_delivered_order()
    with pytest.raises(OrderNotFound):
        ask_back(order.order_id, "somebody@else.in", number="R1", wish=a_wish())
    assert fresh(order).returns is None


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.DELIVERED])
def test_only_what_was_delivered_comes_back(status: Status) -> None:
    order = an_order()
    order.update(actions=[Order.status.set(status)])
    with pytest.raises(NotReturnable, match="once the order is delivered"):
        asked(order)


@pytest.mark.parametrize(
    ("pieces", "why"),
    [
        ({}, "Choose"),
        ({0: 0}, "Choose"),
        ({0: 3}, "more"),
        ({0: -1, 1: 1}, "more"),
        ({7: 1}, "more"),
    ],
)
def test_not_more_than_was_delivered_and_nothing_else(pieces: dict[int, int], why: str) -> None:
    order = a_delivered_order()
    with pytest.raises(NotReturnable, match=why):
        asked(order, a_wish(pieces=pieces))


def test_pieces_that_were_asked_for_are_not_asked_for_again() -> None:
    order = a_delivered_order()
    asked(order, a_wish(pieces={0: 2}))
    with pytest.raises(NotReturnable, match="more than you can"):
        asked(order)
    decline(order.order_id, "R1", words="It was played.", by="Sneha")
    assert asked(order) == "R2"


@pytest.mark.parametrize("field", ["returned", "paid_back"])
def test_pieces_that_came_back_or_were_paid_back_otherwise_are_gone(field: str) -> None:
    order = a_delivered_order()
    order.update(actions=[Order.lines[0][field].set(1)])
    assert asked(order) == "R1"
    with pytest.raises(NotReturnable):
        asked(order)


def test_the_form_of_a_return_that_is_there_already_asks_for_nothing() -> None:
    order = a_delivered_order()
    asked(order)
    with pytest.raises(AskedMeanwhile) as refusal:
        ask_back(order.order_id, order.customer_id, number="R1", wish=a_wish())
    assert refusal.value.number == "R1"
    assert list(fresh(order).returns or {}) == ["R1"]


@pytest.mark.server
def test_two_windows_at_once_ask_for_a_piece_once() -> None:
    order = a_delivered_order()

    def press(_: int) -> bool:
        try:
            ask_back(order.order_id, order.customer_id, number="R1", wish=a_wish(2))
        except (AskedMeanwhile, NotReturnable):
            return False
        return True

    with ThreadPoolExecutor(8) as windows:
        won = list(windows.map(press, range(8)))
    assert (sum(won), list(fresh(order).returns or {})) == (1, ["R1"])


def test_a_refund_that_comes_between_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    order = a_delivered_order()
    name = "orders.services.asking_back.write_step"

    def after_a_refund(*args: Any, **named: Any) -> None:
        monkeypatch.setattr(name, write_step)
        fresh(order).update(actions=[Order.lines[0]["paid_back"].set(2)])
        write_step(*args, **named)

    monkeypatch.setattr(name, after_a_refund)
    with pytest.raises(NotReturnable):
        asked(order)
    assert fresh(order).returns is None


# 23:59:59.999 of an Indian day is 18:29:59.999 UTC.
DELIVERED = datetime(2026, 11, 10, 18, 29, 59, tzinfo=UTC)  # 10 November, in India
LAST = datetime(2026, 11, 10 + DAYS, 18, 29, 59, 999_000, tzinfo=UTC)


@pytest.mark.parametrize(("now", "may"), [(LAST, True), (LAST + timedelta(milliseconds=1), False)])
def test_the_window_ends_with_an_indian_day(now: datetime, may: bool) -> None:
    order = a_delivered_order(at=DELIVERED)
    if may:
        assert preview(order, a_wish(), now=now).total == 500_00
    else:
        with pytest.raises(NotReturnable, match="cannot be sent back for this reason"):
            preview(order, a_wish(), now=now)


def test_a_delivery_just_after_midnight_has_a_day_more() -> None:
    order = a_delivered_order(at=DELIVERED + timedelta(seconds=1))
    assert preview(order, a_wish(), now=LAST + timedelta(hours=20)).total == 500_00


def test_what_is_faulty_may_be_shown_for_longer_and_not_for_ever() -> None:
    order = a_delivered_order(at=DELIVERED)
    wish = a_wish(reason=Reason.FAULTY)
    assert preview(order, wish, now=DELIVERED + timedelta(days=FAULT_DAYS)).goods == 500_00
    with pytest.raises(NotReturnable, match="write to us"):
        preview(order, wish, now=DELIVERED + timedelta(days=FAULT_DAYS + 1))


@pytest.mark.parametrize("reason", [Reason.FAULTY, Reason.WRONG_ITEM, Reason.DAMAGED])
def test_what_was_our_fault_needs_a_photo(reason: Reason) -> None:
    order = a_delivered_order()
    with pytest.raises(NotReturnable, match="photo"):
        asked(order, a_wish(reason=reason))
    assert asked(order, a_wish(reason=reason, photos=("returns/x.webp",))) == "R1"


@pytest.mark.parametrize("category", ["rackets", "pre-owned"])
def test_glued_rackets_and_pre_owned_goods_come_back_for_a_fault_alone(category: str) -> None:
    racket = a_product(stock=5, category=category)
    order = a_delivered_order(wanted={racket.product_id: 1})
    assert order.lines[0].return_rule == "faults_only"
    with pytest.raises(NotReturnable, match="cannot be sent back for this reason"):
        asked(order, a_wish(reason=Reason.CHANGED_MIND))
    assert asked(order, a_wish(reason=Reason.FAULTY, photos=("p",))) == "R1"


def test_the_rule_of_the_sale_counts_not_that_of_today() -> None:
    order = a_delivered_order()
    order.update(actions=[Order.lines[0]["return_rule"].set("faults_only")])
    with pytest.raises(NotReturnable):
        asked(order)


def test_a_line_from_before_there_were_rules_is_standard() -> None:
    order = a_delivered_order()
    order.update(actions=[Order.lines[0]["return_rule"].remove()])
    assert asked(order) == "R1"


def test_late_is_what_came_after_the_promise() -> None:
    order = a_delivered_order(at=DELIVERED)
    wish, now = a_wish(reason=Reason.TOO_LATE), DELIVERED + timedelta(days=1)
    with pytest.raises(NotReturnable, match="within the days that were promised"):
        preview(order, wish, now=now)
    order.promise = {"from": "2026-11-07", "to": "2026-11-10"}
    with pytest.raises(NotReturnable):
        preview(order, wish, now=now)
    order.promise = {"from": "2026-11-07", "to": "2026-11-09"}
    assert preview(order, wish, now=now).total == 579_00


def test_delivery_is_paid_back_with_the_whole_order_or_for_our_fault_once() -> None:
    order = a_delivered_order()
    assert preview(order, a_wish(1)).total == 500_00
    assert preview(order, a_wish(2)).total == 1_079_00
    assert preview(order, a_wish(1, reason=Reason.FAULTY)).total == 579_00
    asked(order, a_wish(1, reason=Reason.FAULTY, photos=("p",)))
    assert preview(fresh(order), a_wish(1, reason=Reason.FAULTY)).total == 500_00


def test_an_order_is_asked_about_twenty_times_at_most() -> None:
    order = a_delivered_order()
    for number in range(1, 21):
        asked(order)
        decline(order.order_id, f"R{number}", words="No.", by="Sneha")
    with pytest.raises(NotReturnable, match="write to us"):
        asked(order)


def test_the_ids_of_an_order_delivered_long_ago_lead_to_no_open_window() -> None:
    order = a_delivered_order(at=clock.now() - timedelta(days=60))
    with pytest.raises(NotReturnable):
        asked(order)
