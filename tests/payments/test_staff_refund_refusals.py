"""Every no to a refund comes back on its form, in a sentence, with the preview as it is now."""

import pytest

from catalog.models import Product
from orders.rules import Status
from payments.sandbox.process import RunningSandbox
from payments.services.cancelling import cancel_order
from payments.services.working import one_pass
from tests.factories import stock_of
from tests.payments.desk import (
    ONE_PIECE,
    a_sold_order,
    address,
    given_back,
    hidden,
    on_order,
    previewed,
    text_of,
    the_payment,
)
from tests.staff import a_browser

REFUNDS = "/razorpay/v1/payments/*/refund"


def test_of_two_people_the_second_is_told_and_sees_a_fresh_preview(
    razorpay: RunningSandbox,
) -> None:
    order, one, other = a_sold_order(razorpay), a_browser(), a_browser(name="Rohit")
    first, second = (previewed(each, order, {"line_0": "1"}) for each in (one, other))
    one.post(address(order), first)
    answer = other.post(address(order), second)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Money of this payment was given back while you were looking; ₹579.00 is left" in page
    assert "leave ₹79.00 that can still be refunded" in page
    assert hidden(page)["key"] != second["key"]
    assert given_back(razorpay) == [500_00]
    other.post(address(order), second | hidden(page))
    assert given_back(razorpay) == [500_00, 500_00]


def test_what_was_changed_after_the_preview_is_previewed_again(razorpay: RunningSandbox) -> None:
    order, browser = a_sold_order(razorpay), a_browser()
    sent = previewed(browser, order, {"line_0": "1"})
    answer = browser.post(address(order), sent | {"line_0": "2"})
    assert answer.status_code == 422
    assert "The form has changed since the preview." in text_of(answer)
    assert "Refund ₹1,000.00</button>" in text_of(answer)
    assert given_back(razorpay) == []


@pytest.mark.parametrize(
    "forged",
    [{"key": ""}, {"key": "x" * 40}, {"key": "rf-00000000000000-000000000000"}, {"seen": ""},
     {"seen": "-1"}, {"seen": "9" * 400}],
)  # fmt: skip
def test_a_press_without_its_preview_is_shown_the_preview(
    razorpay: RunningSandbox, forged: dict[str, str]
) -> None:
    order, browser = a_sold_order(razorpay), a_browser()
    sent = previewed(browser, order, {"line_0": "1"})
    assert browser.post(address(order), sent | forged).status_code == 422
    assert given_back(razorpay) == []


def test_a_key_that_razorpay_would_not_take_is_made_anew(razorpay: RunningSandbox) -> None:
    order, browser = a_sold_order(razorpay), a_browser()
    sent = previewed(browser, order, {"line_0": "1"})
    for key in (sent["key"].replace("rf-", "r#-"), sent["key"][-12:], "x" * 40 + sent["key"]):
        assert browser.post(address(order), sent | {"key": key}).status_code == 422
    assert given_back(razorpay) == []


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({}, "Choose lines, or an amount, or all of it"),
        ({"amount": "10", "line_0": "1"}, "Choose lines, or an amount, or all of it"),
        ({"everything": "on", "delivery": "on"}, "Choose lines, or an amount, or all of it"),
        ({"amount": "1080"}, "₹1,080.00 is more than the ₹1,079.00 that are left."),
        ({"amount": "0.50"}, "Razorpay gives back ₹1 or more."),
        ({"amount": "-5"}, "Write rupees, like 1,299 or 1299.50."),
        ({"amount": "1e3"}, "Write rupees, like 1,299 or 1299.50."),
        ({"line_0": "3"}, "Between 0 and 2 pieces."),
        ({"line_0": "-1"}, "Between 0 and 2 pieces."),
        ({"line_0": "one"}, "Between 0 and 2 pieces."),
    ],
)
def test_what_cannot_be_given_back_is_told_on_the_form(
    razorpay: RunningSandbox, wanted: dict[str, str], said: str
) -> None:
    answer = a_browser().post(address(a_sold_order(razorpay)), wanted | {"act": "preview"})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not hidden(text_of(answer))


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ({"reason": "", "words": "  "}, "Choose a reason, or write one."),
        ({"reason": "Because."}, "Choose one of the reasons in the list."),
        ({"words": "x" * 201}, "Say it in 200 signs or fewer."),
    ],
)
def test_nothing_goes_back_without_a_good_reason(
    razorpay: RunningSandbox, why: dict[str, str], said: str
) -> None:
    order, browser = a_sold_order(razorpay), a_browser()
    answer = browser.post(address(order), previewed(browser, order, ONE_PIECE) | why)
    page = text_of(answer)
    assert answer.status_code == 422
    assert said in page
    assert "Refund ₹500.00</button>" in page
    assert given_back(razorpay) == []


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.PROCESSING])
def test_all_of_an_order_on_the_bench_is_a_cancel(razorpay: RunningSandbox, status: Status) -> None:
    order, browser = a_sold_order(razorpay, to=status), a_browser()
    page = text_of(browser.get(on_order(order)))
    assert 'name="everything"' not in page
    assert f'{on_order(order)}#cancel">cancel the order</a>' in page
    assert 'id="cancel"' in page
    answer = browser.post(address(order), {"line_0": "2", "stock": "on"})
    assert answer.status_code == 422
    assert "Cancel the order instead" in text_of(answer)
    assert "Go to the cancel form" in text_of(answer)


