"""A shopper cancels an order of their own: until it is being packed, and once."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client

from config import clock
from orders.errors import OrderNotFound, WrongMoment
from orders.models import Line, Order
from orders.queries import needing_a_person
from orders.rules import PaymentStatus, Status
from orders.services import cancelling, moving
from orders.services.cancelling import HOLD_RAN_OUT
from orders.services.drafting import Terms
from orders.services.placing import place_order
from payments.account_forms import CancelForm
from payments.refund_rules import Wanted
from payments.sandbox.process import RunningSandbox
from payments.services import refunding
from payments.services.cancelling import cancel_order, cancel_own_order
from payments.services.checking import check_order
from payments.services.opening import open_payment
from payments.services.working import one_pass
from tests.customers.shoppers import ANANYA, signed_in
from tests.factories import a_buyer, a_product, an_order, stock_of
from tests.invariants import assert_invariants

REASON = {"reason": "it comes too late", "words": "I leave on  Friday"}
SAID = "You asked for it: it comes too late. “I leave on Friday”"


def fresh(order: Order) -> Order:
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


def paid(razorpay: RunningSandbox, sku: str) -> Order:
    """Two pieces, paid by UPI, of Ananya's."""
    order = an_order(wanted={sku: 2}, buyer=a_buyer(customer_id=ANANYA))
    razorpay.control("pay", order_id=open_payment(order, is_fresh=True), outcome="success")
    check_order(fresh(order))
    return fresh(order)


def by_cash(sku: str) -> Order:
    buyer = a_buyer(customer_id=ANANYA)
    terms = Terms(is_cod=True)
    return place_order(order_id="TB-CASH000001", buyer=buyer, wanted={sku: 2}, terms=terms).order


def press(client: Client, order: Order, **given: str) -> Any:
    return client.post(f"/account/orders/{order.order_id}/cancel", given)


def page_of(client: Client, order: Order, verb: str = "/cancel") -> str:
    return client.get(f"/account/orders/{order.order_id}{verb}").content.decode()


def refunded_at(razorpay: RunningSandbox) -> list[int]:
    return [refund["amount"] for refund in razorpay.ledger().get("refunds", [])]


@pytest.fixture
def sku() -> str:
    return a_product(stock=5).product_id


@pytest.fixture
def ananya(client: Client) -> Client:
    signed_in(client)
    return client


def test_a_paid_order_gives_stock_and_money_back_once_however_often_it_is_pressed(
    ananya: Client, razorpay: RunningSandbox, sku: str
) -> None:
    order = paid(razorpay, sku)
    assert "₹1,079.00 goes back to you" in page_of(ananya, order)
    for _ in range(2):
        reply = press(ananya, order, **REASON)
        assert (reply.status_code, reply["Location"]) == (302, f"/account/orders/{order.order_id}")
    ended = fresh(order)
    assert (ended.status, ended.payment_status, ended.cancel_reason) == (
        "cancelled",
        "refunded",
        SAID,
    )
    assert (stock_of(sku), refunded_at(razorpay)) == (5, [order.total_amount])
    page = page_of(ananya, order, "")
    assert "went back the way it came" in page
    assert "Cancel this order" not in page
    assert_invariants(ledger=razorpay.ledger())


def test_an_order_that_waits_for_money_is_cancelled_and_nothing_was_charged(
    ananya: Client, razorpay: RunningSandbox, sku: str
) -> None:
    order = an_order(wanted={sku: 2}, buyer=a_buyer(customer_id=ANANYA))
    assert "Nothing was charged" in page_of(ananya, order)
    press(ananya, order)
    assert (fresh(order).status, stock_of(sku), refunded_at(razorpay)) == ("cancelled", 5, [])
    assert fresh(order).cancel_reason == "You asked for it."


def test_money_that_comes_after_the_cancel_goes_back(
    ananya: Client, razorpay: RunningSandbox, sku: str
) -> None:
    order = an_order(wanted={sku: 2}, buyer=a_buyer(customer_id=ANANYA))
    opened = open_payment(order, is_fresh=True)
    press(ananya, order, words=HOLD_RAN_OUT)
    razorpay.control("pay", order_id=opened, outcome="success")
    check_order(fresh(order))
    one_pass()
    assert (fresh(order).status, refunded_at(razorpay)) == ("cancelled", [order.total_amount])


