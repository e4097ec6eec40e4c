"""An order that one of us takes by telephone: one press is one order, and its link is paid like
any order."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from time_machine import travel

from catalog import shelf
from catalog.models import Product
from config import clock
from customers.models import Customer
from orders.links import token_of
from orders.models import Order
from orders.rules import PHONE_HOLD
from orders.services import mailing
from orders.staff.stuck import stuck
from payments.sandbox.process import RunningSandbox
from payments.services import ordering
from payments.services.checking import check_order
from payments.services.working import one_pass
from tests.factories import a_product, an_order, stock_of
from tests.invariants import assert_invariants
from tests.payments.couriers import PUNE, nobody_goes_to, they_go_to
from tests.payments.desk import fresh
from tests.payments.test_checkout import FIELDS, hidden, orders
from tests.staff import a_browser, member_of

DESK = "/staff/payments/phone-order/"
SHOWN = ("attempt", "total", "total_cod", "promised", "promised_cod")


@pytest.fixture
def sku() -> str:
    """A sheet of ₹500 in Pune's reach."""
    they_go_to(PUNE)
    return a_product(stock=5).product_id


def look(browser: Client, **given: Any) -> str:
    answer = browser.post(DESK, FIELDS | {"act": "look"} | given)
    assert answer.status_code == 200
    return answer.content.decode()


def the_form(browser: Client, sku: str, **given: Any) -> dict[str, Any]:
    """The page filled in and looked over, ready for the last press."""
    attempt = hidden(browser.get(DESK).content.decode(), "attempt")
    goods = {"sku": [sku], "quantity": ["2"], "attempt": attempt}
    page = look(browser, **goods)
    drawn = {name: hidden(page, name) for name in SHOWN}
    return FIELDS | goods | drawn | {"act": "place", "way": "now"} | given


def take(browser: Client, sku: str, **given: Any) -> Order:
    answer = browser.post(DESK, the_form(browser, sku, **given))
    (order,) = orders()
    assert answer["Location"] == f"/staff/orders/{order.order_id}/"
    return order


def pay(razorpay: RunningSandbox, order: Order) -> None:
    opened = fresh(order).razorpay_order_id
    razorpay.control("pay", order_id=opened, outcome="success")
    check_order(fresh(order))


def test_an_order_to_be_paid_is_held_for_a_day_and_its_link_is_mailed(
    sku: str, razorpay: RunningSandbox
) -> None:
    order = take(a_browser("support", name="Meera Joshi"), sku)
    assert (order.status, order.customer_id) == ("pending", "ananya@example.com")
    assert order.hold_expires_at == order.created_at + PHONE_HOLD
    assert (order.timeline or [])[0].by == "Meera Joshi"
    assert "taken by phone. 2 pieces set aside for 24 hours" in (order.timeline or [])[0].text
    (letter,) = mail.outbox
    assert letter.to == ["ananya@example.com"]
    assert f"/track/{token_of(order.order_id)}/pay" in str(letter.body)
    assert stock_of(sku) == 3
    pay(razorpay, order)
    assert fresh(order).status == "confirmed"
    assert_invariants(received={sku: 5})


def test_pressed_twice_it_is_one_order_with_one_mail(sku: str, razorpay: RunningSandbox) -> None:
    browser = a_browser("manager")
    form = the_form(browser, sku)
    first, second = browser.post(DESK, form), browser.post(DESK, form)
    assert first["Location"] == second["Location"]
    assert (len(orders()), len(mail.outbox), stock_of(sku)) == (1, 1, 3)
    assert len(razorpay.ledger()["orders"]) == 1
    assert "nothing was ordered twice" in browser.get(second["Location"]).content.decode()


def test_pressed_for_the_link_and_then_for_cash_it_is_still_one_order(
    sku: str, razorpay: RunningSandbox
) -> None:
    browser = a_browser("manager")
    form = the_form(browser, sku)
    first, second = browser.post(DESK, form), browser.post(DESK, form | {"way": "cod"})
    assert first["Location"] == second["Location"]
    assert (len(orders()), stock_of(sku)) == (1, 3)


def test_an_order_for_cash_goes_to_those_to_pack(sku: str) -> None:
    order = take(a_browser("owner"), sku, way="cod")
    assert (order.status, order.payment_method, order.hold_expires_at) == ("confirmed", "cod", None)
    assert (order.mails, order.razorpay_order_id) == ({}, None)
    assert (order.timeline or [])[0].text.startswith("Order taken by phone. The courier collects")


