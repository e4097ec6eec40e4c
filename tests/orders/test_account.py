"""A signed-in shopper's orders: the list, one of them, and buying the same again."""

import re
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from catalog import shelf
from catalog.models import Product
from config import clock
from config.ids import new_order_id
from orders.buying_again import MOST_NAMED
from orders.cart import cart_of
from orders.errors import OrderNotFound
from orders.history import history_of
from orders.models import Line, Order
from orders.queries import own_order
from orders.rules import Status
from orders.services import moving
from orders.staff.cursors import BadCursor
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from tests.calls import counted
from tests.customers.shoppers import ANANYA, signed_in
from tests.factories import a_buyer, a_product, an_order
from tests.returns.goods_back import a_delivered_order, asked

FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def own(**given: Any) -> Order:
    """An order of Ananya's."""
    return an_order(buyer=a_buyer(customer_id=ANANYA), **given)


def many(number: int, customer_id: str = ANANYA) -> None:
    """So many orders, a minute apart."""
    with Order.batch_write() as batch:
        for n in range(number):
            line = Line(sku=f"S{n}", name=f"Sheet {n}", quantity=1, price=500_00)
            batch.save(
                Order(
                    new_order_id(),
                    customer_id,
                    status=Status.DELIVERED,
                    lines=[line],
                    total_amount=500_00,
                    created_at=FIRST + timedelta(minutes=n),
                )
            )


def send(order: Order) -> None:
    """The order with a parcel that a courier will fetch."""
    shipment_id = f"{order.order_id}-1"
    Shipment(
        shipment_id,
        order.order_id,
        status=ShipmentStatus.PENDING,
        tracking_number=f"AWB{order.order_id}",
        created_at=clock.now(),
    ).save()
    listed = Order.shipment_ids.set((Order.shipment_ids | []).append([shipment_id]))
    order.update(actions=[Order.status.set(Status.SHIPPED), listed])


def page_of(client: Client, address: str = "/account") -> str:
    reply = client.get(address)
    assert reply.status_code == 200
    return reply.content.decode()


def numbers_on(page: str) -> list[str]:
    """The orders on a page of the list, from the top."""
    return re.findall(r"<h3><a[^>]*>([^<]+)</a>", page)


def next_of(page: str) -> str:
    found = re.search(r'href="(\?after=[^"]+)"', page)
    return f"/account{found[1]}" if found else ""


@pytest.fixture
def ananya(client: Client) -> Client:
    signed_in(client)
    return client


@pytest.mark.parametrize(
    "address",
    ["/account", "/account/returns", "/account/orders/TB-X", "/account/orders/TB-X/cancel"],
)
def test_a_guest_is_led_to_the_sign_in_and_back(client: Client, address: str) -> None:
    reply = client.get(address)
    assert reply.status_code == 302
    assert reply["Location"].startswith("/account/sign-in")


def test_somebody_who_never_ordered_is_told_where_to_begin(ananya: Client) -> None:
    page = page_of(ananya)
    assert "No orders yet" in page
    assert 'href="/equipment"' in page


def test_the_list_is_newest_first_with_the_words_of_the_orders_own_page(ananya: Client) -> None:
    first, second = own(), own()
    moving.move(second, Status.CONFIRMED, by="x", text="Paid.")
    page = page_of(ananya)
    assert numbers_on(page) == [second.order_id, first.order_id]
    for order, words in ((first, "Waiting for your payment"), (second, "next in line")):
        assert words in page
        assert words in page_of(ananya, f"/account/orders/{order.order_id}")


def test_an_order_that_is_not_paid_leads_to_paying(ananya: Client) -> None:
    order = own()
    assert f'href="/checkout/pay/{order.order_id}"' in page_of(ananya)
    moving.move(order, Status.CONFIRMED, by="x", text="Paid.")
    assert f'href="/checkout/pay/{order.order_id}"' not in page_of(ananya)


def test_an_order_placed_without_signing_in_is_there(client: Client) -> None:
    order = own()
    signed_in(client)
    assert numbers_on(page_of(client)) == [order.order_id]


def test_only_the_shoppers_own_orders_are_listed(ananya: Client) -> None:
    an_order()
    assert numbers_on(page_of(ananya)) == []


