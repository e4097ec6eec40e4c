"""The checkout of somebody who is signed in: an address is chosen, not typed."""

import re
from typing import Any

import pytest
from django.test import Client

from config import clock
from config.dynamo import transaction
from customers.models import Address, Customer
from customers.services import address_book as book
from customers.services.address_book import Written
from customers.services.keeping import remember
from orders.links import token_of
from orders.models import Order
from orders.rules import Status
from payments.sandbox.process import RunningSandbox
from tests.calls import counted
from tests.customers.shoppers import ANANYA, signed_in
from tests.factories import a_buyer, a_product, an_order
from tests.payments.couriers import PUNE, nobody_goes_to, they_go_to
from tests.payments.test_checkout import FIELDS, fill, hidden, orders

BANGALORE = "560034"
HOME = {"addressLine1": "22, 3rd Cross", "city": "Pune", "state": "Maharashtra", "pincode": PUNE}
OFFICE = {
    "addressLine1": "9, Sarjapur Road",
    "addressLine2": "Bellandur",
    "city": "Bengaluru",
    "state": "Karnataka",
    "pincode": BANGALORE,
}
TYPED = {name: text for name, text in FIELDS.items() if name != "email"}
GSTIN = "27AAPFU0939F1ZV"


def keep(place: dict[str, str], name: str = "Ananya Rao") -> str:
    return book.keep(ANANYA, Written(name, "+919845012345", place))


def a_guest_bought(place: dict[str, str]) -> None:
    with transaction() as tx:
        person = {"customer_id": ANANYA, "name": "Somebody", "phone": "+919000000001"}
        remember(tx, **person, address=place, now=clock.now())


@pytest.fixture
def shopper(client: Client) -> Client:
    """Ananya, signed in, with one thing in the cart and nothing kept."""
    signed_in(client, phone="+919876543210")
    fill(client, a_product().product_id)
    return client


def page_of(client: Client, address: str = "/checkout") -> str:
    reply = client.get(address)
    assert reply.status_code == 200
    return reply.content.decode()


def send(client: Client, **given: str) -> Any:
    """The form of the page as it is drawn, with these fields."""
    page = page_of(client)
    drawn = {name: hidden(page, name) for name in ("attempt", "total", "promised")}
    return client.post("/checkout", drawn | given)


def ticked(page: str) -> str:
    found = re.search(r'name="address" value="([^"]*)" checked', page)
    return found[1] if found else ""


def test_the_default_address_is_ticked_and_its_days_are_told(shopper: Client) -> None:
    they_go_to(PUNE)
    first = keep(HOME)
    keep(OFFICE)
    page = page_of(shopper)
    assert ticked(page) == first
    assert "Arrives " in page
    assert page.count('name="address"') == 3


def test_an_address_that_a_guest_ordered_to_is_not_ticked(shopper: Client) -> None:
    they_go_to(PUNE)
    a_guest_bought(OFFICE)
    page = page_of(shopper)
    assert "9, Sarjapur Road" in page
    assert ticked(page) == "new"


def test_what_a_shopper_typed_is_kept_and_ticked_the_next_time(
    shopper: Client, razorpay: RunningSandbox
) -> None:
    they_go_to(PUNE)
    a_guest_bought(OFFICE)
    assert send(shopper, **TYPED, address="new").status_code == 302
    (mine,) = [each for each in book.book_of(ANANYA) if each.is_default]
    assert mine.address_line1 == TYPED["line1"]
    assert ticked(page_of(shopper)) == mine.address_id


