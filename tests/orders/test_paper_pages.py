"""Who may open the papers of an order, and what opens."""

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client

from orders import queries
from orders.credit_rules import ALL
from orders.links import token_of
from orders.models import Order
from orders.services.crediting import credit
from orders.services.invoicing import invoice_for
from tests.customers.shoppers import signed_in
from tests.orders.bills import a_sold_order
from tests.staff import a_browser


def a_billed_order() -> Order:
    order = a_sold_order()
    invoice_for(order.order_id)
    return queries.order(order.order_id)


def addresses(order: Order) -> list[str]:
    """The bill from the account, the bill from the tracking page, a credit note."""
    note = credit(order.order_id, key="r1", wanted=ALL)
    assert note is not None
    account = f"/account/orders/{order.order_id}"
    return [
        f"{account}/bill.pdf",
        f"/track/{token_of(order.order_id)}/bill.pdf",
        f"{account}/credit-note/{note.number.replace('/', '-')}.pdf",
    ]


def who_placed(order: Order) -> Client:
    """The browser in which the order was placed."""
    client = Client()
    placed = signing.dumps({order.order_id: True}, salt="placed")
    client.cookies[settings.PLACED_COOKIE_NAME] = placed
    return client


def its_owner(order: Order) -> Client:
    client = Client()
    signed_in(client, order.customer_id)
    return client


@pytest.mark.parametrize("who", [who_placed, its_owner])
def test_the_owner_and_the_browser_that_ordered_open_every_paper(who: type) -> None:
    order = a_billed_order()
    client = who(order)
    for address in addresses(order):
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), address
        assert answer.content.startswith(b"%PDF-")
        assert "no-store" in answer["Cache-Control"]


def test_the_file_is_called_by_its_number() -> None:
    order = a_billed_order()
    answer = its_owner(order).get(addresses(order)[0])
    number = (order.invoice_number or "").replace("/", "-")
    assert answer["Content-Disposition"] == f'inline; filename="{number}.pdf"'


def test_a_stranger_is_asked_to_sign_in_even_with_the_link(client: Client) -> None:
    for address in addresses(a_billed_order()):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/sign-in?next=")


def test_somebody_else_finds_nothing_there(client: Client) -> None:
    order = a_billed_order()
    signed_in(client, "mallory@example.com")
    for address in addresses(order):
        assert client.get(address).status_code == 404


def test_a_forged_link_leads_nowhere(client: Client) -> None:
    token = token_of(a_billed_order().order_id)
    assert client.get(f"/track/{token}x/bill.pdf").status_code == 404


def test_before_there_is_a_bill_the_page_says_when() -> None:
    order = a_sold_order()
    answer = its_owner(order).get(f"/account/orders/{order.order_id}/bill.pdf")
    assert answer.status_code == 404
    assert "is made when its goods leave" in answer.content.decode()
    assert queries.order(order.order_id).invoice is None


@pytest.mark.parametrize("number", ["TB-CN2627-99999", "x", "-"])
def test_an_unknown_credit_note_is_not_found(number: str) -> None:
    order = a_billed_order()
    address = f"/account/orders/{order.order_id}/credit-note/{number}.pdf"
    assert its_owner(order).get(address).status_code == 404


def test_the_account_page_names_the_papers() -> None:
    order = a_billed_order()
    bill, _, note = addresses(order)
    page = its_owner(order).get(f"/account/orders/{order.order_id}").content.decode()
    assert f'href="{bill}"' in page
    assert f'href="{note}"' in page
    assert order.invoice_number is not None
    assert f"Bill {order.invoice_number}" in page


def test_the_tracking_page_leads_to_the_bill_once_there_is_one(client: Client) -> None:
    order = a_sold_order()
    page = f"/track/{token_of(order.order_id)}"
    assert "bill.pdf" not in client.get(page).content.decode()
    invoice_for(order.order_id)
    assert f'href="{page}/bill.pdf"' in client.get(page).content.decode()


def test_staff_make_the_bill_and_print_it() -> None:
    order, packer = a_sold_order(), a_browser("packer")
    page = f"/staff/orders/{order.order_id}/"
    assert "Make and print the bill" in packer.get(page).content.decode()
    answer = packer.post(f"{page}bill/", follow=True)
    assert answer.content.startswith(b"%PDF-")
    assert queries.order(order.order_id).invoice_number
    shown = packer.get(page).content.decode()
    assert f'href="{page}bill.pdf"' in shown
    assert "Make and print the bill" not in shown


def test_staff_open_a_credit_note() -> None:
    order = a_billed_order()
    name = addresses(order)[2].rsplit("/", 1)[1]
    answer = a_browser("support").get(f"/staff/orders/{order.order_id}/credit-note/{name}")
    assert answer.content.startswith(b"%PDF-")


def test_support_sees_the_bill_but_makes_none() -> None:
    order, support = a_sold_order(), a_browser("support")
    page = f"/staff/orders/{order.order_id}/"
    assert "Make and print the bill" not in support.get(page).content.decode()
    assert support.post(f"{page}bill/").status_code == 403
    assert queries.order(order.order_id).invoice is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"status": "cancelled"}, "was cancelled before a bill was made"),
        ({"status": "pending"}, "is not paid yet"),
    ],
)
def test_what_has_no_bill_says_why(given: dict[str, str], words: str) -> None:
    order, packer = a_sold_order(**given), a_browser("packer")
    page = packer.post(f"/staff/orders/{order.order_id}/bill/", follow=True)
    assert words in page.content.decode()


def test_staff_are_told_where_there_is_no_bill_yet() -> None:
    order = a_sold_order()
    answer = a_browser("packer").get(f"/staff/orders/{order.order_id}/bill.pdf")
    assert answer.status_code == 404
