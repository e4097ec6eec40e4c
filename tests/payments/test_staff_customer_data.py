"""Staff make a copy of a customer's data, and have a customer erased who asks them to."""

import re
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from config import clock
from config.acts import Act, key_of_day
from config.staff import ONCE_MORE
from customers.models import Customer
from customers.privacy_models import ErasuresUnderWay
from customers.services import erasing, erasure_mail
from orders.models import Order
from orders.rules import Status
from payments.models import Payment, Unmatched
from payments.rules import UNKNOWN_ORDER
from payments.services import privacy
from payments.staff import customer_data_views
from tests.calls import counted
from tests.customers.people import PASSWORD
from tests.payments.forgetting_me import (
    WHO,
    a_delivered_order,
    a_paid_order,
    left_of,
    the_worker,
)
from tests.payments.test_privacy_pages import unpacked
from tests.payments.test_today import sold
from tests.staff import a_browser, a_colleague, member_of

PAGE = f"/staff/customers/{WHO}/"
COPY, ERASURE, KEPT = f"{PAGE}copy/", f"{PAGE}erasure/", f"{PAGE}kept/"


def log() -> list[Act]:
    return list(Act.query(key_of_day(clock.now())))


def erases(browser: Client, typed: str = WHO) -> Any:
    return browser.post(ERASURE, {"email": typed})


def test_a_copy_is_a_file_for_those_with_the_right_who_are_sure_and_stands_in_the_log() -> None:
    order = a_delivered_order()
    a_delivered_order("rohit@example.in")
    unsure = a_browser("manager", is_sure=False).post(COPY)
    assert "password" in unsure.content.decode()
    assert a_browser("support").post(COPY).status_code == 403
    assert log() == []
    answer = a_browser("manager").post(COPY)
    assert "attachment" in answer["Content-Disposition"]
    assert WHO not in answer["Content-Disposition"]
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-store", "nosniff")
    said, _ = unpacked(answer)
    assert [each["orderId"] for each in said["orders"]] == [order.order_id]
    (line,) = log()
    assert line.what == "payments:customer-copy"
    assert "@" not in str(line.about)


def test_after_the_password_the_copy_is_taken_from_the_customers_page() -> None:
    a_delivered_order()
    browser = a_browser("owner", is_sure=False)
    who = member_of(browser).customer_id
    Customer(who, who).update(actions=[Customer.password_hash.set(make_password(PASSWORD))])
    assert re.search(r'action="[^"]+/copy/" data-once', browser.post(COPY).content.decode())
    assert browser.post(COPY, {ONCE_MORE: PASSWORD})["Location"] == PAGE
    assert log() == []
    page = browser.get(PAGE).content.decode()
    assert '<form id="customer-copy"' in page
    assert page.count('form="customer-copy"') == 1
    said, _ = unpacked(browser.post(COPY))
    assert said["orders"]
    assert [line.what for line in log()] == ["payments:customer-copy"]
    assert 'form="customer-copy"' not in browser.get(PAGE).content.decode()


def test_nobody_of_us_carries_the_whole_list_away(monkeypatch: pytest.MonkeyPatch) -> None:
    a_delivered_order()
    monkeypatch.setattr(customer_data_views, "MOST_COPIES", 1)
    browser = a_browser("owner")
    browser.post(COPY).close()
    assert browser.post(COPY).status_code == 429
    a_browser("owner").post(COPY).close()  # somebody else's count is their own


def test_erased_by_us_nothing_of_the_person_is_left_and_the_log_has_no_address(
    mailoutbox: list[Any],
) -> None:
    a_delivered_order()
    browser = a_browser("owner")
    page = browser.get(ERASURE).content.decode()
    assert "₹50,000 before tax" in page
    assert erases(browser)["Location"] == ERASURE
    assert erases(browser).status_code == 200  # it is under way, once
    assert "0 of 4 steps done" in browser.get(ERASURE).content.decode()
    the_worker()
    assert left_of() == []
    assert mailoutbox[-1].to == [WHO]
    assert {line.what for line in log()} == {"payments:customer-erasure"}
    assert "All done" in browser.get(ERASURE).content.decode()  # said to who may still ask by name
    assert browser.get(PAGE).status_code == 404
    assert erasing.under_way() == []
    a_delivered_order()  # who comes back as somebody new can be erased anew
    assert "This will" in browser.get(ERASURE).content.decode()