def test_a_price_that_changed_between_is_said_before_anything_is_ordered(sku: str) -> None:
    browser = a_browser("manager")
    form = the_form(browser, sku)
    (row,) = Product.query(sku)
    row.update(actions=[Product.price.set(600_00)])
    shelf.announce([sku])
    answer = browser.post(DESK, form)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "now it is ₹1,279.00" in text
    assert (hidden(text, "total"), orders()) == ("127900", [])
    agreed = form | {"total": hidden(text, "total"), "attempt": hidden(text, "attempt")}
    assert browser.post(DESK, agreed).status_code == 302


def test_what_is_out_of_stock_by_now_is_named_and_nothing_is_taken(sku: str) -> None:
    browser = a_browser("manager")
    form = the_form(browser, sku)
    an_order(wanted={sku: 4})
    answer = browser.post(DESK, form)
    assert answer.status_code == 422
    assert "left" in answer.content.decode()
    assert (len(orders()), stock_of(sku)) == (1, 1)


def test_nothing_is_ordered_without_goods_or_with_a_wrong_address(sku: str) -> None:
    browser = a_browser("manager")
    form = the_form(browser, sku)
    empty = {name: text for name, text in form.items() if name not in ("sku", "quantity")}
    for wrong in (empty, form | {"pincode": "12"}, form | {"attempt": "TB-0000000000"}):
        assert browser.post(DESK, wrong).status_code == 422
    assert orders() == []


def test_where_nobody_goes_or_collects_nothing_is_ordered(sku: str) -> None:
    browser = a_browser("manager")
    form = the_form(browser, sku)
    they_go_to(PUNE, cod=False)
    no_cash = browser.post(DESK, form | {"way": "cod"})
    nobody_goes_to(PUNE)
    not_there = browser.post(DESK, form)
    assert (no_cash.status_code, not_there.status_code, orders()) == (422, 422, [])


def test_the_hold_ends_after_a_day_and_not_before(sku: str, razorpay: RunningSandbox) -> None:
    order = take(a_browser("manager"), sku)
    for later, status, left in ((23, "pending", 3), (24.1, "cancelled", 5)):
        with travel(clock.now() + timedelta(hours=later), tick=False):
            one_pass()
        assert (fresh(order).status, stock_of(sku)) == (status, left)
    assert_invariants(received={sku: 5})


def test_money_that_came_unheard_keeps_the_order_when_its_hold_ends(
    sku: str, razorpay: RunningSandbox
) -> None:
    order = take(a_browser("manager"), sku)
    razorpay.control("pay", order_id=fresh(order).razorpay_order_id, outcome="success")
    with travel(clock.now() + PHONE_HOLD + timedelta(minutes=1), tick=False):
        one_pass()
    assert fresh(order).status == "confirmed"


def test_money_that_comes_late_revives_the_order(sku: str, razorpay: RunningSandbox) -> None:
    order = take(a_browser("manager"), sku)
    with travel(clock.now() + PHONE_HOLD + timedelta(minutes=1), tick=False):
        one_pass()
    assert fresh(order).status == "cancelled"
    pay(razorpay, order)
    assert (fresh(order).status, stock_of(sku)) == ("confirmed", 3)
    assert_invariants(received={sku: 5})


def test_while_razorpay_is_silent_the_order_stands_and_its_page_opens_it_later(
    client: Client, sku: str, razorpay: RunningSandbox
) -> None:
    razorpay.control("faults", path="/razorpay/v1/orders", kind="drop", times=5)
    order = take(a_browser("manager"), sku)
    assert order.razorpay_order_id is None
    razorpay.control("faults/clear")
    page = client.get(f"/track/{token_of(order.order_id)}/pay").content.decode()
    assert f'data-order="{fresh(order).razorpay_order_id}"' in page