def test_a_thousand_orders_are_paged_without_a_gap_or_a_double(ananya: Client) -> None:
    many(1000)
    many(3, "somebody@example.com")
    seen: list[str] = []
    cursor, pages = "", 0
    while pages == 0 or cursor:
        found = history_of(ANANYA, cursor, size=90)
        seen += [order.order_id for order in found.orders]
        cursor, pages = found.next, pages + 1
    assert (len(seen), len(set(seen)), pages) == (1000, 1000, 12)
    assert all(order.customer_id == ANANYA for order in history_of(ANANYA).orders)


def test_the_link_to_older_orders_goes_on_where_the_page_ends(ananya: Client) -> None:
    many(25)
    page, seen = page_of(ananya), list[str]()
    for _ in range(3):
        seen += numbers_on(page)
        page = page_of(ananya, next_of(page)) if next_of(page) else page
    assert len(seen) == len(set(seen)) == 25
    assert not next_of(page)


def test_the_page_of_a_thousand_orders_costs_as_little_as_that_of_ten(ananya: Client) -> None:
    many(30)
    shelf.shelf()
    with counted() as asked:
        page_of(ananya)
    assert dict(asked) == {"GetItem": 1, "Query": 1}


def test_the_parcels_of_a_whole_page_are_one_read(ananya: Client) -> None:
    for _ in range(3):
        send(own())
    with counted() as asked:
        page = page_of(ananya)
    assert dict(asked) == {"GetItem": 1, "Query": 1, "BatchGetItem": 1}
    assert page.count("Packed, waiting for the courier") == 3


@pytest.mark.parametrize("cursor", ["x", "W10:1wJ:abc", "", "'; drop"])
def test_a_cursor_that_is_not_ours_is_refused_in_words(ananya: Client, cursor: str) -> None:
    reply = ananya.get("/account", {"after": cursor})
    assert reply.status_code == (422 if cursor else 200)


def test_a_cursor_of_another_persons_list_is_refused() -> None:
    many(12, "somebody@example.com")
    theirs = history_of("somebody@example.com").next
    assert theirs
    with pytest.raises(BadCursor):
        history_of(ANANYA, theirs)


def test_a_cursor_carries_no_address_of_a_person(ananya: Client) -> None:
    many(12)
    assert "ananya" not in next_of(page_of(ananya)).lower()
    plain = signed_text(next_of(page_of(ananya)))
    assert "ananya" not in plain


def signed_text(address: str) -> str:
    raw = address.partition("after=")[2].replace("%3A", ":").partition(":")[0]
    return urlsafe_b64decode(raw + "=" * (-len(raw) % 4)).decode()


@pytest.mark.parametrize("verb", ["", "/cancel"])
def test_another_persons_order_is_a_404_like_any_unknown_id(ananya: Client, verb: str) -> None:
    theirs = an_order()
    for order_id in (theirs.order_id, "TB-NOSUCHORDER", "%23attention", "x" * 3000):
        assert ananya.get(f"/account/orders/{order_id}{verb}").status_code == 404
        assert ananya.post(f"/account/orders/{order_id}/again").status_code == 404


def test_the_orders_page_shows_all_of_the_address_and_the_tax(ananya: Client) -> None:
    order = own()
    page = page_of(ananya, f"/account/orders/{order.order_id}")
    for said in ("22, 3rd Cross, 4th Block", "98450 12345", "includes GST", "What happened"):
        assert said in page
    assert "no-store" in ananya.get(f"/account/orders/{order.order_id}")["Cache-Control"]


def test_an_order_of_the_earlier_system_is_listed_and_opens(ananya: Client) -> None:
    Order(
        "order_NkZ8Jq1aB2cD3e",
        ANANYA,
        status=Status.CONFIRMED,
        lines=[Line(old_id="17", name="Tenergy 05", quantity=2, price=5499_50)],
        total_amount=10999_00,
        razorpay_payment_id="pay_NkZ9AbCdEfGhIj",
        payment_status="captured",
        created_at=clock.now(),
    ).save()
    assert numbers_on(page_of(ananya)) == ["order_NkZ8Jq1aB2cD3e"]
    page = page_of(ananya, "/account/orders/order_NkZ8Jq1aB2cD3e")
    assert "₹10,999.00" in page
    assert "Delivery" not in re.findall(r"<dt>([^<]*)</dt>", page)


