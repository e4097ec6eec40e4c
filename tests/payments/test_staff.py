"""The payments' pages for staff: what is open, what is found, cancelling, and who may."""

import pytest

from config import clock
from orders.models import AttentionList, Flag, Order
from orders.rules import AMOUNT_FLAG, Status
from payments.models import Payment
from payments.rules import UNKNOWN_ORDER
from payments.sandbox.process import RunningSandbox
from payments.services.checking import check_order
from payments.services.opening import open_payment
from payments.services.taking import take_payment
from payments.services.unmatched import keep
from payments.services.writing import Source
from tests.factories import a_product, an_opened_order, an_order, news_of, stock_of
from tests.staff import a_browser

PAYMENTS = "/staff/payments/"
SOURCE = Source(by="Razorpay")
REASON = {"reason": "You asked us to."}


def address(order: Order) -> str:
    return f"/staff/payments/orders/{order.order_id}/cancel/"


def on_order(order: Order) -> str:
    return f"/staff/orders/{order.order_id}/"


def fresh(order: Order) -> Order:
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


def a_paid_order(**given: dict[str, int]) -> Order:
    order = an_opened_order(**given)
    take_payment(news_of(order), source=SOURCE)
    return fresh(order)


def test_the_order_page_tells_what_came_in_and_how() -> None:
    order = a_paid_order()
    page = a_browser("support").get(on_order(order)).content.decode()
    assert str(order.razorpay_payment_id) in page
    assert "UPI, ananya@okbank" in page
    assert "₹2.36 with GST" in page


def test_a_packer_does_not_see_payments() -> None:
    order, browser = a_paid_order(), a_browser("packer")
    page = browser.get(on_order(order)).content.decode()
    assert str(order.razorpay_payment_id) not in page
    assert browser.get(PAYMENTS).status_code == 403


def test_an_unpaid_order_is_cancelled_and_its_stock_is_back() -> None:
    sku = a_product(stock=5).product_id
    order = an_order(wanted={sku: 2})
    answer = a_browser(name="Sneha Patil").post(address(order), REASON)
    assert (answer.status_code, answer["Location"]) == (302, on_order(order))
    ended = fresh(order)
    assert (ended.status, stock_of(sku)) == (Status.CANCELLED, 5)
    assert (ended.timeline or [])[-1].by == "Sneha Patil"


def test_a_paid_order_is_cancelled_and_its_money_goes_back(razorpay: RunningSandbox) -> None:
    order = an_order()
    opened_id = open_payment(order, is_fresh=True)
    razorpay.control("pay", order_id=opened_id, outcome="success", method="upi")
    check_order(fresh(order))
    page = a_browser().post(address(order), REASON, follow=True).content.decode()
    assert fresh(order).status is Status.CANCELLED
    refunds = razorpay.ledger().get("refunds", [])
    assert [refund["amount"] for refund in refunds] == [order.total_amount]
    assert "Given back" in page


def test_a_refund_that_razorpay_refuses_is_told_and_the_order_has_ended(
    razorpay: RunningSandbox,
) -> None:
    order = a_paid_order()  # by a payment of which the sandbox knows nothing
    page = a_browser().post(address(order), REASON, follow=True).content.decode()
    assert fresh(order).status is Status.CANCELLED
    assert "is cancelled, but the refund was refused" in page
    assert "Needs a person" in page


def test_the_page_says_first_what_a_cancel_will_do() -> None:
    sku = a_product(price=2500_00).product_id
    page = a_browser().get(on_order(a_paid_order(wanted={sku: 2}))).content.decode()
    assert "give ₹5,000.00 back the way it came" in page
    assert "put 2 pieces back in stock" in page
    assert "Cancel and refund ₹5,000.00</button>" in page


@pytest.mark.parametrize("reason", ["", "Because.", "x" * 10_000])
def test_a_cancel_without_a_good_reason_comes_back_with_the_form(reason: str) -> None:
    order = an_order()
    answer = a_browser().post(address(order), {"reason": reason})
    assert answer.status_code == 422
    assert 'id="id_reason_error"' in answer.content.decode()
    assert fresh(order).status is Status.PENDING