def test_a_mail_that_could_not_go_is_sent_by_the_worker_but_not_once_it_is_paid(
    sku: str, razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(mailing, "send_now", lambda *_, **__: False)
        order = take(a_browser("manager"), sku)
    assert mail.outbox == []
    one_pass()
    assert [letter.subject for letter in mail.outbox] == [
        f"Please pay for your order {order.order_id}"
    ]
    order.update(actions=[Order.mails["to_pay"].set(f"owed {clock.to_text(clock.now())}")])
    pay(razorpay, order)
    one_pass()
    assert [letter.subject for letter in mail.outbox][1:] == [
        f"Your order {order.order_id} is confirmed"
    ]


def test_a_known_customer_is_found_by_telephone_with_the_address_they_use(
    sku: str, razorpay: RunningSandbox
) -> None:
    browser = a_browser("manager")
    pay(razorpay, take(browser, sku))
    page = browser.post(DESK, {"who": "98450 12345", "act": "look"}).content.decode()
    for name, text in (("email", "ananya@example.com"), ("line1", "22, 3rd Cross")):
        assert re.search(rf'name="{name}" value="{text}"', page)
    named = browser.get(f"{DESK}?customer=ananya@example.com").content.decode()
    assert re.search(r'name="pincode" value="411038"', named)


def test_one_of_several_with_the_same_telephone_is_chosen() -> None:
    for email in ("a@example.in", "b@example.in"):
        Customer(email, email, name=email[0], phone="+919845012345").save()
    browser = a_browser("manager")
    page = browser.post(DESK, {"who": "9845012345"}).content.decode()
    assert 'value="person:a@example.in"' in page
    assert 'value="person:b@example.in"' in page
    chosen = browser.post(DESK, {"act": "person:b@example.in"}).content.decode()
    assert re.search(r'name="email" value="b@example.in"', chosen)
    for odd in ("", "nobody", "#throttle/x", "c@example.in"):
        gone = browser.post(DESK, {"act": f"person:{odd}"})
        assert "not there any more" in gone.content.decode()


def test_goods_are_added_by_sku_or_words_changed_and_taken_off(sku: str) -> None:
    browser = a_browser("manager")
    assert f'name="sku" value="{sku}"' in look(browser, find=sku)
    assert f'value="add:{sku}"' in look(browser, find="butterfly")
    twice = look(browser, act=f"add:{sku}", sku=[sku], quantity=["1"])
    assert re.search(r'name="quantity"[^>]*value="2"', twice)
    gone = look(browser, act=f"drop:{sku}", sku=[sku], quantity=["1"])
    odd = look(browser, sku=[sku, "no-such"], quantity=["1e9", "1"])
    assert f'name="sku" value="{sku}"' not in gone
    assert "no-such is not on sale any more" in odd


def test_without_an_e_mail_the_link_is_sent_by_hand_and_the_order_is_a_guests(
    client: Client, sku: str, razorpay: RunningSandbox
) -> None:
    browser = a_browser("support")
    order = take(browser, sku, email="")
    assert (order.customer_id, order.customer_email, order.mails) == ("guest", "", {})
    page = browser.get(f"/staff/orders/{order.order_id}/").content.decode()
    assert "it was not mailed" in page
    link = f"/track/{token_of(order.order_id)}"
    assert f"{link}/pay" in page
    assert str(fresh(order).razorpay_order_id) in client.get(f"{link}/pay").content.decode()
    pay(razorpay, order)
    one_pass()
    assert (fresh(order).status, mail.outbox, list(Customer.query("guest"))) == (
        "confirmed",
        [],
        [],
    )
    page = browser.get(f"/staff/orders/{order.order_id}/").content.decode()
    assert "No e-mail is known" in page
    assert f'value="{settings.SITE_URL}{link}"' in page
    assert not [late for late in stuck(member_of(browser)) if order.order_id in str(late)]
    assert_invariants(received={sku: 5})


def test_cash_by_phone_is_counted_for_the_number_as_at_the_checkout(
    sku: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "MOST_TO_A_PHONE", 1)
    browser = a_browser("manager")
    form = the_form(browser, sku, way="cod", email="")
    for _ in range(2):  # pressed twice it counts once
        assert browser.post(DESK, form).status_code == 302
    no = browser.post(DESK, the_form(browser, sku, way="cod"))
    assert (no.status_code, len(orders()), stock_of(sku)) == (422, 1, 3)
    assert "within a day" in no.content.decode()
    assert browser.post(DESK, the_form(browser, sku)).status_code == 302  # by link it may be more


def test_a_packer_takes_no_orders() -> None:
    assert a_browser("packer").get(DESK).status_code == 403
    assert a_browser("packer").post(DESK, {"act": "place"}).status_code == 403
