"""Staff make a copy of a customer's data, and have a customer erased who asks them to."""

from typing import Any

import pytest
from django.test import Client

from config import clock
from config.acts import Act, key_of_day
from customers.models import Customer
from customers.privacy_models import ErasuresUnderWay
from customers.services import erasing, erasure_mail
from payments.staff import customer_data_views
from tests.payments.forgetting_me import (
    WHO,
    a_delivered_order,
    a_paid_order,
    left_of,
    the_worker,
)
from tests.payments.test_privacy_pages import unpacked
from tests.staff import a_browser, a_colleague

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
    for _ in range(2):
        assert browser.post(KEPT).status_code == 302
    assert erasing.erasure_of(WHO) is None


def test_what_has_begun_is_not_taken_back() -> None:
    a_delivered_order()
    browser = a_browser("manager")
    erases(browser)
    browser.post(KEPT)
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
