"""Cash on delivery at the checkout: who is offered it, and that one page makes one order."""

from typing import Any

import pytest
from django.test import Client
from time_machine import travel

from config import clock
from config.dynamo import BUSY
from orders.arrival import arrival_words
from orders.links import token_of
from orders.models import Order
from orders.rules import Status
from orders.services.cancelling import end_hold
from orders.services.collecting import collected
from payments.sandbox.process import RunningSandbox
from payments.services.checking import check_order
from payments.services.working import one_pass
from tests.factories import a_product, stock_of
from tests.faults.sales import LATER, at_once
from tests.invariants import assert_invariants
from tests.payments.couriers import (
    PUNE,
    nobody_goes_to,
    nobody_who_collects_names_days_in,
    only_a_slower_one_collects_in,
    they_go_to,
)
from tests.payments.test_checkout import FIELDS, fill, hidden, orders

CASH = {"way": "cod"}


@pytest.fixture
def sku() -> str:
    """A sheet of ₹500 in Pune's reach: ₹79 for delivery, ₹49 for the courier's collecting."""
    they_go_to(PUNE)
    return a_product(stock=5).product_id


def the_page(client: Client, pincode: str = PUNE) -> str:
    return client.get(f"/checkout?pincode={pincode}").content.decode()


def the_form(client: Client, **given: str) -> dict[str, str]:
    page = the_page(client)
    names = ("attempt", "total", "total_cod", "promised", "promised_cod")
    return FIELDS | {name: hidden(page, name) for name in names} | given


def order_for_cash(client: Client, sku: str, **given: str) -> Any:
    fill(client, sku)
    return client.post("/checkout", the_form(client, **CASH | given))


def test_an_order_for_cash_is_confirmed_at_once_and_asks_for_no_payment(
    client: Client, sku: str
) -> None:
    thanks = order_for_cash(client, sku)
    (order,) = orders()
    assert thanks["Location"] == f"/order-success?orderId={order.order_id}"
    assert (order.status, order.payment_method) == ("confirmed", "cod")
    assert (order.total_amount, order.cod_fee, order.hold_expires_at) == (628_00, 49_00, None)
    assert (order.razorpay_order_id, stock_of(sku)) == (None, 4)
    page = client.get(thanks["Location"]).content.decode()
    assert "You pay ₹628.00 to the courier" in page
    assert "Your payment is here" not in page
    assert "Your cart is empty" in client.get("/cart").content.decode()
    assert_invariants(received={sku: 5})


def test_once_the_courier_has_the_money_the_thank_you_page_asks_for_none(
    client: Client, sku: str
) -> None:
    thanks = order_for_cash(client, sku)
    (order,) = orders()
    order.update(
        actions=[Order.status.set(Status.DELIVERED), *collected(order, 628_00, at=clock.now())]
    )
    page = client.get(thanks["Location"]).content.decode()
    assert "You pay" not in page
    assert "₹628.00 paid in cash to the courier." in page


def test_the_fee_stands_on_the_page_before_the_choice_and_both_totals_with_it(
    client: Client, sku: str
) -> None:
    fill(client, sku)
    page = the_page(client)
    assert (hidden(page, "total"), hidden(page, "total_cod")) == ("57900", "62800")
    assert '<b>Cash on delivery</b><span class="mute">₹49 more</span>' in page
    assert "You pay ₹628.00 to the courier at the door." in page
    assert 'value="cod" disabled' not in page


def test_the_total_of_the_chosen_way_must_be_what_the_page_showed(client: Client, sku: str) -> None:
    fill(client, sku)
    form = the_form(client, total_cod="57900", **CASH)
    reply = client.post("/checkout", form)
    assert reply.status_code == 422
    assert "now it is ₹628.00" in reply.content.decode()
    assert orders() == []


REFUSED = [
    ({"category": "tables", "price": 900_00}, True, "paid for before they are sent"),
    ({"category": "pre-owned"}, True, "paid for before they are sent"),
    ({"price": 10_000_00}, True, "for orders up to ₹10,000"),
    ({}, False, "No cash on delivery there"),
]


@pytest.mark.parametrize(("goods", "collects", "says"), REFUSED, ids=lambda each: str(each)[:30])
def test_cash_is_not_offered_and_not_taken_where_it_may_not_be(
    client: Client, goods: dict[str, Any], collects: bool, says: str
) -> None:
    they_go_to(PUNE, cod=collects)
    fill(client, a_product(**goods).product_id)
    page = the_page(client)
    assert says in page
    assert 'value="cod" disabled' in page
    reply = client.post("/checkout", the_form(client, **CASH))
    assert reply.status_code == 422
    assert says in reply.content.decode()
    assert orders() == []


def test_while_the_courier_cannot_be_asked_cash_is_not_offered(client: Client) -> None:
    fill(client, a_product().product_id)
    assert "not known just now" in the_page(client)
    assert client.post("/checkout", the_form(client, **CASH)).status_code == 422
    assert orders() == []


