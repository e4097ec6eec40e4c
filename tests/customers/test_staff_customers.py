"""The staff's pages of customers: found by e-mail and telephone, their orders and what they come
to, notes that are kept once, and signing out a lost phone."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from config import clock
from config.errors import Unavailable
from customers import queries
from customers.models import Customer, Note
from customers.services import customer_notes
from customers.services.customer_notes import MOST_NOTES, add_note
from customers.services.exporting import about_person
from orders.models import Order
from orders.rules import Status
from orders.staff import customer_queries
from orders.staff.customer_queries import worth_of
from tests.calls import counted
from tests.customers.shoppers import signed_in
from tests.factories import a_buyer, an_order
from tests.staff import a_browser

WHO = "o'asha+bat@example.in"
PAGE = f"/staff/customers/{WHO}/"
LIST = "/staff/customers/"
COMPLAINTS = "/staff/customers/complaints/"


def a_customer(who: str = WHO, **given: str) -> Customer:
    fields: dict[str, Any] = {"name": "Asha Rao", "phone": "+919845012345"}
    Customer(who, who, created_at=clock.now(), **fields | given).save()
    return queries.customer(who)


def sold(status: Status = Status.DELIVERED, paid: str = "captured") -> Order:
    order = an_order(buyer=a_buyer(customer_id=WHO))
    order.update([Order.status.set(status), Order.payment_status.set(paid)])
    return order


def test_a_customer_is_found_by_e_mail_and_telephone_and_nobody_by_name() -> None:
    a_customer()
    browser = a_browser("packer")
    for words in (WHO.upper(), "098450 12345"):
        answer = browser.get(LIST, {"q": words})
        assert answer.status_code == 302
        page = browser.get(answer["Location"]).content.decode()
        assert "Asha Rao" in page
    for words in ("Asha Rao", "x@example.in", "#team", "\0", "a" * 999):
        assert "data-open" not in browser.get(LIST, {"q": words}).content.decode()


def test_who_is_unknown_is_a_404_that_says_where_to_look() -> None:
    browser = a_browser()
    for who in ("nobody@example.in", "guest", "%23team", "x" * 3000, "a%00b"):
        answer = browser.get(f"/staff/customers/{who}/")
        assert answer.status_code == 404, who
        assert "Nobody found" in answer.content.decode(), who
        assert "\0" not in answer.content.decode()
        assert browser.post(f"/staff/customers/{who}/notes/", {"text": "a"}).status_code == 404
    page = browser.get("/staff/customers/nobody@example.in/").content.decode()
    assert "/staff/search/?q=nobody%40example.in" in page


def test_the_menu_lights_one_entry_for_customers_and_one_for_complaints() -> None:
    a_customer()
    browser = a_browser()
    for page, name in ((LIST, "Customers"), (PAGE, "Customers"), (COMPLAINTS, "Complaints")):
        menu = browser.get(page).content.decode().split('id="menu"')[1].split("</nav>")[0]
        assert menu.count("nav-link active") == 1
        assert name in menu.split("nav-link active")[1].split("</a>")[0]


def test_an_order_leads_to_its_customer_where_there_is_one() -> None:
    order = sold()
    page = f"/staff/orders/{order.order_id}/"
    link = f'href="{escape(reverse("staff:customers:customers:customer", args=[WHO]))}"'
    browser = a_browser()
    assert link not in browser.get(page).content.decode()
    a_customer()
    assert link in browser.get(page).content.decode()


def test_the_list_shows_who_ordered_lately_once() -> None:
    sold(Status.CONFIRMED)
    sold()
    page = a_browser().get(LIST).content.decode()
    assert page.count("data-open") == 1


def test_what_a_customer_is_worth_counts_what_was_paid_and_went_back() -> None:
    a_customer()
    kept, back, open_one = sold(), sold(paid="refunded"), sold(Status.PENDING, "created")
    worth = worth_of(WHO)
    assert (worth.orders, worth.paid) == (3, kept.total_amount + back.total_amount)
    assert (worth.given_back, worth.is_all) == (back.total_amount, True)
    page = a_browser().get(PAGE).content.decode()
    assert all(each.order_id[:-4] in page for each in (kept, back, open_one))


def test_the_page_reads_a_bounded_number_of_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    a_customer()
    monkeypatch.setattr(customer_queries, "PAGE", 2)
    monkeypatch.setattr(customer_queries, "MOST_SUMMED", 2)
    for _ in range(3):
        sold()
    browser = a_browser()
    with counted() as asked:
        page = browser.get(PAGE).content.decode()
    assert (page.count("data-open"), asked["Scan"], asked["Query"] <= 9) == (2, 0, True)
    assert "the newest 2 orders" in page
    after = page.split('href="?after=')[1].split('"')[0]
    assert browser.get(f"{PAGE}?after={after}").content.decode().count("data-open") == 1
    assert browser.get(f"{PAGE}?after=mine").status_code == 422


def test_a_note_stands_there_once_with_its_writer_and_in_no_copy_of_the_data() -> None:
    a_customer()
    browser = a_browser("support", name="Imran Shaikh")
    for _ in range(2):
        answer = browser.post(f"{PAGE}notes/", {"text": "State <b>coach</b>."})
        assert answer.status_code == 302
    assert [each.text for each in queries.customer(WHO).notes or []] == ["State <b>coach</b>."]
    page = browser.get(PAGE).content.decode()
    assert "State &lt;b&gt;coach&lt;/b&gt;." in page
    assert "Imran Shaikh, " in page
    assert "coach" not in str(about_person(WHO))


def test_a_note_that_says_nothing_or_is_one_too_many_comes_back_with_why() -> None:
    customer = a_customer()
    browser = a_browser()
    for text in ("", "\u200e", "x" * 501):
        assert browser.post(f"{PAGE}notes/", {"text": text}).status_code == 422
    full = [Note(at=clock.now(), by="Meera", text=f"{n}") for n in range(MOST_NOTES)]
    customer.update([Customer.notes.set(full)])
    answer = browser.post(f"{PAGE}notes/", {"text": "More."})
    assert (answer.status_code, "keeps 50 notes" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_note_written_meanwhile_is_not_lost(
    monkeypatch: pytest.MonkeyPatch, is_first: bool
) -> None:
    a_customer()
    if not is_first:
        add_note(WHO, "Before.", by="Meera")
    as_ever = customer_notes._as_read

    def late(customer: Customer) -> object:
        monkeypatch.setattr(customer_notes, "_as_read", as_ever)
        add_note(WHO, "The other.", by="Imran")
        return as_ever(customer)

    monkeypatch.setattr(customer_notes, "_as_read", late)
    add_note(WHO, "Mine.", by="Meera")
    texts = [each.text for each in queries.customer(WHO).notes or []]
    assert texts[-2:] == ["The other.", "Mine."]


def test_a_note_does_not_bring_back_who_was_erased_meanwhile() -> None:
    customer = a_customer()
    customer.delete()
    with pytest.raises(Unavailable):
        customer_notes._add(customer, "Late.", by="Meera")
    assert not list(Customer.batch_get([(WHO, WHO)]))


def test_a_packer_looks_and_changes_nothing() -> None:
    a_customer()
    packer = a_browser("packer")
    page = packer.get(PAGE).content.decode()
    assert not [
        words for words in ("Save note", "Sign out everywhere", "New order") if words in page
    ]
    for noun in ("notes", "signed-out"):
        assert packer.post(f"{PAGE}{noun}/", {"text": "Mine."}).status_code == 403


def test_signing_out_ends_the_shoppers_sign_in() -> None:
    shopper = Client()
    signed_in(shopper)
    assert shopper.get("/account").status_code == 200
    who = next(each.customer_id for each in Customer.scan() if each.sessions)
    browser = a_browser("support")
    for _ in range(2):
        assert browser.post(f"/staff/customers/{who}/signed-out/").status_code == 302
    assert shopper.get("/account").status_code == 302
