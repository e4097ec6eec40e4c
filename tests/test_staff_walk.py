"""A walk through every address under /staff/ by nobody, by a shopper and by each role: exactly the
table of rights. No page changes anything when it is only looked at, none takes a form without its
token, and none writes a field that is not its own."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import resolve

from customers.models import Customer
from customers.rules import RIGHTS, Role
from customers.services import roster
from payments.services.taking import take_payment
from payments.services.writing import Source
from tests.customers.shoppers import signed_in
from tests.customers.test_complaints import a_complaint
from tests.factories import a_buyer, a_product, an_opened_order, news_of
from tests.payments.forgetting_me import everything
from tests.staff import a_browser, a_colleague
from tests.staff_pages import Form, FormsOn, Page, guarded_pages

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

METHODS = ("get", "post")
SHOPPER = "ananya@example.in"
# What forms of other systems have been made to write, under names that ours might know.
FOREIGN = {
    **dict.fromkeys(("price", "originalPrice", "total", "totalAmount", "amountRefunded"), "31337"),
    **dict.fromkeys(("total_amount", "stock", "fee", "version", "hits", "good_until"), "31337"),
    **dict.fromkeys(("status", "paymentStatus", "customerId", "customer_id"), "mass-assigned"),
    **dict.fromkeys(("passwordHash", "password_hash", "totpSecret", "email"), "mass-assigned"),
    **dict.fromkeys(("is_staff", "rights", "disabledAt", "sellerId", "by"), "mass-assigned"),
    "role": "owner",
    "isActive": "",
}


@pytest.fixture
def known() -> dict[str, str]:
    """Ids of things that are there, by their name in addresses."""
    product = a_product(variants={"RED-20": {"stock": 5, "options": {"Colour": "Red"}}})
    order = an_opened_order(wanted={"RED-20": 1}, buyer=a_buyer(customer_id=SHOPPER))
    payment = news_of(order)
    take_payment(payment, source=Source(by="Razorpay"))
    return {
        "product_id": product.product_id,
        "order_id": order.order_id,
        "payment_id": payment.id,
        "customer_id": SHOPPER,
        "ticket": a_complaint().ticket,
        "member_id": roster.member_id_of(a_colleague("packer", name="Rohit").customer_id),
        "month": "2026-11",
    }


def all_but_the_line() -> list[str]:
    """Everything but our own sign-in at Shiprocket, which a page that asks it may renew, and the
    log, which tells who took a list away as a file."""
    own = ("#token", "#log/")
    return [text for key, text in everything().items() if not any(name in key for name in own)]


def asks_to_sign_in(answer: "Answer") -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/staff/sign-in/")


def ask(client: Client, method: str, address: str) -> "Answer":
    asked: Callable[[str], Answer] = getattr(client, method)
    return asked(address)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("role", [None, *Role])
def test_e1_each_role_gets_in_where_its_rights_lead_and_nowhere_else(
    role: Role | None, method: str
) -> None:
    browser = a_browser(role.value) if role else Client()
    if role is None:
        signed_in(browser)  # a shopper's sign-in opens nothing here
    for page in guarded_pages():
        answer = ask(browser, method, page.address())
        if role is None:
            assert asks_to_sign_in(answer), page
        elif role in RIGHTS[page.right or ""]:
            assert answer.status_code not in {401, 403}, page
            assert not asks_to_sign_in(answer), page
            assert answer.status_code < 500 or answer.status_code == 503, page
        else:
            assert answer.status_code == 403, page
            assert "Your role does not include this" in answer.content.decode(), page


def test_e1_what_is_not_there_is_a_404_to_who_may_look() -> None:
    browser = a_browser("owner")
    for page in guarded_pages():
        if page.converters:
            assert ask(browser, "get", page.address()).status_code in {404, 405}, page


def test_e1_nobody_learns_what_is_there_from_a_no(known: dict[str, str]) -> None:
    for role in ("packer", "support"):
        browser = a_browser(role)
        for page in guarded_pages():
            if page.converters and role not in RIGHTS[page.right or ""]:
                told = [told_by(browser, page, ids) for ids in (known, {})]
                assert told[0] == told[1], page


def told_by(browser: Client, page: Page, ids: dict[str, str]) -> str:
    """The whole answer, without what is in the address, and what is another at each request."""
    address = page.address(ids)
    text = browser.get(address).content.decode().replace(address, "")
    for each in (*ids.values(), "nowhere", "999"):
        text = text.replace(each, "")
    return re.sub(r'value="\w{64}"|<dd>.*?</dd>|<b>\w{16}</b>', "", text)


def test_e2_no_form_is_taken_without_its_token(known: dict[str, str]) -> None:
    browser = a_browser("owner", enforce_csrf_checks=True)
    browser.get("/staff/")
    before = everything()
    for page in guarded_pages():
        for token in ({}, {"csrfmiddlewaretoken": "x" * 64}):
            answer = browser.post(page.address(known), token)
            assert answer.status_code == 403, page
            assert "open for too long" in answer.content.decode(), page
    assert everything() == before


def test_e2_a_look_changes_nothing_and_an_act_is_no_link(known: dict[str, str]) -> None:
    browser = a_browser("owner")
    before = all_but_the_line()
    for page in guarded_pages():
        answer = browser.get(page.address(known))
        assert answer.status_code in {200, 302, 404, 405, 503}, page
    assert all_but_the_line() == before


def forms_on_all_pages(browser: Client, known: dict[str, str]) -> dict[str, Form]:
    """Every form that is seen there, once, by where it leads; its own fields are filled in."""
    found: dict[str, Form] = {}
    for page in guarded_pages():
        address = page.address(known)
        answer = browser.get(address)
        if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
            for form in FormsOn(address, answer.content.decode()).forms:
                found.setdefault(form.action, form)
    del found["/staff/sign-out/"]
    return found


def test_e2_every_form_carries_its_token(known: dict[str, str]) -> None:
    forms = forms_on_all_pages(a_browser("owner"), known)
    bare = {action for action, form in forms.items() if not form.has_token}
    assert not [action for action in bare if not from_where(action)]


def from_where(action: str) -> bool:
    """Whether its view asks where a form stood: of a page that is the same for everybody."""
    return getattr(resolve(action.partition("?")[0]).func, "is_from_our_pages", False)


def test_e16_a_field_that_is_not_the_forms_own_is_written_nowhere(known: dict[str, str]) -> None:
    browser = a_browser("owner")
    forms = forms_on_all_pages(browser, known)
    owners = owners_now()
    for action, form in forms.items():
        answer = browser.post(action, FOREIGN | form.fields)
        assert answer.status_code < 500 or answer.status_code == 503, action
    assert len(forms) > 12
    assert owners_now() == owners
    written = [text for text in everything().values() if "mass-assigned" in text or "31337" in text]
    assert not written


def owners_now() -> set[str]:
    """Who rules, and that nothing of the scene was turned off by a field of another form."""
    return {person.customer_id for person in Customer.scan() if person.role == "owner"}