def test_without_a_pincode_cash_waits_for_one(client: Client, sku: str) -> None:
    fill(client, sku)
    assert "Say first where it goes" in client.get("/checkout").content.decode()


def test_the_days_that_the_order_keeps_are_those_that_the_page_showed(
    client: Client, sku: str
) -> None:
    fill(client, sku)
    form = the_form(client, **CASH)
    client.post("/checkout", form)
    (order,) = orders()
    kept = order.promise or {}
    assert form["promised_cod"] == f"{PUNE} {kept['from']} {kept['to']} courier"


@pytest.mark.parametrize(
    ("way", "days"),
    [("now", "Fri 27 \N{EN DASH} Mon 30 Nov"), ("cod", "Tue 1 \N{EN DASH} Thu 3 Dec")],
)
def test_the_way_to_pay_decides_which_courier_is_promised(
    client: Client, razorpay: RunningSandbox, way: str, days: str
) -> None:
    with travel("2026-11-23T04:00:00Z"):  # a Monday morning in Pune
        sku = a_product().product_id
        only_a_slower_one_collects_in()
        fill(client, sku)
        page = the_page(client)
        assert f"<dd>{days}</dd>" in page
        assert "With cash on delivery by Thursday 3 December." in page
        client.post("/checkout", the_form(client, way=way))
        (order,) = orders()
        assert arrival_words(order.promise) == days


def test_days_for_cash_that_no_courier_names_are_said_to_be_an_estimate(
    client: Client, sku: str, mailoutbox: list[Any]
) -> None:
    nobody_who_collects_names_days_in()
    fill(client, sku)
    page = the_page(client)
    assert ", an estimate: no courier who collects money names a day" in page
    assert "This is an estimate" not in page
    client.post("/checkout", the_form(client, **CASH))
    (order,) = orders()
    one_pass()
    thanks = client.get(f"/order-success?orderId={order.order_id}").content.decode()
    assert "This is an estimate: no courier had named a day when you ordered." in thanks
    assert "an estimate: no courier had named a day when you ordered" in mailoutbox[0].body


def test_an_order_for_cash_is_not_placed_on_days_that_nobody_read(client: Client, sku: str) -> None:
    fill(client, sku)
    form = the_form(client, promised_cod="", **CASH)
    reply = client.post("/checkout", form)
    again = reply.content.decode()
    assert (reply.status_code, orders()) == (422, [])
    assert "It now arrives" in again
    client.post("/checkout", form | {"promised_cod": hidden(again, "promised_cod")})
    assert len(orders()) == 1


def test_days_that_have_become_later_are_read_before_anything_is_ordered(
    client: Client, sku: str
) -> None:
    fill(client, sku)
    form = the_form(client)
    they_go_to(PUNE, days=9)
    assert client.post("/checkout", form).status_code == 422
    they_go_to(PUNE, days=1)
    assert client.post("/checkout", form).status_code == 302


def test_two_presses_are_one_order_for_cash(client: Client, sku: str) -> None:
    fill(client, sku)
    form, cart = the_form(client, **CASH), client.cookies.output()
    first = client.post("/checkout", form)
    second = client.post("/checkout", form)
    assert cart != client.cookies.output()
    assert first["Location"] == second["Location"]
    assert (len(orders()), stock_of(sku)) == (1, 4)


def sent(tab: Client, form: dict[str, str]) -> int:
    """Whoever is told that the shop is busy, and nothing lost, tries again as asked."""
    for _ in range(5):
        reply = tab.post("/checkout", form)
        if BUSY not in reply.content.decode():
            break
    return reply.status_code


@pytest.mark.server
def test_tabs_of_the_same_page_pressed_at_once_in_both_ways_leave_one_live_order(
    razorpay: RunningSandbox,
) -> None:
    they_go_to(PUNE)
    sku = a_product(stock=20).product_id
    first = Client()
    fill(first, sku)
    form = the_form(first)

    def press(way: str) -> Any:
        tab = Client()
        tab.cookies.update(first.cookies)
        return lambda: sent(tab, form | {"way": way})

    assert set(at_once([press(way) for way in ("cod", "now") * 4])) == {302}
    live = [order for order in orders() if order.status != "cancelled"]
    assert [(order.status, order.payment_method) for order in live] == [("confirmed", "cod")]
    assert stock_of(sku) == 19


def test_going_back_and_choosing_cash_gives_the_waiting_order_up(
    client: Client, razorpay: RunningSandbox, sku: str
) -> None:
    fill(client, sku)
    form = the_form(client)
    client.post("/checkout", form)
    client.post("/checkout", form | CASH)
    by_method = {order.payment_method: order.status for order in orders()}
    assert by_method == {None: "cancelled", "cod": "confirmed"}
    assert stock_of(sku) == 4
    assert_invariants(received={sku: 5})