def test_an_order_for_cash_is_cancelled_and_nothing_is_left_to_pay(
    ananya: Client, razorpay: RunningSandbox, sku: str
) -> None:
    order = by_cash(sku)
    assert "Nothing was charged" in page_of(ananya, order)
    press(ananya, order)
    assert (fresh(order).status, stock_of(sku), needing_a_person()) == ("cancelled", 5, [])


def test_an_order_of_the_earlier_system_is_cancelled_and_a_person_sees_to_the_money(
    ananya: Client, razorpay: RunningSandbox
) -> None:
    order = Order(
        "order_Old1",
        ANANYA,
        status=Status.CONFIRMED,
        lines=[Line(old_id="17", name="Tenergy 05", quantity=2, price=5499_50)],
        total_amount=10999_00,
        razorpay_payment_id="pay_Old1",
        payment_status="captured",
        created_at=clock.now(),
    )
    order.save()
    assert "We look your payment up" in page_of(ananya, order)
    press(ananya, order)
    assert (fresh(order).status, needing_a_person()) == ("cancelled", ["order_Old1"])


@pytest.mark.parametrize("status", [Status.PROCESSING, Status.SHIPPED, Status.DELIVERED])
def test_once_it_is_being_packed_the_page_says_what_to_do_instead(
    ananya: Client, razorpay: RunningSandbox, sku: str, status: Status
) -> None:
    order = paid(razorpay, sku)
    order.update(actions=[Order.status.set(status)])
    assert "cancelled here" in page_of(ananya, order)
    reply = press(ananya, order)
    assert (reply.status_code, fresh(order).status) == (409, status)
    assert refunded_at(razorpay) == []
    with pytest.raises(WrongMoment):
        cancel_own_order(order.order_id, ANANYA, reason="Too late.")
    assert fresh(order).status == status


def test_the_offer_on_the_orders_page_follows_the_packing(
    ananya: Client, razorpay: RunningSandbox, sku: str
) -> None:
    order = paid(razorpay, sku)
    assert f"/account/orders/{order.order_id}/cancel" in page_of(ananya, order, "")
    moving.start_packing(order.order_id, by="Meera")
    page = page_of(ananya, order, "")
    assert f"/account/orders/{order.order_id}/cancel" not in page
    assert "We are packing it" in page


def test_while_the_bank_has_agreed_to_a_payment_it_waits(ananya: Client, sku: str) -> None:
    order = an_order(wanted={sku: 2}, buyer=a_buyer(customer_id=ANANYA))
    order.update(actions=[Order.payment_status.set(PaymentStatus.AUTHORIZED.value)])
    assert "Your payment is on its way" in page_of(ananya, order)
    assert (press(ananya, order).status_code, fresh(order).status) == (409, "pending")


def test_what_was_given_back_before_does_not_go_back_twice(
    ananya: Client, razorpay: RunningSandbox, sku: str
) -> None:
    order = paid(razorpay, sku)
    refunding.give_back(
        order.order_id,
        order.razorpay_payment_id or "",
        Wanted(amount_paise=79_00),
        key="rf-ANANYA-0001",
        seen_left_paise=order.total_amount,
        reason="The delivery is on us.",
        by="Meera",
    )
    assert "₹1,000.00 goes back to you" in page_of(ananya, order)
    press(ananya, order)
    assert sorted(refunded_at(razorpay)) == [79_00, 1000_00]