def test_a_full_address_book_costs_no_order(
    shopper: Client, razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    they_go_to(PUNE)
    monkeypatch.setattr(book, "MOST_ADDRESSES", 0)
    assert send(shopper, **TYPED).status_code == 302
    assert (len(orders()), book.book_of(ANANYA)) == (1, [])


def test_an_order_goes_to_the_address_that_was_chosen(
    shopper: Client, razorpay: RunningSandbox
) -> None:
    keep(HOME)
    office = keep(OFFICE, name="Ananya at work")
    assert send(shopper, address=office).status_code == 302
    (order,) = orders()
    assert (order.customer_id, order.customer_name) == (ANANYA, "Ananya at work")
    assert order.shipping_address == OFFICE


@pytest.mark.parametrize("act", ["GET", "POST"])
def test_promise_and_cash_follow_the_chosen_address(shopper: Client, act: str) -> None:
    they_go_to(PUNE)
    they_go_to(BANGALORE, cod=False)
    keep(HOME)
    office = keep(OFFICE)
    assert 'value="cod" disabled' not in page_of(shopper)
    if act == "GET":
        page = page_of(shopper, f"/checkout?address={office}")
    else:
        page = send(shopper, address=office, act="pincode").content.decode()
    assert ticked(page) == office
    assert 'value="cod" disabled' in page
    assert orders() == []


def test_with_nothing_kept_the_fields_are_there_with_name_and_telephone(
    shopper: Client, razorpay: RunningSandbox
) -> None:
    page = page_of(shopper)
    assert 'name="address"' not in page
    assert 'name="email"' not in page
    assert ANANYA in page
    assert 'value="98765 43210"' in page
    assert 'value="Ananya Rao"' in page
    assert send(shopper, **TYPED).status_code == 302
    (order,) = orders()
    assert (order.customer_id, order.customer_phone) == (ANANYA, "+919845012345")


def test_twenty_kept_addresses_are_all_offered(shopper: Client) -> None:
    kept = [keep(HOME | {"addressLine1": f"{house}, Road"}) for house in range(20)]
    page = page_of(shopper)
    assert all(f'value="{address_id}"' in page for address_id in kept)


def test_another_address_may_be_typed_and_is_not_overwritten_by_the_kept_one(
    shopper: Client, razorpay: RunningSandbox
) -> None:
    keep(OFFICE)
    assert send(shopper, address="new", **TYPED).status_code == 302
    (order,) = orders()
    assert (order.shipping_address or {})["addressLine1"] == TYPED["line1"]


def test_what_was_typed_stays_while_a_kept_address_is_looked_at(shopper: Client) -> None:
    keep(HOME)
    page = send(
        shopper, address=keep(OFFICE), act="pincode", line1="7, Law College Road", pincode="682036"
    ).content.decode()
    assert 'value="7, Law College Road"' in page
    assert 'name="pincode" value="682036"' in page


def test_the_address_of_a_stranger_is_not_sent_to_nor_shown(shopper: Client) -> None:
    Customer("s@example.com", "s@example.com").save()
    theirs = book.keep("s@example.com", Written("S", "+919845012345", OFFICE))
    keep(HOME)
    reply = send(shopper, address=theirs)
    assert (reply.status_code, orders()) == (422, [])
    assert "not in your book" in reply.content.decode()
    assert "Sarjapur" not in reply.content.decode()
    assert "Sarjapur" not in page_of(shopper, f"/checkout?address={theirs}")


def test_an_address_that_was_removed_in_another_tab_is_not_replaced_in_silence(
    shopper: Client,
) -> None:
    keep(HOME)
    office = keep(OFFICE)
    book.remove(ANANYA, office)
    reply = send(shopper, address=office)
    assert (reply.status_code, orders()) == (422, [])


def test_the_email_is_that_of_the_sign_in_whatever_is_sent(
    shopper: Client, razorpay: RunningSandbox
) -> None:
    send(shopper, address=keep(HOME), email="other@example.com")
    (order,) = orders()
    assert (order.customer_id, order.customer_email) == (ANANYA, ANANYA)


def test_a_guest_cannot_send_to_a_kept_address(client: Client) -> None:
    signed_in(client)
    office = keep(OFFICE)
    client.cookies.clear()
    fill(client, a_product().product_id)
    reply = send(client, address=office, email=ANANYA)
    page = reply.content.decode()
    assert (reply.status_code, orders()) == (422, [])
    assert "You are signed out by now" in page
    assert "Sarjapur" not in page


def test_a_kept_address_that_cannot_be_used_says_what_is_wrong_with_it(shopper: Client) -> None:
    address_id = keep(HOME)
    Address(address_id).update(
        actions=[Address.pincode.set("41"), Address.city.set(""), Address.phone.set("1")]
    )
    reply = send(shopper, address=address_id)
    page = reply.content.decode()
    error = re.search(r'id="id_address_error">([^<]*)<', page)
    assert (reply.status_code, orders()) == (422, [])
    assert error
    for said in ("Pincode: A PIN code", "City: Write", "Mobile number:", "in your book"):
        assert said in error[1]
    assert 'href="#id_pincode"' not in page


def test_where_nobody_goes_is_said_of_the_kept_address(shopper: Client) -> None:
    nobody_goes_to(BANGALORE)
    reply = send(shopper, address=keep(OFFICE))
    error = re.search(r'id="id_address_error">([^<]*)<', reply.content.decode())
    assert (reply.status_code, orders()) == (422, [])
    assert error
    assert f"We do not deliver to {BANGALORE} yet." in error[1]


def test_who_insists_on_a_kept_state_knows_better_than_our_table(
    shopper: Client, razorpay: RunningSandbox
) -> None:
    address_id = keep(OFFICE | {"state": "Kerala"})
    page = send(shopper, address=address_id).content.decode()
    assert "is in Karnataka, and here stands Kerala" in page
    assert send(shopper, address=address_id, sure=hidden(page, "sure")).status_code == 302


def test_the_same_page_sent_twice_is_one_order(shopper: Client, razorpay: RunningSandbox) -> None:
    address_id = keep(HOME)
    page = page_of(shopper)
    drawn = {name: hidden(page, name) for name in ("attempt", "total", "promised")}
    first, second = (shopper.post("/checkout", drawn | {"address": address_id}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert len(orders()) == 1


def test_the_checkout_of_a_shopper_costs_three_reads(shopper: Client) -> None:
    they_go_to(PUNE)
    keep(HOME)
    page_of(shopper)
    with counted() as asked:
        page_of(shopper)
    assert asked["BatchGetItem"] == 1
    assert asked.total() <= 3


def test_a_guest_is_asked_for_no_account_and_may_sign_in(client: Client) -> None:
    fill(client, a_product().product_id)
    page = page_of(client)
    assert 'name="email"' in page
    assert 'href="/account/sign-in?next=/checkout"' in page
    assert "You need no account to order." in page


def test_a_business_gives_its_gstin_and_name_for_the_bill(
    shopper: Client, razorpay: RunningSandbox
) -> None:
    address_id = keep(HOME)
    send(shopper, address=address_id, gstin=f" {GSTIN.lower()}", company="Rao  Sports LLP")
    (order,) = orders()
    assert (order.buyer_gstin, order.buyer_company) == (GSTIN, "Rao Sports LLP")


@pytest.mark.parametrize(
    ("gstin", "company", "field"),
    [("27AAPFU0939F1ZX", "Rao", "gstin"), (GSTIN, "", "company"), ("", "Rao", "gstin")],
)
def test_a_gstin_that_is_wrong_or_half_given_is_refused_and_unfolded(
    shopper: Client, gstin: str, company: str, field: str
) -> None:
    reply = send(shopper, address=keep(HOME), gstin=gstin, company=company)
    page = reply.content.decode()
    assert (reply.status_code, orders()) == (422, [])
    assert f'id="id_{field}_error"' in page
    assert '<details class="fold" open>' in page


def test_who_gives_no_gstin_gets_an_order_without_one(
    shopper: Client, razorpay: RunningSandbox
) -> None:
    assert '<details class="fold">' in page_of(shopper)
    send(shopper, address=keep(HOME))
    (order,) = orders()
    assert (order.buyer_gstin, order.buyer_company) == (None, None)


def test_a_pending_order_may_be_paid_on_another_device_of_its_customer(
    client: Client, razorpay: RunningSandbox
) -> None:
    order = _placed(ANANYA)
    assert client.get(f"/checkout/pay/{order.order_id}").status_code == 404
    signed_in(client)
    assert client.get(f"/checkout/pay/{order.order_id}").status_code == 200
    signed_in(client, "somebody@example.com")
    assert client.get(f"/checkout/pay/{order.order_id}").status_code == 404


def test_after_an_order_the_account_is_offered_with_one_press(client: Client) -> None:
    order = _placed(ANANYA)
    order.update(actions=[Order.status.set(Status.CONFIRMED)])
    address = f"/order-success?orderId={order.order_id}&key={_key(order)}"
    page = client.get(address).content.decode()
    assert "Send me a code" in page
    assert f'name="email" value="{ANANYA}"' in page
    assert f'name="next" value="/account/orders/{order.order_id}"' in page
    signed_in(client)
    assert "Send me a code" not in client.get(address).content.decode()


def test_the_tracking_page_leads_to_the_account(client: Client) -> None:
    order = _placed(ANANYA)
    page = client.get(f"/track/{_key(order)}").content.decode()
    assert f'href="/account/orders/{order.order_id}"' in page


def _placed(customer_id: str) -> Order:
    return an_order(buyer=a_buyer(customer_id=customer_id))


def _key(order: Order) -> str:
    return token_of(order.order_id)