def test_an_order_that_waits_in_another_tab_for_the_same_goods_is_given_up_too(
    client: Client, razorpay: RunningSandbox, sku: str
) -> None:
    fill(client, sku)
    client.post("/checkout", the_form(client))
    client.post("/checkout", the_form(client, **CASH))
    assert sorted(order.status for order in orders()) == ["cancelled", "confirmed"]
    assert stock_of(sku) == 4


def test_an_order_that_waits_for_other_goods_is_left_to_wait(
    client: Client, razorpay: RunningSandbox, sku: str
) -> None:
    fill(client, sku)
    client.post("/checkout", the_form(client))
    client.post("/cart/remove", {"sku": sku})
    order_for_cash(client, a_product().product_id)
    assert sorted(order.status for order in orders()) == ["confirmed", "pending"]


def test_money_that_the_bank_has_agreed_to_leads_to_the_page_that_checks(
    client: Client, razorpay: RunningSandbox, sku: str
) -> None:
    fill(client, sku)
    form = the_form(client)
    client.post("/checkout", form)
    (order,) = orders()
    razorpay.control("pay", order_id=order.razorpay_order_id, outcome="authorize")
    check_order(order)
    reply = client.post("/checkout", form | CASH, follow=True)
    assert "We are checking your payment" in reply.content.decode()
    assert [(each.order_id, each.status) for each in orders()] == [(order.order_id, "pending")]


def test_late_money_does_not_revive_an_order_that_was_replaced(
    client: Client, razorpay: RunningSandbox, sku: str
) -> None:
    fill(client, sku)
    form = the_form(client)
    client.post("/checkout", form)
    (late,) = orders()
    end_hold(late, now=clock.now() + LATER)
    client.post("/checkout", form | CASH)
    razorpay.control("pay", order_id=late.razorpay_order_id, outcome="success")
    check_order(late)
    one_pass()
    (gone,) = [each for each in orders() if each.order_id == late.order_id]
    assert gone.status == "cancelled"
    assert [each["amount"] for each in razorpay.ledger()["refunds"]] == [late.total_amount]
    assert stock_of(sku) == 4


def test_an_order_for_cash_stays_when_its_page_is_sent_again_to_pay_now(
    client: Client, sku: str
) -> None:
    fill(client, sku)
    form, cart = the_form(client), dict(client.cookies)
    client.post("/checkout", form | CASH)
    client.cookies.update({name: cart[name] for name in cart if "cart" in name})
    reply = client.post("/checkout", form, follow=True)
    assert "This order was placed before, for cash on delivery." in reply.content.decode()
    assert [order.payment_method for order in orders()] == ["cod"]


def test_somebody_else_with_the_same_page_gets_no_order(client: Client, sku: str) -> None:
    fill(client, sku)
    form = the_form(client, **CASH)
    other = Client()
    other.cookies.update(client.cookies)
    client.post("/checkout", form)
    reply = other.post("/checkout", form | {"email": "other@example.com"})
    assert reply.status_code == 422
    assert "was already placed from this page" in reply.content.decode()
    assert len(orders()) == 1


def test_the_confirmation_says_what_to_have_ready_and_comes_once(
    client: Client, sku: str, mailoutbox: list[Any]
) -> None:
    order_for_cash(client, sku)
    one_pass()
    assert one_pass().changed == 0
    (mail,) = mailoutbox
    assert "You pay ₹628.00 to the courier at the door" in mail.body
    assert "Cash on delivery: ₹49.00" in mail.body
    assert "It arrives " in mail.body
    assert "paid and confirmed" not in mail.body


def test_the_old_front_end_cannot_order_for_cash(client: Client, razorpay: RunningSandbox) -> None:
    they_go_to(PUNE)
    sku = a_product().product_id
    body = {
        "items": [{"sku": sku, "quantity": 1}],
        "customer": {"name": "Ananya Rao", "email": "a@example.com", "phone": "9845012345"},
        "shippingAddress": {
            "addressLine1": "22, 3rd Cross",
            "city": "Pune",
            "state": "Maharashtra",
            "pincode": PUNE,
        },
        "way": "cod",
        "paymentMethod": "cod",
    }
    reply = client.post("/payment/create-order", body, content_type="application/json")
    (order,) = orders()
    assert (reply.status_code, order.status, order.is_cod) == (200, "pending", False)


def test_nobody_goes_there_is_said_of_cash_as_well(client: Client, sku: str) -> None:
    nobody_goes_to("560034")
    fill(client, sku)
    form = the_form(client, pincode="560034", city="Bengaluru", state="Karnataka", **CASH)
    reply = client.post("/checkout", form)
    assert (reply.status_code, orders()) == (422, [])
    assert "We do not deliver to 560034 yet." in reply.content.decode()


def test_the_tracking_page_says_what_to_have_ready(client: Client, sku: str) -> None:
    order_for_cash(client, sku)
    (order,) = orders()
    page = client.get(f"/track/{token_of(order.order_id)}").content.decode()
    assert "Confirmed, and next in line to be packed" in page
    assert "₹628.00" in page
    assert Order.get(order.order_id, order.customer_id).is_cod