def test_start_packing_between_look_and_press_keeps_the_order(
    ananya: Client, razorpay: RunningSandbox, sku: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order is read as confirmed, and staff begin before the cancel is written."""
    order = paid(razorpay, sku)
    write = cancelling.cancel

    def late(*args: Any, **kwargs: Any) -> None:
        moving.start_packing(order.order_id, by="Meera")
        write(*args, **kwargs)

    monkeypatch.setattr(cancelling, "cancel", late)
    reply = press(ananya, order)
    page = reply.content.decode()
    assert (reply.status_code, fresh(order).status) == (409, "processing")
    assert "We are packing it" in page
    assert refunded_at(razorpay) == []
    assert_invariants(ledger=razorpay.ledger())


@pytest.mark.server
@pytest.mark.parametrize("kind", ["paid", "cash"])
def test_a_cancel_and_start_packing_at_once_are_one_or_the_other(
    razorpay: RunningSandbox, kind: str
) -> None:
    sku = a_product(stock=5).product_id
    order = paid(razorpay, sku) if kind == "paid" else by_cash(sku)
    together = threading.Barrier(2)

    def cancel() -> bool:
        together.wait()
        try:
            cancel_own_order(order.order_id, ANANYA, reason="You asked for it.")
        except WrongMoment:
            return False
        return True

    def pack() -> bool:
        together.wait()
        try:
            moving.start_packing(order.order_id, by="Meera")
        except WrongMoment:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        cancelled, packed = (job.result() for job in [both.submit(cancel), both.submit(pack)])
    assert cancelled != packed
    ended = fresh(order)
    assert ended.status == ("cancelled" if cancelled else "processing")
    assert stock_of(sku) == (5 if cancelled else 3)
    wanted = [order.total_amount] if cancelled and kind == "paid" else []
    assert refunded_at(razorpay) == wanted


@pytest.mark.server
def test_many_presses_at_once_are_one(razorpay: RunningSandbox) -> None:
    sku = a_product(stock=5).product_id
    order = paid(razorpay, sku)
    with ThreadPoolExecutor(5) as tabs:
        list(tabs.map(lambda _: _cancel_or_busy(order), range(5)))
    assert (fresh(order).status, stock_of(sku)) == ("cancelled", 5)
    assert refunded_at(razorpay) == [order.total_amount]


def _cancel_or_busy(order: Order) -> None:
    try:
        cancel_own_order(order.order_id, ANANYA, reason="You asked for it.")
    except WrongMoment:
        return


def test_staff_may_still_cancel_what_is_being_packed(razorpay: RunningSandbox, sku: str) -> None:
    order = paid(razorpay, sku)
    moving.start_packing(order.order_id, by="Meera")
    cancel_order(order.order_id, reason="By telephone.", by="Meera")
    assert fresh(order).status == "cancelled"


def test_nobody_cancels_another_persons_order(ananya: Client, sku: str) -> None:
    order = an_order(wanted={sku: 2})
    assert press(ananya, order).status_code == 404
    with pytest.raises(OrderNotFound):
        cancel_own_order(order.order_id, ANANYA, reason="Mine!")
    assert fresh(order).status == "pending"


def test_a_guest_cancels_nothing(client: Client, sku: str) -> None:
    order = an_order(wanted={sku: 2}, buyer=a_buyer(customer_id=ANANYA))
    assert press(client, order)["Location"].startswith("/account/sign-in")
    assert fresh(order).status == "pending"


def test_odd_words_are_refused_on_the_form_and_kept(ananya: Client, sku: str) -> None:
    order = an_order(wanted={sku: 2}, buyer=a_buyer(customer_id=ANANYA))
    reply = press(ananya, order, reason="because", words="x" * 201)
    page = reply.content.decode()
    assert (reply.status_code, fresh(order).status) == (422, "pending")
    assert "Choose one of the reasons" in page
    assert "200 signs or fewer" in page
    assert re.search(r'value="x{201}"', page)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "You asked for it."),
        ({"reason": "it comes too late"}, "You asked for it: it comes too late."),
        ({"words": "a\nb\x01 \u202ec"}, "You asked for it. “a b c”"),
    ],
)
def test_the_reason_is_one_sentence_that_begins_with_who_asked(
    given: dict[str, str], sentence: str
) -> None:
    form = CancelForm(given)
    assert form.is_valid(), form.errors
    assert form.sentence == sentence


def test_a_refund_that_is_refused_ends_the_order_all_the_same_and_calls_a_person(
    ananya: Client, razorpay: RunningSandbox, sku: str
) -> None:
    order = paid(razorpay, sku)
    no = {"error": {"code": "BAD_REQUEST_ERROR", "description": "The balance is too low."}}
    path = "/razorpay/v1/payments/*/refund"
    razorpay.control("faults", path=path, kind="answer", status=400, body=no)
    page = ananya.post(f"/account/orders/{order.order_id}/cancel", follow=True).content.decode()
    assert "we see to it and write to you" in page
    assert (fresh(order).status, needing_a_person()) == ("cancelled", [order.order_id])