def test_a_cancel_at_the_wrong_moment_is_a_409_with_a_way_back() -> None:
    order = a_paid_order()
    order.update(actions=[Order.status.set(Status.SHIPPED)])
    answer = a_browser().post(address(order), REASON)
    assert answer.status_code == 409
    assert f'href="{on_order(order)}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 302), ("manager", 302), ("packer", 403), ("support", 403)]
)
def test_who_may_cancel(role: str, status: int) -> None:
    order, browser = an_order(), a_browser(role)
    offers = "Cancel this order" in browser.get(on_order(order)).content.decode()
    assert offers == (status == 302)
    assert browser.post(address(order), REASON).status_code == status


def test_a_cancel_is_a_post_with_its_token() -> None:
    order = an_order()
    assert a_browser().get(address(order)).status_code == 405
    assert a_browser(enforce_csrf_checks=True).post(address(order), REASON).status_code == 403
    assert fresh(order).status is Status.PENDING


@pytest.mark.parametrize("status", [Status.SHIPPED, Status.DELIVERED, Status.CANCELLED])
def test_no_cancel_is_offered_where_it_would_be_refused(status: Status) -> None:
    order = a_paid_order()
    order.update(actions=[Order.status.set(status)])
    assert "Cancel this order" not in a_browser().get(on_order(order)).content.decode()


def test_a_cancel_of_money_that_nobody_wrote_down_says_to_refund_it_by_hand() -> None:
    order = an_order()
    paid = [Order.status.set(Status.CONFIRMED), Order.razorpay_payment_id.set("pay_of_old")]
    order.update(actions=[*paid])
    page = a_browser().get(on_order(order)).content.decode()
    assert "no payment of it is known here, so refund it by hand" in page
    assert a_browser().post(address(order), REASON).status_code == 302
    assert fresh(order).status is Status.CANCELLED


def test_a_payment_without_an_order_is_listed_and_counted_in_the_menu() -> None:
    news = news_of(an_opened_order(), id="pay_Lost0001")
    keep(news, SOURCE)
    assert Payment.get("pay_Lost0001", UNKNOWN_ORDER)
    page = a_browser().get(PAYMENTS).content.decode()
    assert "pay_Lost0001" in page
    assert "1<span class" in page


def test_an_order_whose_money_is_wrong_is_listed_with_its_payments() -> None:
    order = an_opened_order()
    take_payment(news_of(order, amount=1_00), source=SOURCE)
    assert [flag.kind for flag in fresh(order).attention or []] == [AMOUNT_FLAG]
    page = a_browser().get(PAYMENTS).content.decode()
    assert "brought ₹1.00" in page
    assert order.order_id[-4:] in page


def test_a_flag_that_is_not_about_money_is_none_of_payments() -> None:
    order = a_paid_order()
    flag = Flag(kind="parcel", text="Ask the courier.", at=clock.now())
    order.update(actions=[Order.attention.set([flag])])
    AttentionList(AttentionList.KEY, "#", order_ids={order.order_id}).save()
    page = a_browser().get(PAYMENTS).content.decode()
    assert "Nothing is open" in page


def test_a_payment_has_a_page_that_leads_to_its_order() -> None:
    order = a_paid_order()
    page = a_browser("support").get(f"{PAYMENTS}{order.razorpay_payment_id}/").content.decode()
    assert f"/staff/orders/{order.order_id}/#money" in page
    assert f"Received</dt><dd><b>₹{order.total_amount // 100:,}" in page


def test_an_id_that_is_no_payments_is_a_404_that_says_where_to_look() -> None:
    opened = a_paid_order().razorpay_order_id
    browser = a_browser()
    for words in ("pay_None", opened, "%23unmatched", "x" * 3000, "🏓", "a%00b"):
        answer = browser.get(f"{PAYMENTS}{words}/")
        assert answer.status_code == 404, words
        assert "search box above" in answer.content.decode(), words
