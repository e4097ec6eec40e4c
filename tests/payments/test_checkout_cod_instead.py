"""Cash instead of an order that waits for money: the one ends only where the other stands."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from catalog import shelf
from catalog.models import Product
from config import clock
from orders.models import Order
from orders.queries import order as order_of
from orders.services.cancelling import cancel_unsent, end_hold
from orders.services.placing import Placed
from payments import checkout_views
from payments.sandbox.process import RunningSandbox
from payments.services import ordering
from payments.services.checking import check_order
from payments.services.working import one_pass
from tests.factories import a_product, stock_of
from tests.faults.sales import LATER, assert_all_is_well
from tests.invariants import assert_invariants
from tests.payments.couriers import PUNE, they_go_to
from tests.payments.test_checkout import fill, hidden, orders
from tests.payments.test_checkout_cod import CASH, order_for_cash, the_form, the_page


def waiting(client: Client, *, stock: int = 5, quantity: str = "1") -> tuple[str, dict[str, str]]:
    """The sku of an order that waits for its money, and the page that it was made with."""
    they_go_to(PUNE)
    sku = a_product(stock=stock).product_id
    fill(client, sku, quantity)
    form = the_form(client)
    assert client.post("/checkout", form).status_code == 302
    return sku, form


def dearer(sku: str) -> None:
    next(iter(Product.query(sku))).update(actions=[Product.price.set(900_00)])
    shelf.announce([sku])


def sold_out(sku: str) -> None:
    next(iter(Product.query(sku))).update(actions=[Product.stock.set(0)])


def at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another browser has ordered as much to this telephone as may be."""
    monkeypatch.setattr(ordering, "MOST_TO_A_PHONE", 1)
    assert order_for_cash(Client(), a_product().product_id).status_code == 302


