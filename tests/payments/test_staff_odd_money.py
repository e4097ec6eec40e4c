"""Money that is not as it should be, on the staff's pages: disputed, lost, foreign, waiting."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from config import clock
from config.dynamo import write
from orders.models import AttentionList, Flag, Order
from orders.rules import AMOUNT_FLAG
from payments.errors import RefundWaits
from payments.models import Dispute, Payment, Refund
from payments.refund_rules import RefundStatus
from payments.rules import UNKNOWN_ORDER
from payments.services import without_order
from payments.services.taking import take_payment
from payments.services.unmatched import keep
from payments.services.writing import Source
from tests.factories import an_opened_order, news_of
from tests.payments.desk import fresh, on_order, text_of, the_payment
from tests.staff import a_browser

PAYMENTS = "/staff/payments/"
SOURCE = Source(by="Razorpay")
LONG = "goods_or_services_not_received_or_partially_received"


def a_paid_order() -> Order:
    order = an_opened_order()
    take_payment(news_of(order), source=SOURCE)
    return fresh(order)


def dispute(order: Order, standing: str, amount: int = 100_00) -> None:
    said = Dispute(amount=amount, standing=standing, reason=LONG, at=clock.now())
    the_payment(order).update(actions=[Payment.disputes.set({"disp_1": said})])


def refund(amount: int, status: RefundStatus) -> Refund:
    return Refund(
        amount=amount, key="rf-1", status=status.value, by="Asha", reason="Bent.", at=clock.now()
    )


def flag(order: Order, kind: str) -> None:
    raised = Flag(kind=kind, text="Ask the customer.", at=clock.now())
    order.update(actions=[Order.attention.set([raised])])
    AttentionList(AttentionList.KEY, "#", order_ids={order.order_id}).save()


def a_stray(**given: object) -> Payment:
    keep(news_of(an_opened_order(), id="pay_Stray00001", **given), SOURCE)
    return Payment.get("pay_Stray00001", UNKNOWN_ORDER, consistent_read=True)


def page(path: str, role: str = "owner") -> str:
    return " ".join(text_of(a_browser(role).get(path)).split())


def badges(text: str) -> str:
    return text.replace("</svg>", "</svg>#")


def test_what_waits_to_go_back_cannot_be_explained() -> None:
    stray = a_stray()
    stray.update(actions=[Payment.refunds.set({"rf-1": refund(5_00, RefundStatus.INTENDED)})])
    assert "It is right as it is" not in page(PAYMENTS)
    answer = a_browser().post(
        f"{PAYMENTS}unmatched/{stray.payment_id}/explain/", {"why": "Ours."}, follow=True
    )
    assert "is being given back" in text_of(answer)
    kept = Payment.get(stray.payment_id, UNKNOWN_ORDER, consistent_read=True)
    assert kept.explained is None


def test_a_refund_begun_between_read_and_write_is_not_explained_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stray = a_stray()

    def begun_first(act: Callable[[], object]) -> None:
        _begin(stray)
        write(act)

    monkeypatch.setattr(without_order, "write", begun_first)
    with pytest.raises(RefundWaits):
        without_order.explain(stray.payment_id, why="Ours.", by="Asha")
    kept = Payment.get(stray.payment_id, UNKNOWN_ORDER, consistent_read=True)
    assert kept.explained is None


def _begin(stray: Payment) -> None:
    begun = {"rf-1": refund(5_00, RefundStatus.INTENDED)}
    Payment(stray.payment_id, UNKNOWN_ORDER).update(actions=[Payment.refunds.set(begun)])


def test_foreign_money_is_never_shown_as_rupees() -> None:
    a_stray(amount=12_34, currency="USD")
    for text in (page(PAYMENTS), page(f"{PAYMENTS}pay_Stray00001/")):
        assert "USD 12.34" in text
        assert "₹12.34" not in text
    assert "Give back USD 12.34" in page(PAYMENTS)


def test_foreign_money_of_an_order_is_offered_and_cancelled_in_its_currency() -> None:
    order = an_opened_order()
    take_payment(news_of(order, amount=12_34, currency="USD"), source=SOURCE)
    flag(fresh(order), AMOUNT_FLAG)
    text = page(on_order(order))
    assert "Cancel and refund USD 12.34" in text
    assert "Or an amount, ₹" not in text
    assert "₹12.34" not in text


@pytest.mark.parametrize(
    ("standing", "badge"), [("created", "Disputed"), ("lost", "Lost"), ("won", "Paid")]
)
def test_the_badge_says_the_worst_of_a_payment(standing: str, badge: str) -> None:
    order = a_paid_order()
    dispute(order, standing)
    found = badges(page(f"{PAYMENTS}{order.razorpay_payment_id}/"))
    assert f"#{badge}</span>" in found
    assert ("#Paid</span>" in found) == (badge == "Paid")


def test_a_wrong_amount_and_a_stray_payment_need_a_person() -> None:
    order = an_opened_order()
    take_payment(news_of(order, amount=1_00), source=SOURCE)
    for path in (PAYMENTS, on_order(order)):
        assert "#Needs a person</span>" in badges(page(path)), path
        assert "#Paid</span>" not in badges(page(path)), path


def test_a_payment_without_an_order_needs_a_person() -> None:
    a_stray()
    for path in (PAYMENTS, f"{PAYMENTS}pay_Stray00001/"):
        assert "#Needs a person</span>" in badges(page(path)), path


def test_the_cancel_form_warns_of_an_open_dispute() -> None:
    order = a_paid_order()
    assert "it may go twice" not in page(on_order(order))
    dispute(order, "created")
    form = page(on_order(order)).split('id="cancel"')[1]
    assert "it may go twice" in form.split("</form>")[0]


def test_only_what_razorpay_has_taken_is_given_back() -> None:
    order = a_paid_order()
    refunds = {"rf-1": refund(5_00, RefundStatus.INTENDED)}
    the_payment(order).update(actions=[Payment.refunds.set(refunds)])
    text = page(on_order(order))
    assert "Given back</dt><dd>₹0.00</dd>" in text
    assert "To go back</dt><dd>₹5.00 waits for Razorpay" in text
    assert "₹5.00 waits for Razorpay" in page(f"{PAYMENTS}{order.razorpay_payment_id}/")


def test_a_dispute_tells_its_reason_in_words() -> None:
    order = a_paid_order()
    dispute(order, "created")
    text = page(on_order(order))
    assert "The goods did not arrive, or not all" in text
    assert LONG not in text


def test_today_tells_that_razorpay_may_have_switched_us_off() -> None:
    long_ago = clock.now() - timedelta(hours=2)
    a_paid_order().update(actions=[Order.created_at.set(long_ago)])
    assert "Razorpay has never sent an event" in page("/staff/")
    assert "Razorpay has never sent an event" not in page("/staff/", "packer")
    assert page("/staff/payments/reconcile/").count("No failures since yesterday") == 1  # theirs
