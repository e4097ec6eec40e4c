"""The staff's one search box: straight to the one thing, by key or index, and only what the role
may see."""

import re
from typing import Any

import pytest
from django.test import Client

from config import clock
from customers.models import Customer
from orders.models import Order
from orders.paper_marks import PaperMark
from orders.return_parts import Return
from payments.models import Payment
from payments.rules import UNKNOWN_ORDER
from payments.sandbox.process import RunningSandbox
from payments.staff.search_views import EVERY
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from tests.calls import counted
from tests.customers.test_complaints import a_complaint
from tests.factories import a_buyer, a_product, an_opened_order, an_order
from tests.payments.desk import a_sold_order, the_payment
from tests.staff import a_browser

SEARCH = "/staff/search/"


def find(words: str, role: str = "manager", browser: Client | None = None) -> Any:
    return (browser or a_browser(role)).get(SEARCH, {"q": words})


def leads_to(words: str, role: str = "manager") -> str:
    answer = find(words, role)
    return str(answer["Location"]) if answer.status_code == 302 else answer.content.decode()


def page_of(order: Order) -> str:
    return f"/staff/orders/{order.order_id}/"


def a_parcel(order: Order, awb: str) -> None:
    Shipment(
        f"{order.order_id}-1",
        order.order_id,
        status=ShipmentStatus.IN_TRANSIT,
        tracking_number=awb,
        shiprocket_order_id="786512309",
        created_at=clock.now(),
    ).save()


def test_an_order_is_found_by_its_number_however_it_is_typed() -> None:
    order = an_order()
    number = order.order_id
    for typed in (number, f" {number} ", number.lower(), number.removeprefix("TB-").lower()):
        assert leads_to(typed, "packer") == page_of(order)


def test_every_id_of_a_payment_leads_to_its_order(razorpay: RunningSandbox) -> None:
    order = a_sold_order(razorpay)
    payment = the_payment(order)
    razorpay.control(f"payments/{payment.payment_id}/refund", amount=100_00)
    (refund,) = razorpay.ledger()["refunds"]
    for words in (payment.payment_id, payment.razorpay_order_id or "", refund["id"]):
        assert leads_to(words, "support") == f"{page_of(order)}#money"
    assert "Nothing found" in leads_to("rfnd_0000000000")


def test_while_razorpay_is_silent_a_refunds_id_is_said_to_be_unasked(
    razorpay: RunningSandbox,
) -> None:
    razorpay.control("faults", path="/razorpay/v1/refunds/*", kind="502", times=1)
    page = leads_to("rfnd_0000000000")
    assert "does not answer just now" in page
    assert "Refunds are looked up at Razorpay" in page


def test_money_without_an_order_leads_to_the_payments_page() -> None:
    Payment("pay_Unknown0001", UNKNOWN_ORDER, amount=500_00, status="captured").save()
    assert leads_to("pay_Unknown0001") == "/staff/payments/pay_Unknown0001/"


def test_a_parcel_is_found_by_its_awb_and_by_shiprockets_number() -> None:
    order = an_order()
    a_parcel(order, "SR1490881234567")
    for words in ("SR1490881234567", "sr1490881234567", "786512309", f"{order.order_id}-1"):
        assert leads_to(words, "packer") == page_of(order)


def test_a_person_is_found_by_e_mail_and_telephone() -> None:
    Customer("asha@example.in", "asha@example.in", phone="+919845012345", name="Asha").save()
    an_order(buyer=a_buyer(customer_id="asha@example.in"))
    for words in ("Asha@example.in", "098450 12345", "+91 98450-12345"):
        assert leads_to(words, "packer") == "/staff/customers/asha@example.in/"


def test_everybody_with_one_telephone_is_found_however_it_was_kept() -> None:
    kept = {"a@example.in": "9845012345", "b@example.in": "+919845012345"}
    for email, phone in kept.items():
        Customer(email, email, phone=phone).save()
    page = leads_to("98450 12345")
    assert all(f"/staff/customers/{email}/" in page for email in kept)


def test_somebody_who_never_paid_is_found_by_their_order() -> None:
    order = an_order(buyer=a_buyer(customer_id="new@example.in"))
    assert leads_to("new@example.in") == page_of(order)


def test_a_paper_and_a_return_lead_to_their_order() -> None:
    order = an_order()
    PaperMark(
        "#invoice/TB/2627/000123",
        "#",
        order_id=order.order_id,
        at=clock.now(),
        place_of_supply="27",
        is_inter_state=False,
        rows=[],
    ).save()
    back = Return(status="asked", pieces={"0": 1}, reason="fits_not", asked_at=clock.now())
    order.update(actions=[Order.returns.set({"R1": back})])
    assert leads_to("tb/2627/000123") == page_of(order)
    assert leads_to(f"{order.order_id} R1") == f"{page_of(order)}returns/R1/"
    assert "Nothing found" in leads_to(f"{order.order_id} R2")


def test_a_complaint_is_found_by_those_who_answer_it() -> None:
    ticket = a_complaint().ticket
    assert leads_to(ticket.lower(), "support") == f"/staff/customers/complaints/{ticket}/"
    assert "Nothing found" in leads_to(ticket, "packer")


def test_goods_are_found_by_sku_and_by_words() -> None:
    blade = a_product(product_id="viscaria", name="Viscaria", variants={"BTY-VIS-FL": {}})
    a_product(name="Viscaria Light")
    a_product(product_id="old-bat", name="Old bat", is_active=False)
    address = f"/staff/products/{blade.product_id}/"
    assert leads_to("bty-vis-fl", "packer") == address
    assert leads_to("old-bat", "packer") == "/staff/products/old-bat/"
    page = leads_to("butterfly visc")
    assert page.count("data-open") == 2


def test_what_a_role_may_not_see_it_does_not_find(razorpay: RunningSandbox) -> None:
    payment = the_payment(a_sold_order(razorpay))
    assert "Nothing found" in leads_to(payment.payment_id, "packer")
    assert payment.order_id not in leads_to(payment.payment_id, "packer")


ODD = ("", " ", "#attention", "#unmatched", "a" * 5000, "\x00", "../..", "TB-", "%", "पुणे", "🏓")


@pytest.mark.parametrize("words", ODD, ids=ascii)
def test_odd_words_find_nothing_and_break_nothing(words: str) -> None:
    answer = find(words)
    assert answer.status_code == 200
    assert "data-open" not in answer.content.decode()


@pytest.mark.parametrize(
    "words", ["9845012345", "TB-7K2M9QX4RD", "ASHA@EXAMPLE.IN", "butterfly", "786512309012"]
)
def test_a_search_asks_the_tables_a_bounded_number_of_things(words: str) -> None:
    for n in range(3):
        order = an_opened_order(buyer=a_buyer(customer_id=f"b{n}@example.in"))
        a_parcel(order, f"AWB00000{n}")
    a_browser().get("/staff/keys/")
    with counted() as asked:
        for finder in EVERY:
            finder.find(words)
    assert asked["Scan"] == 0
    assert asked.total() <= 8


def test_the_box_is_on_every_page_and_keeps_what_was_typed() -> None:
    page = find("nothing such").content.decode()
    assert re.search(r'<input type="search" name="q"[^>]*value="nothing such"', page)
    assert 'action="/staff/search/"' in a_browser("packer").get("/staff/keys/").content.decode()
