"""From the cart to Razorpay's window, as a browser goes."""

import re
from typing import Any

import pytest
from django.test import Client

from catalog import shelf
from catalog.models import Product
from orders.links import token_of
from orders.models import Order
from payments.sandbox.process import RunningSandbox
from payments.services.checking import check_order
from payments.services.working import one_pass
from tests.factories import a_product, stock_of

FIELDS = {
    "phone": "98450 12345",
    "email": " Ananya@Example.com",
    "name": "Ananya Rao",
    "pincode": "411 038",
    "city": "Pune",
    "state": "Maharashtra",
    "line1": "22, 3rd Cross",
    "line2": "Kothrud",
}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def the_form(client: Client, **given: str) -> dict[str, str]:
    """A filled-in checkout form, as the page was drawn."""
    page = client.get("/checkout").content.decode()
    drawn = {name: hidden(page, name) for name in ("attempt", "total")}
    return FIELDS | drawn | given


def fill(client: Client, sku: str, quantity: str = "1") -> None:
    client.post("/cart/add", {"sku": sku, "quantity": quantity})


def orders() -> list[Order]:
    return [row for row in Order.scan() if not row.order_id.startswith("#")]


def place(client: Client) -> Any:
    return client.post("/checkout", the_form(client))


def test_checkout_places_the_order_and_leads_to_paying(
    client: Client, razorpay: RunningSandbox
) -> None:
    sku = a_product(price=2500_00).product_id
    fill(client, sku, "2")
    reply = place(client)
    (order,) = orders()
    assert (reply.status_code, reply["Location"]) == (302, f"/checkout/pay/{order.order_id}")
    assert (order.customer_id, order.customer_phone) == ("ananya@example.com", "+919845012345")
    page = client.get(reply["Location"]).content.decode()
    assert f'data-order="{order.razorpay_order_id}"' in page
    assert 'data-amount="500000"' in page


def test_the_same_page_sent_twice_is_one_order(client: Client, razorpay: RunningSandbox) -> None:
    fill(client, a_product().product_id)
    form = the_form(client)
    first, second = client.post("/checkout", form), client.post("/checkout", form)
    assert first["Location"] == second["Location"]
    assert len(orders()) == 1
    assert len(razorpay.ledger()["orders"]) == 1


def test_the_same_page_sent_again_after_a_price_rise_leads_to_the_order_that_stands(
    client: Client, razorpay: RunningSandbox
) -> None:
    sheet = a_product(price=2500_00)
    fill(client, sheet.product_id)
    form = the_form(client)
    first = client.post("/checkout", form)
    sheet.update(actions=[Product.price.set(2600_00)])
    shelf.announce([sheet.product_id])
    assert client.post("/checkout", form)["Location"] == first["Location"]


def test_money_that_the_bank_has_agreed_to_cannot_be_given_up(
    client: Client, razorpay: RunningSandbox
) -> None:
    fill(client, a_product().product_id)
    pay = place(client)["Location"]
    (order,) = orders()
    razorpay.control("pay", order_id=order.razorpay_order_id, outcome="authorize")
    check_order(order)
    page = client.post(f"{pay}/give-up", follow=True).content.decode()
    assert "We are checking your payment" in page
    assert orders()[0].status == "pending"


def test_the_same_page_with_another_e_mail_is_told_and_orders_nothing_more(
    client: Client, razorpay: RunningSandbox
) -> None:
    fill(client, a_product().product_id)
    form = the_form(client)
    client.post("/checkout", form)
    reply = client.post("/checkout", form | {"email": "other@example.com"})
    assert reply.status_code == 422
    assert "was already placed from this page" in reply.content.decode()
    assert len(orders()) == 1


def test_a_total_that_changed_is_told_with_the_new_one(client: Client) -> None:
    sheet = a_product(price=2500_00)
    fill(client, sheet.product_id)
    form = the_form(client)
    sheet.update(actions=[Product.price.set(2600_00)])
    shelf.announce([sheet.product_id])
    reply = client.post("/checkout", form)
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "it was ₹2,500.00, now it is ₹2,600.00" in page
    assert hidden(page, "total") == "260000"
    assert orders() == []


def test_the_last_one_going_to_somebody_else_is_told_by_name(client: Client) -> None:
    sheet = a_product(name="Rakza 7", stock=1)
    fill(client, sheet.product_id)
    form = the_form(client)
    sheet.update(actions=[Product.stock.set(0)])
    reply = client.post("/checkout", form)
    assert reply.status_code == 422
    assert "“Rakza 7” has just been sold out" in reply.content.decode()


WRONG = [
    ("pincode", "41103", "six digits"),
    ("pincode", "041103", "six digits"),
    ("email", "ananya@", "e-mail"),
    ("phone", "12345", "number"),
    ("name", "", "the name"),
    ("name", "Asha 😀 Rao", "without emoji"),
    ("line1", "22, near the 🏓 hall", "without emoji"),
    ("name", "...", "name"),
    ("name", "x" * 10_000, "60"),
    ("city", "123", "city"),
    ("state", "Atlantis", "choice"),
    ("line1", "\u202e\u202e\u202e", "house"),
    ("line1", "\u200d" * 6, "house"),
    ("line1", "a" * 10_000, "80"),
]


