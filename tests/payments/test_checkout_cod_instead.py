"""Cash instead of an order that waits for money: the one ends only where the other stands."""

from typing import Any

import pytest
from django.test import Client

from catalog import shelf
from catalog.models import Product
from orders.queries import order as order_of
from orders.services.cancelling import cancel_unsent
from payments.sandbox.process import RunningSandbox
from payments.services import ordering
from tests.factories import a_product, stock_of
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
    assert reply.status_code == 422
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
    assert "sold out" in reply.content.decode()
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


def test_who_died_between_the_two_writes_has_one_order_after_the_next_press(
    client: Client, razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the waiting order was another page's."""
    waiting(client)
    form = the_form(client)
    cart = dict(client.cookies)

    def dies(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(ordering, "only_one", dies)
        with pytest.raises(SystemExit):
            client.post("/checkout", form | CASH)
    client.cookies.update(cart)
    assert client.post("/checkout", form | CASH).status_code == 302
    assert sorted(order.status for order in orders()) == ["cancelled", "confirmed"]


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


@pytest.mark.parametrize("way", ["now", "cod"])
def test_the_page_of_a_cancelled_order_for_cash_keeps_the_cart_and_begins_anew(
    client: Client, razorpay: RunningSandbox, way: str
) -> None:
    sku, form = cash_cancelled(client)
    reply = client.post("/checkout", form | {"way": way})
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "was cancelled meanwhile" in page
    assert "1 line, 1 item" in client.get("/cart").content.decode()
    fresh = {"attempt": hidden(page, "attempt"), "way": way}
    assert client.post("/checkout", form | fresh).status_code == 302
    assert sorted(order.status for order in orders()) in (
        ["cancelled", "confirmed"],
        ["cancelled", "pending"],
    )
    assert stock_of(sku) == 4


def test_a_cancelled_order_promises_no_day_on_its_page(client: Client) -> None:
    cash_cancelled(client)
    (order,) = orders()
    page = client.get(f"/order-success?orderId={order.order_id}").content.decode()
    assert "Cancelled" in page
    assert "Arrives" not in page