def test_a_cancelled_order_has_nothing_to_put_in_stock_and_nothing_left(
    razorpay: RunningSandbox,
) -> None:
    order, browser = a_sold_order(razorpay, to=Status.CONFIRMED), a_browser()
    early = previewed(browser, order, ONE_PIECE)
    cancel_order(order.order_id, reason="You asked us to.", by="Sneha")
    assert "Refund, full or in part" not in text_of(browser.get(on_order(order)))
    answer = browser.post(address(order), early)
    assert answer.status_code == 422
    assert "has been given back, or is on its way" in text_of(answer)
    assert 'name="stock"' not in text_of(answer)
    assert (given_back(razorpay), stock_of(order.lines[0].sku or "")) == ([1079_00], 5)


def test_goods_whose_product_is_gone_are_told_to_be_unticked(razorpay: RunningSandbox) -> None:
    order, browser = a_sold_order(razorpay), a_browser()
    sent = previewed(browser, order, ONE_PIECE)
    Product(order.lines[0].product_id, order.lines[0].seller_id).delete()
    answer = browser.post(address(order), sent)
    assert answer.status_code == 422
    assert "Untick “Put the goods back in stock”" in text_of(answer)
    without = {"line_0": "1"}
    assert browser.post(address(order), previewed(browser, order, without)).status_code == 302
    assert given_back(razorpay) == [500_00]


def test_with_razorpay_down_it_is_written_down_and_sent_later(razorpay: RunningSandbox) -> None:
    order, browser = a_sold_order(razorpay), a_browser()
    sent = previewed(browser, order, ONE_PIECE)
    razorpay.control("faults", path=REFUNDS, kind="500", times=1)
    page = text_of(browser.post(address(order), sent, follow=True))
    assert "is written down, and sent as soon as Razorpay answers" in page
    assert "Waits for Razorpay" in page
    assert given_back(razorpay) == []
    one_pass()
    assert given_back(razorpay) == [500_00]
    assert "Waits for Razorpay" not in text_of(browser.get(on_order(order)))


def test_a_refund_that_razorpay_refuses_is_told_with_its_reason(razorpay: RunningSandbox) -> None:
    order, browser = a_sold_order(razorpay), a_browser()
    sent = previewed(browser, order, ONE_PIECE)
    razorpay.control("bank", balance_paise=0)
    page = text_of(browser.post(address(order), sent, follow=True))
    assert "does not have enough balance" in page
    assert "the worker asks again by itself" in page
    assert (given_back(razorpay), len(the_payment(order).refunds or {})) == ([], 1)