def test_an_unpaid_order_of_the_earlier_system_is_shown_and_not_sold_at_its_old_price(
    ananya: Client,
) -> None:
    Order(
        "order_Unpaid",
        ANANYA,
        status=Status.PENDING,
        lines=[Line(old_id="17", name="Tenergy 05", quantity=1, price=99_00)],
        total_amount=99_00,
        razorpay_order_id="order_Unpaid",
        shipping_address={"city": "Pune"},
        created_at=clock.now(),
    ).save()
    page = page_of(ananya, "/account/orders/order_Unpaid")
    assert "order them anew" in page
    assert "None" not in page
    assert "/checkout/pay/" not in page + page_of(ananya)
    assert ananya.get("/checkout/pay/order_Unpaid").status_code == 409


def again(client: Client, order: Order) -> str:
    """Press "Buy again"; the cart that follows."""
    reply = client.post(f"/account/orders/{order.order_id}/again", follow=True)
    assert reply.redirect_chain == [("/cart", 302)]
    return reply.content.decode()


def in_cart(client: Client) -> dict[str, int]:
    request = client.get("/cart").wsgi_request
    return cart_of(request).quantities()


def test_buying_again_fills_the_cart_once_however_often_it_is_pressed(ananya: Client) -> None:
    sku = a_product(stock=9).product_id
    order = own(wanted={sku: 2})
    for _ in range(2):
        page = again(ananya, order)
    assert in_cart(ananya) == {sku: 2}
    assert "1 line of your order in the cart." in page


def change(sku: str, **fields: Any) -> None:
    (row,) = Product.query(sku)
    row.update(actions=[getattr(Product, name).set(value) for name, value in fields.items()])
    shelf.forget()


def test_what_is_gone_short_or_dearer_is_said_by_name(ananya: Client) -> None:
    gone, sold_out, short, dearer = (a_product(stock=9).product_id for _ in range(4))
    order = own(wanted={gone: 1, sold_out: 1, short: 3, dearer: 1})
    change(gone, is_active=False)
    change(sold_out, stock=0)
    change(short, stock=2)
    change(dearer, price=700_00)
    page = again(ananya, order)
    assert in_cart(ananya) == {short: 2, dearer: 1}
    names = [line.name for line in order.lines]
    assert f"Sold out or no longer on sale: {names[0]}; {names[1]}." in page
    assert f"Fewer left than you bought then: {names[2]}, 2 instead of 3." in page
    assert f"The price has changed since then: {names[3]}, ₹500 then and ₹700 now." in page


def test_the_cart_is_not_overfilled_and_the_words_stay_few(ananya: Client) -> None:
    wanted = {a_product().product_id: 1 for _ in range(40)}
    order = own(wanted=wanted)
    ananya.post("/cart/add", {"sku": a_product().product_id})
    page = again(ananya, order)
    assert len(in_cart(ananya)) == 40
    assert "The cart holds no more different items, so without: " in page
    for sku in wanted:
        change(sku, is_active=False)
    assert f"; and {40 - MOST_NAMED} more." in again(ananya, order)


def test_lines_of_the_earlier_system_are_found_by_their_product(ananya: Client) -> None:
    sku = a_product(product_id="17").product_id
    order = Order(
        "order_Old",
        ANANYA,
        status=Status.DELIVERED,
        lines=[Line(old_id="17", name="Tenergy 05", quantity=1, price=500_00)],
        total_amount=500_00,
        created_at=clock.now(),
    )
    order.save()
    again(ananya, order)
    assert in_cart(ananya) == {sku: 1}


def test_returns_are_listed_by_order_and_nobody_elses(ananya: Client) -> None:
    own()
    back = a_delivered_order(buyer=a_buyer(customer_id=ANANYA))
    asked(back)
    asked(a_delivered_order())
    page = page_of(ananya, "/account/returns")
    assert numbers_on(page) == [back.order_id]
    assert "Asked for; we look at it" in page


def test_without_returns_the_page_says_how_one_begins(ananya: Client) -> None:
    assert "open its order and press “Return”" in page_of(ananya, "/account/returns")


@pytest.mark.parametrize("order_id", ["", "x" * 3000, "#attention"])
def test_what_can_be_no_order_id_is_not_even_asked_for(order_id: str) -> None:
    with counted() as asked, pytest.raises(OrderNotFound):
        own_order(order_id, ANANYA)
    assert not asked