@pytest.mark.parametrize(("field", "text", "says"), WRONG, ids=lambda value: str(value)[:12])
def test_a_wrong_field_is_said_and_all_input_is_kept(
    client: Client, field: str, text: str, says: str
) -> None:
    fill(client, a_product().product_id)
    reply = client.post("/checkout", the_form(client, **{field: text}))
    page = reply.content.decode()
    error = re.search(rf'id="id_{field}_error">([^<]*)<', page)
    assert reply.status_code == 422
    assert error
    assert says.lower() in error[1].lower()
    assert 'value="Ananya Rao"' in page or field == "name"
    assert orders() == []


def test_a_total_that_is_no_number_orders_nothing(client: Client) -> None:
    fill(client, a_product().product_id)
    for total in ("", "-1", "abc", "9" * 40):
        assert client.post("/checkout", the_form(client, total=total)).status_code == 422
    assert orders() == []


def test_a_forged_attempt_gets_a_new_page(client: Client) -> None:
    fill(client, a_product().product_id)
    reply = client.post("/checkout", the_form(client, attempt="TB-AAAAAAAAAA"))
    assert reply.status_code == 422
    assert "This page was open for long" in reply.content.decode()


def test_somebody_elses_order_is_a_404_like_any_unknown_one(
    client: Client, razorpay: RunningSandbox
) -> None:
    fill(client, a_product().product_id)
    place(client)
    (order,) = orders()
    stranger = Client()
    for order_id in (order.order_id, "TB-0000000000", "#attention", "x" * 3000):
        for address in (
            f"/checkout/pay/{order_id}",
            f"/order-success?orderId={order_id}&paymentId=p",
        ):
            assert stranger.get(address.replace("#", "%23")).status_code == 404
    key = f"/order-success?orderId={order.order_id}&key="
    assert stranger.get(f"{key}TB-0000000000~x").status_code == 404


def test_razorpay_away_keeps_the_order_and_says_so(
    client: Client, razorpay: RunningSandbox
) -> None:
    fill(client, a_product().product_id)
    razorpay.control("faults", path="/razorpay/v1/orders", kind="500", times=3)
    reply = place(client)
    page = client.get(reply["Location"])
    assert page.status_code == 503
    assert "Your order is safe" in page.content.decode()
    assert client.get(reply["Location"]).status_code == 503
    assert client.get(reply["Location"]).status_code == 200


def test_giving_up_frees_the_goods_and_keeps_the_cart(
    client: Client, razorpay: RunningSandbox
) -> None:
    sku = a_product(stock=5).product_id
    fill(client, sku)
    pay = place(client)["Location"]
    assert client.post(f"{pay}/give-up").status_code == 302
    assert stock_of(sku) == 5
    assert "1 line, 1 item" in client.get("/cart").content.decode()
    assert client.get(pay).status_code == 410


def test_after_paying_the_cart_is_emptied_once(client: Client, razorpay: RunningSandbox) -> None:
    sku = a_product(stock=5).product_id
    fill(client, sku)
    place(client)
    (order,) = orders()
    razorpay.control("pay", order_id=order.razorpay_order_id, outcome="success")
    check_order(order)
    thanks = f"/order-success?orderId={order.order_id}&paymentId=pay_x"
    said = client.get(thanks).content.decode()
    assert "It is ordered." in said
    assert "Cart, empty" in said  # the top knows already what this answer does to the cart
    assert "Your cart is empty" in client.get("/cart").content.decode()
    fill(client, sku)
    assert "Cart, 1 item" in client.get(thanks).content.decode()
    assert "1 line, 1 item" in client.get("/cart").content.decode()


def test_only_the_pay_page_may_load_razorpays_script(
    client: Client, razorpay: RunningSandbox
) -> None:
    fill(client, a_product().product_id)
    pay = place(client)["Location"]
    assert "127.0.0.1:9" in client.get(pay)["Content-Security-Policy"]
    for address in ("/", "/cart", "/equipment"):
        assert "127.0.0.1:9" not in client.get(address)["Content-Security-Policy"]


def test_the_tracking_link_shows_no_street_and_opens_only_with_its_token(
    client: Client, razorpay: RunningSandbox
) -> None:
    fill(client, a_product().product_id)
    place(client)
    (order,) = orders()
    page = Client().get(f"/track/{token_of(order.order_id)}").content.decode()
    assert order.order_id in page
    assert "22, 3rd Cross" not in page
    assert "ananya@example.com" not in page
    for token in (order.order_id, f"{order.order_id}~x", "x"):
        assert Client().get(f"/track/{token}").status_code == 404


def test_one_pass_of_the_worker_mails_the_confirmation_once(
    client: Client, razorpay: RunningSandbox, mailoutbox: list[Any]
) -> None:
    fill(client, a_product().product_id)
    place(client)
    (order,) = orders()
    razorpay.control("pay", order_id=order.razorpay_order_id, outcome="success")
    check_order(order)
    one_pass()
    assert one_pass().changed == 0
    (mail,) = mailoutbox
    assert order.order_id in mail.subject
    assert "/track/" in mail.body
