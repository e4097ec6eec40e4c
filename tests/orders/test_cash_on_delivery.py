"""An order whose money the courier collects: its rules, its sums, its end."""

from typing import Any

import pytest
from django.test import Client
from pynamodb.expressions.update import Action

from config import clock
from config.ids import new_order_id
from orders import rules
from orders.errors import NoCod, WrongMoment
from orders.links import token_of
from orders.models import Order
from orders.progress import progress_of
from orders.queries import order as order_of
from orders.rules import Status
from orders.services.cancelling import cancel_unsent
from orders.services.collecting import collected, collected_words
from orders.services.drafting import Terms
from orders.services.mailing import owed_by
from orders.services.moving import start_packing
from orders.services.placing import place_order
from orders.staff.page import sums_of
from orders.staff.words import order_money_look
from payments.services.cancelling import cancel_order
from payments.services.working import one_pass
from tests.factories import a_buyer, a_product, an_order, stock_of
from tests.invariants import assert_invariants, assert_settled
from tests.staff import a_browser

CASH = Terms(is_cod=True)


def for_cash(wanted: dict[str, int] | None = None, **given: Any) -> Order:
    """An order for cash: of one sheet of ₹500 unless `wanted` says otherwise."""
    wanted = wanted or {a_product(product_id="sheet").product_id: 1}
    fields: dict[str, Any] = {"order_id": new_order_id(), "buyer": a_buyer(), "terms": CASH} | given
    return place_order(wanted=wanted, **fields).order


def test_the_fee_is_part_of_the_total_and_its_tax_is_inside() -> None:
    order = for_cash()
    assert (order.subtotal, order.shipping_fee, order.cod_fee) == (500_00, 79_00, 49_00)
    assert order.total_amount == 628_00
    assert sums_of(order).gst == rules.gst_within(order.lines, 79_00, 49_00)
    assert sums_of(order).cod_fee == 49_00


@pytest.mark.parametrize(
    ("categories", "total", "says"),
    [
        (["rubbers"], 10_000_00, None),
        (["rubbers"], 10_000_01, "up to ₹10,000"),
        (["rubbers", "tables"], 500_00, "Tables"),
        (["pre-owned"], 500_00, "pre-owned"),
        ([], 0, None),
    ],
    ids=str,
)
def test_cash_is_for_what_can_be_carried_back_and_is_not_too_dear(
    categories: list[str], total: int, says: str | None
) -> None:
    why = rules.why_no_cod(categories, total)
    assert why is None if says is None else says in (why or "")


def test_goods_that_are_not_sold_for_cash_take_no_stock() -> None:
    racket = a_product(category="pre-owned").product_id
    with pytest.raises(NoCod):
        for_cash({racket: 1})
    assert stock_of(racket) == 5


def test_the_fee_counts_towards_the_most_that_a_courier_collects() -> None:
    dear = a_product(price=9_970_00).product_id
    with pytest.raises(NoCod):
        for_cash({dear: 1})


def test_the_same_id_again_is_the_same_order_whichever_way_is_asked_for() -> None:
    buyer = a_buyer()
    order = for_cash(buyer=buyer)
    wanted, key = {"sheet": 1}, order.order_id
    again = place_order(order_id=key, buyer=buyer, wanted=wanted)
    assert (again.order.order_id, again.is_new, again.order.is_cod) == (key, False, True)
    assert stock_of("sheet") == 4


def test_an_order_to_be_paid_is_not_placed_where_the_other_of_its_page_is() -> None:
    buyer = a_buyer()
    cash = for_cash(buyer=buyer)
    placed = place_order(
        order_id=new_order_id(), buyer=buyer, wanted={"sheet": 1}, unless_placed=cash.order_id
    )
    assert (placed.order.order_id, placed.is_new) == (cash.order_id, False)
    assert stock_of("sheet") == 4


def test_the_worker_leaves_an_order_for_cash_alone_but_writes_the_buyer_down() -> None:
    order = for_cash()
    one_pass()
    present = order_of(order.order_id)
    assert present.status is Status.CONFIRMED
    assert present.remembered_at is not None
    assert_settled()
    assert_invariants(received={"sheet": 5})