@pytest.mark.parametrize("why", ["limit", "total", "another page's"])
def test_a_refused_order_for_cash_leaves_the_one_that_waits(
    client: Client, razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    sku, form = waiting(client)
    if why == "limit":
        at_the_limit(monkeypatch)
    elif why == "total":
        dearer(sku)
    else:  # of the same browser, found by its cookie
        at_the_limit(monkeypatch)
        form = the_form(client)
    reply = client.post("/checkout", form | CASH)
    assert reply.status_code == (422 if why == "total" else 429)
    here = [order for order in orders() if order.lines[0].sku == sku]
    assert [(order.status, order.is_cod) for order in here] == [("pending", False)]
    assert hidden(reply.content.decode(), "attempt") == form["attempt"]


def test_sold_out_beyond_what_waits_leaves_the_one_that_waits(
    client: Client, razorpay: RunningSandbox
) -> None:
    """Two are wanted by now; the order that waits holds one, and there is no other."""
    sku, form = waiting(client)
    fill(client, sku)
    shown = {"total_cod": hidden(the_page(client), "total_cod")}
    sold_out(sku)
    reply = client.post("/checkout", form | CASH | shown)
    assert reply.status_code == 422
    assert "Only 1 of" in reply.content.decode()
    assert [(order.status, order.is_cod) for order in orders()] == [("pending", False)]


def test_the_last_piece_that_its_own_order_holds_can_be_had_for_cash(
    client: Client, razorpay: RunningSandbox
) -> None:
    sku, form = waiting(client, stock=1)
    assert client.post("/checkout", form | CASH).status_code == 302
    assert {order.is_cod: order.status for order in orders()} == {
        False: "cancelled",
        True: "confirmed",
    }
    assert stock_of(sku) == 0
    assert_invariants(received={sku: 1})


@pytest.mark.parametrize("page", ["the same", "another"])
def test_it_ends_in_the_very_write_that_makes_the_order_for_cash(
    client: Client, razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Whoever dies after that write leaves one live order; money that comes goes back."""
    sku, form = waiting(client)
    pays = orders()[0]
    form = the_form(client) if page == "another" else form
    with monkeypatch.context() as dying:
        dying.setattr(checkout_views, "_on_to_thanks", dies)
        with pytest.raises(SystemExit):
            client.post("/checkout", form | CASH)
    razorpay.control("pay", order_id=pays.razorpay_order_id, outcome="success")
    check_order(order_of(pays.order_id))
    one_pass()
    assert {order.is_cod: order.status for order in orders()} == {
        False: "cancelled",
        True: "confirmed",
    }
    assert_all_is_well(razorpay, **{sku: 5})


def while_it_is_placed(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let `act` happen between the look at the waiting order and the write that ends it."""
    count = ordering._count

    def counted(*given: Any) -> None:
        monkeypatch.setattr(ordering, "_count", count)
        act()
        count(*given)

    monkeypatch.setattr(ordering, "_count", counted)


def test_what_it_held_comes_back_once_though_its_hold_ends_meanwhile(
    client: Client, razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sku, form = waiting(client)
    with time_machine.travel(clock.now() + LATER, tick=False):
        while_it_is_placed(monkeypatch, lambda: end_hold(orders()[0], now=clock.now()))
        assert client.post("/checkout", form | CASH).status_code == 302
    assert stock_of(sku) == 4
    assert sorted(order.status for order in orders()) == ["cancelled", "confirmed"]


def test_what_late_money_revives_meanwhile_stays_and_no_order_for_cash_is_made(
    client: Client, razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sku, form = waiting(client)
    pays = orders()[0]
    with time_machine.travel(clock.now() + LATER, tick=False):
        end_hold(pays, now=clock.now())
        razorpay.control("pay", order_id=pays.razorpay_order_id, outcome="success")
        while_it_is_placed(monkeypatch, lambda: check_order(order_of(pays.order_id)))
        reply: Any = client.post("/checkout", form | CASH)
    assert "checking" in reply["Location"]
    assert [(order.status, order.is_cod) for order in orders()] == [("confirmed", False)]
    assert stock_of(sku) == 4


def test_who_sent_the_page_to_pay_now_while_cash_replaced_it_is_led_to_the_order_for_cash(
    client: Client, razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write finds the order that waits, the look at it the one that has ended."""
    _, form = waiting(client)
    cart = client.cookies.copy()
    write = ordering._write

    def then_cash(*given: Any, **named: Any) -> Placed:
        monkeypatch.setattr(ordering, "_write", write)
        placed = write(*given, **named)
        assert client.post("/checkout", form | CASH).status_code == 302
        return Placed(order_of(placed.order.order_id), is_new=False)

    monkeypatch.setattr(ordering, "_write", then_cash)
    tab = Client()
    tab.cookies.update(cart)
    reply: Any = tab.post("/checkout", form)
    (cash,) = (order for order in orders() if order.is_cod)
    assert cash.order_id in reply["Location"]


def dies(*_: object, **__: object) -> None:
    raise SystemExit


def test_other_goods_of_the_same_page_are_put_back(
    client: Client, razorpay: RunningSandbox
) -> None:
    first, form = waiting(client)
    second = a_product(stock=5).product_id
    client.post("/cart/remove", {"sku": first})
    fill(client, second)
    shown = {"total_cod": hidden(the_page(client), "total_cod")}
    assert client.post("/checkout", form | CASH | shown).status_code == 302
    assert (stock_of(first), stock_of(second)) == (5, 4)
    assert_invariants(received={first: 5, second: 5})


@pytest.mark.parametrize("late", [False, True])
def test_what_is_being_paid_stays_and_no_order_for_cash_is_made(
    client: Client, razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    """The bank has agreed; known to the shop before the page is sent, or while it is placed."""
    sku, form = waiting(client)
    order = orders()[0]

    def agrees() -> None:
        Order(order.order_id, order.customer_id).update(
            actions=[Order.payment_status.set("authorized")]
        )

    if late:
        while_it_is_placed(monkeypatch, agrees)
    else:
        agrees()
    reply: Any = client.post("/checkout", form | CASH)
    assert "checking" in reply["Location"]
    assert [(each.status, each.is_cod) for each in orders()] == [("pending", False)]
    assert stock_of(sku) == 4


def test_the_late_money_of_an_order_that_cash_replaced_revives_nothing(
    client: Client, razorpay: RunningSandbox
) -> None:
    sku, form = waiting(client)
    pays = orders()[0]
    with time_machine.travel(clock.now() + LATER, tick=False):
        assert end_hold(pays, now=clock.now())
        assert client.post("/checkout", form | CASH).status_code == 302
        razorpay.control("pay", order_id=pays.razorpay_order_id, outcome="success")
        check_order(order_of(pays.order_id))
        one_pass()
    assert sorted(order.status for order in orders()) == ["cancelled", "confirmed"]
    assert_all_is_well(razorpay, **{sku: 5})


def test_an_old_page_for_cash_leaves_what_was_ordered_after_it(
    client: Client, razorpay: RunningSandbox
) -> None:
    they_go_to(PUNE)
    sku = a_product().product_id
    fill(client, sku)
    old = the_form(client, **CASH)
    client.post("/checkout", old)
    fill(client, sku)
    client.post("/checkout", the_form(client))
    client.post("/checkout", old)
    assert sorted(order.status for order in orders()) == ["confirmed", "pending"]


def cash_cancelled(client: Client) -> tuple[str, dict[str, str]]:
    """An order for cash that was cancelled, its page, and the cart filled anew."""
    they_go_to(PUNE)
    sku = a_product(stock=5).product_id
    fill(client, sku)
    form = the_form(client)
    thanks: Any = client.post("/checkout", form | CASH)
    cancel_unsent(order_of(thanks["Location"][-13:]), reason="Asked for it.", by="Asha")
    fill(client, sku)
    return sku, form


@pytest.mark.parametrize(("way", "status"), [("now", "pending"), ("cod", "confirmed")])
def test_the_page_of_a_cancelled_order_for_cash_keeps_the_cart_and_begins_anew(
    client: Client, razorpay: RunningSandbox, way: str, status: str
) -> None:
    sku, form = cash_cancelled(client)
    reply = client.post("/checkout", form | {"way": way})
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "was cancelled meanwhile" in page
    assert "1 line, 1 item" in client.get("/cart").content.decode()
    fresh = {"attempt": hidden(page, "attempt"), "way": way}
    assert client.post("/checkout", form | fresh).status_code == 302
    assert sorted(order.status for order in orders()) == ["cancelled", status]
    assert stock_of(sku) == 4


def test_a_cancelled_order_promises_no_day_on_its_page(client: Client) -> None:
    cash_cancelled(client)
    (order,) = orders()
    page = client.get(f"/order-success?orderId={order.order_id}").content.decode()
    assert "Cancelled" in page
    assert "Arrives" not in page
