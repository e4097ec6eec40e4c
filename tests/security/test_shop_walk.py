"""A walk through every address of the shop that is not the staff's: by nobody, by its owner, by
another customer; without a token; with fields that are not a form's own; with hostile text."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from catalog import shelf
from customers.services import address_book
from orders.links import token_of
from orders.models import Order
from payments.services.taking import take_payment
from payments.services.working import one_pass
from payments.services.writing import Source
from tests.customers.shoppers import ANANYA, signed_in
from tests.factories import ADDRESS, a_buyer, a_product, an_opened_order, news_of
from tests.payments.forgetting_me import a_delivered_order, everything
from tests.security.addresses import shop_pages
from tests.staff import a_browser
from tests.staff_pages import Form, FormsOn, guarded_pages
from tests.test_staff_walk import FOREIGN

# For machines: signed, or open to anybody, and tried in tests/faults/test_bad_input.py.
MACHINES = {"payment/callback", "payment/webhook", "payment/create-order", "vitals"}
MACHINES |= {"shipping/tracking/webhook"}
PERSONAL = ("account", "checkout/pay")
FORM = "application/x-www-form-urlencoded"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}{% debug %}"
RAW = ("<script>alert(1)", "<img src=x", "onerror=alert(1)>{{")


@pytest.fixture
def known() -> dict[str, str]:
    """What is there of Ananya's, by its name in addresses."""
    order = a_delivered_order(ANANYA)
    signed_in(Client())
    written = address_book.Written("Ananya Rao", "+919845012345", ADDRESS)
    return {
        "order_id": order.order_id,
        "address_id": address_book.keep(ANANYA, written),
        "product_id": order.lines[0].product_id or "",
        "number": "R1",
        "token": token_of(order.order_id),
    }


def status_of(browser: Client, address: str, method: str) -> int:
    answer = browser.get(address) if method == "get" else browser.post(address, "", FORM)
    answer.close()  # a copy of one's data comes as a file
    return answer.status_code


@pytest.mark.parametrize("method", ["get", "post"])
def test_e1_what_is_anothers_is_answered_as_what_is_not_there(
    known: dict[str, str], method: str
) -> None:
    owner, other, nobody = Client(), Client(), Client()
    signed_in(owner)
    signed_in(other, "vikram@example.in")
    before, seen = everything(), 0
    for page in shop_pages():
        if page.pattern.startswith(PERSONAL) and page.converters:
            there, nowhere = page.address(known), page.address()
            for stranger in (other, nobody):
                said = status_of(stranger, there, method)
                assert said == status_of(stranger, nowhere, method), page.pattern
                assert said in {302, 404, 405}, page.pattern
            seen += status_of(owner, there, "get") == 200
    assert seen > 2  # or nothing was tried
    assert everything() == before


def test_e2_no_form_of_the_shop_is_taken_from_elsewhere(known: dict[str, str]) -> None:
    browser = Client(enforce_csrf_checks=True)
    signed_in(browser)
    browser.get("/checkout")
    before, fields = everything(), {"sku": known["product_id"], "quantity": "1"}
    for page in shop_pages():
        if page.pattern in MACHINES:
            continue
        for token in ({}, {"csrfmiddlewaretoken": "x" * 64}):
            for told in (
                {},
                {"Origin": "https://evil.example"},
                {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
                {"Sec-Fetch-Site": "same-site", "Origin": "null"},
            ):
                sent = urlencode(fields | token)
                answer = browser.post(page.address(known), sent, FORM, headers=told)
                assert answer.status_code in {403, 405}, (page.pattern, told)
    assert everything() == before


def test_e2_a_look_at_the_shop_changes_nothing(known: dict[str, str]) -> None:
    browser = Client()
    signed_in(browser)
    before = everything()
    for page in shop_pages():
        assert browser.get(page.address(known)).status_code < 500, page.pattern
    assert everything() == before


def forms_of(browser: Client, known: dict[str, str]) -> dict[str, Form]:
    """Each form that a shopper sees, once."""
    found: dict[str, Form] = {}
    for page in shop_pages():
        address = page.address(known)
        answer = browser.get(address)
        if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
            for form in FormsOn(address, answer.content.decode()).forms:
                found.setdefault(form.action, form)
    return found


def test_e16_a_shopper_writes_nothing_but_the_forms_own_fields(known: dict[str, str]) -> None:
    browser = Client()
    signed_in(browser)
    shelf.refresh()
    forms = forms_of(browser, known)
    ends = [action for action in forms if "sign-out" in action or "/end" in action]
    for action, form in sorted(forms.items(), key=lambda each: each[0] in ends):
        own = {name for name in form.fields if name in FOREIGN}
        foreign = {name: text for name, text in FOREIGN.items() if name not in own}
        answer = browser.post(action, urlencode(foreign | form.fields), FORM)
        answer.close()
        assert answer.status_code < 500 or answer.status_code == 503, action
    assert len(forms) > 8
    written = [text for text in everything().values() if "mass-assigned" in text or "31337" in text]
    assert not written


def a_hostile_order() -> Order:
    """Older systems took anything, so no form's rule is relied on here."""
    address = ADDRESS | dict.fromkeys(("addressLine1", "addressLine2", "city"), HOSTILE)
    product = a_product(name=f"Sheet {HOSTILE}")
    buyer = a_buyer(customer_id=ANANYA, name=HOSTILE, address=address)
    order = an_opened_order(wanted={product.product_id: 1}, buyer=buyer)
    take_payment(news_of(order), source=Source(by="Razorpay"))
    return order


def test_e9_what_a_shopper_wrote_is_text_on_every_page_and_mail(mailoutbox: list[Any]) -> None:
    order = a_hostile_order()
    customer = signed_in(shopper := Client(), name=HOSTILE)
    complaint = {"name": HOSTILE, "email": ANANYA, "about": "goods", "words": HOSTILE}
    shopper.post("/contact", complaint | {"order_id": order.order_id})
    one_pass()
    known = {"order_id": order.order_id, "token": token_of(order.order_id)}
    known |= {"customer_id": customer.customer_id}
    looked = 0
    for browser, walked in ((shopper, shop_pages()), (a_browser("owner"), guarded_pages())):
        for page in walked:
            answer = browser.get(page.address(known))
            if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
                text = answer.content.decode()
                assert not [raw for raw in RAW if raw in text], page.pattern
                looked += "&lt;script&gt;alert(1)" in text
    assert looked > 4
    for mail in mailoutbox:
        assert "\n" not in mail.subject
        assert not [raw for raw in RAW if raw in str(mail.alternatives[0].content)]


def test_e9_hostile_addresses_are_404_or_text(client: Client) -> None:
    for page in shop_pages():
        for name in page.converters:
            answer = client.get(page.address({name: "%3Cscript%3Ealert(1)%3C%2Fscript%3E"}))
            assert answer.status_code < 500
            assert "<script>alert(1)" not in answer.content.decode(), page.pattern
    for query in ("q", "brand", "category", "sku", "pincode", "orderId", "next", "sort"):
        for address in ("/equipment", "/account/sign-in", "/shipping/promise", "/order-success"):
            answer = client.get(address, {query: HOSTILE})
            assert answer.status_code < 500
            assert not [raw for raw in RAW if raw in answer.content.decode()], (address, query)