def test_a_cancel_gives_the_stock_back_and_moves_no_money(mailoutbox: list[Any]) -> None:
    order = for_cash()
    cancel_order(order.order_id, reason="Changed their mind.", by="Meera Nair")
    cancel_order(order.order_id, reason="Changed their mind.", by="Meera Nair")
    present = order_of(order.order_id)
    assert (present.status, present.attention) == ("cancelled", [])
    assert stock_of("sheet") == 5
    assert (present.timeline or [])[-1].text.endswith("Nothing was charged.")
    assert_invariants(received={"sheet": 5})


def test_only_an_order_for_cash_is_cancelled_as_one() -> None:
    paid = an_order()
    paid.update(actions=[Order.status.set(Status.CONFIRMED)])
    with pytest.raises(WrongMoment):
        cancel_unsent(paid, reason="x", by="Shop")
    order = for_cash()
    order.update(actions=[Order.razorpay_payment_id.set("pay_1")])
    with pytest.raises(WrongMoment):
        cancel_unsent(order, reason="x", by="Shop")


def test_delivery_notes_the_money_of_an_order_for_cash_and_of_no_other() -> None:
    order, paid, at = for_cash(), an_order(), clock.now()
    order.update(actions=collected(order, 600_00, at=at))
    present = order_of(order.order_id)
    assert (present.collected, present.collected_at) == (600_00, at)
    assert collected_words(628_00) == "₹628.00 collected by the courier."
    assert (collected(paid, 1, at=at), collected_words(0)) == ([], "")


def test_the_customer_reads_of_no_payment_that_was_not_made() -> None:
    order = for_cash()
    progress = progress_of(order)
    assert progress.heading == "Confirmed, and next in line to be packed"
    assert [step.title for step in progress.steps][:2] == ["Ordered", "Confirmed"]
    assert owed_by(order) == ("confirmed",)
    start_packing(order.order_id, by="Meera Nair")
    assert progress_of(order_of(order.order_id)).heading == "Being packed in Pune"


def test_staff_see_what_is_to_be_collected_and_why_nothing_is_refunded() -> None:
    order = for_cash()
    page = a_browser("owner").get(f"/staff/orders/{order.order_id}/").content.decode()
    assert "Cash on delivery</span>" in page
    assert '>To collect</dt><dd class="fw-bold">₹628</dd>' in page
    assert "there is nothing to refund" in page
    assert "move no money: it was to be paid at the door" in page
    assert "Not paid" not in page


def test_staff_see_the_days_that_were_promised() -> None:
    days = {"from": "2026-11-26", "to": "2026-11-28", "source": "estimate"}
    order = for_cash(terms=Terms(is_cod=True, promise=days))
    page = a_browser("packer").get(f"/staff/orders/{order.order_id}/").content.decode()
    assert "Promised Thu 26 \N{EN DASH} Sat 28 Nov, an estimate" in page


def test_the_badge_follows_the_money() -> None:
    order = for_cash()
    looks = []
    moves: list[list[Action]] = [
        [],
        [Order.status.set(Status.DELIVERED)],
        [Order.collected.set(628_00)],
        [Order.collected.set(627_99)],
        [Order.collected.set(0)],
        [Order.collected.remove(), Order.status.set(Status.CANCELLED)],
    ]
    for actions in moves:
        if actions:
            order.update(actions=actions)
        look = order_money_look(order_of(order.order_id))
        assert look
        looks.append((look.word, look.tint))
    assert looks == [
        ("Cash on delivery", "bg-azure-lt"),
        ("Cash to be asked for", "bg-orange-lt"),
        ("Cash collected", "bg-green-lt"),
        ("Cash part collected", "bg-orange-lt"),
        ("No cash collected", "bg-orange-lt"),
        ("Cash on delivery", "bg-secondary-lt"),
    ]


def test_paid_in_cash_is_what_the_customer_reads_afterwards(client: Client) -> None:
    order = for_cash()
    order.update(actions=[Order.status.set(Status.DELIVERED), *collected(order, 1, at=clock.now())])
    page = client.get(f"/track/{token_of(order.order_id)}").content.decode()
    assert "paid in cash to the courier" in page
    assert "Please have it ready" not in page


@pytest.mark.parametrize(("category", "offers_cash"), [("balls", True), ("tables", False)])
def test_a_product_page_names_cash_only_where_the_goods_allow_it(
    client: Client, category: str, offers_cash: bool
) -> None:
    product = a_product(category=category)
    page = client.get(f"/equipment/{product.product_id}").content.decode()
    assert ("in cash to the courier" in page) is offers_cash