def test_the_page_of_an_erasure_says_how_far_it_is_when_the_person_is_gone_already(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_delivered_order()
    browser = a_browser("owner")
    erases(browser)

    def silent(*_: object, **__: object) -> bool:
        return False

    monkeypatch.setattr(erasure_mail, "is_sent", silent)
    the_worker()
    page = browser.get(ERASURE).content.decode()
    assert "3 of 4 steps done" in page
    assert not list(Customer.batch_get([(WHO, WHO)]))


def test_an_address_mistyped_or_an_unsure_hand_erases_nobody() -> None:
    a_delivered_order()
    unsure = a_browser("owner", is_sure=False)
    assert "password" in erases(unsure).content.decode()
    browser = a_browser("owner")
    for typed in ("", "rohit@example.in", "ERASE", "x" * 999):
        assert erases(browser, typed).status_code == 422
    assert erases(a_browser("support")).status_code == 403
    assert erasing.erasure_of(WHO) is None


def test_a_wish_that_waits_is_shown_with_why_and_is_taken_back() -> None:
    order = a_paid_order()
    browser = a_browser("manager")
    assert order.order_id in browser.get(ERASURE).content.decode()
    assert erases(browser)["Location"].startswith("/staff/customers/ananya")
    page = browser.get(PAGE).content.decode()
    assert "waits" in page
    assert KEPT in page
    assert "password" in a_browser("manager", is_sure=False).post(KEPT).content.decode()
    assert erasing.erasure_of(WHO) is not None
    assert "written down by" in page
    assert "This will" in page
    assert erases(browser).status_code == 302  # nothing new
    for _ in range(2):
        assert browser.post(KEPT).status_code == 302
    assert erasing.erasure_of(WHO) is None
    assert [line.what.partition(":")[2] for line in log()] == ["erasure-asked", "customer-kept"]
    assert browser.get(PAGE).content.decode().count("The customer&#x27;s data stay") == 1


@pytest.mark.parametrize("was_written_down_by_us", [False, True])
def test_what_the_customer_asked_for_themselves_only_they_take_back(
    was_written_down_by_us: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_paid_order()
    browser, before = a_browser("manager"), None
    if was_written_down_by_us:
        erases(browser)
        before = erasing.erasure_of(WHO)
    privacy.ask(WHO)
    browser.post(ERASURE, {"email": WHO})
    page = browser.get(PAGE).content.decode()
    assert KEPT not in page
    assert "Only they can take it back" in page
    assert "only the customer can take it back" in browser.get(ERASURE).content.decode()
    said = browser.post(KEPT, follow=True).content.decode()
    assert "only they can take it back, there" in said
    assert erasing.under_way()
    if before is not None:  # looked at a moment before the customer pressed
        monkeypatch.setattr(erasing, "erasure_of", lambda _: before)
        with pytest.raises(erasing.Moved):
            erasing.withdraw_ours(WHO)
        assert erasing.under_way()
    assert "payments:customer-kept" not in {line.what for line in log()}
    assert erasing.withdraw(WHO)
    assert not erasing.under_way()


def a_nameless(payment_id: str) -> Payment:
    """A payment of somebody else that waits for its order."""
    given: dict[str, Any] = {"amount": 100_00, "currency": "INR", "status": "captured"}
    return Payment(payment_id, UNKNOWN_ORDER, email="mini@example.in", **given)


def test_the_page_reads_as_little_of_a_long_life_as_of_a_short_one() -> None:
    browser, asked = a_browser("manager"), []
    a_delivered_order()
    browser.get(ERASURE)
    for number in (5, 300):
        with Order.batch_write() as orders, Payment.batch_write() as payments:
            for each in range(number):
                at = clock.now() - timedelta(days=each)
                order = sold(f"TB-E{each}", at, razorpay_payment_id=f"pay_E{each}")
                order.customer_id, order.status = WHO, Status.DELIVERED
                orders.save(order)
                payments.save(a_nameless(f"pay_U{each}"))
        ids = {f"pay_U{each}" for each in range(number)}
        Unmatched(Unmatched.KEY, "#", payment_ids=ids).save()
        with counted() as calls:
            page = browser.get(ERASURE).content.decode()
        asked.append(calls)
        assert ("There may be more" in page) is (number == 300)
        assert ("Erase, if nothing is open" in page) is (number == 300)
    assert asked[0] == asked[1]
    with mock.patch.object(Order.by_customer, "query", wraps=Order.by_customer.query) as listed:
        privacy.first_look(WHO)
    assert [each.kwargs["limit"] for each in listed.mock_calls] == [privacy.LOOKED_AT + 1]
    oldest = "TB-E299"
    Order(oldest, WHO).update(actions=[Order.status.set(Status.SHIPPED)])
    assert privacy.first_look(WHO).reasons == []
    assert privacy.ask(WHO) == [f"Order {oldest} is not finished."]


def test_what_has_begun_is_not_taken_back() -> None:
    a_delivered_order()
    browser = a_browser("manager")
    erases(browser)
    assert "being erased already" in browser.post(KEPT, follow=True).content.decode()
    assert erasing.under_way()
    assert ErasuresUnderWay.get(ErasuresUnderWay.KEY, "#").digests


def test_a_colleague_is_neither_copied_nor_erased_here() -> None:
    who = a_colleague("packer").customer_id
    page = f"/staff/customers/{who}/"
    browser = a_browser("owner")
    assert "erasure/" not in browser.get(page).content.decode()
    for noun in ("copy", "erasure", "kept"):
        assert browser.post(f"{page}{noun}/", {"email": who}).status_code == 409
    assert Customer.get(who, who).role == "packer"


def test_a_stranger_is_a_404() -> None:
    browser = a_browser("owner")
    for noun in ("copy", "erasure", "kept"):
        assert (
            browser.post(f"/staff/customers/guest/{noun}/", {"email": "guest"}).status_code == 404
        )


def test_the_page_offers_it_to_who_may() -> None:
    a_delivered_order()
    assert "Erase this customer" in a_browser("manager").get(PAGE).content.decode()
    for role in ("support", "packer"):
        assert "Erase this customer" not in a_browser(role).get(PAGE).content.decode()
