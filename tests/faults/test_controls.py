"""Each guard of money and stock has its negative control: the same story, once with the guard and
once without it. Without it the harm is done, with it never (docs/reliability.md lists them)."""

import inspect
import uuid
from dataclasses import replace
from typing import Any

import pytest

from catalog.errors import OutOfStock, ProductChanged
from orders.errors import AlreadyPlaced, WrongMoment
from payments import razorpay as client
from payments import rules
from payments.errors import EventSeen, LookAgain, NothingToPay, OrderMovedOn, PaymentSeen
from payments.rules import OrderFacts, PaymentNews
from payments.services import refunding
from tests.faults import guarded as orders
from tests.faults import guarded_money as money
from tests.faults import report
from tests.faults.controls import Control, Out, all_of, changed, replaced, without

TAKING = "payments.services.taking"


def facts(**wrong: Any) -> Out:
    """What is decided on is read wrong."""
    return changed(f"{TAKING}._facts_of", lambda right: replace(right, **wrong))


def a_key_for_every_try(patch: pytest.MonkeyPatch) -> None:
    refund = client.Razorpay.refund

    def keyless(self: Any, payment_id: str, paise: int, key: str, receipt: str, notes: Any) -> Any:
        return refund(self, payment_id, paise, uuid.uuid4().hex, receipt, notes)

    patch.setattr(client.Razorpay, "refund", keyless)


def the_post_is_believed(patch: pytest.MonkeyPatch) -> None:
    """The order is the one that the browser names, not the one that Razorpay took the money for."""
    fetch, named = client.Razorpay.payment, []

    def signed(self: Any, order_id: str, payment_id: str, signature: str) -> bool:
        named.append(order_id)
        return True

    def payment(self: Any, payment_id: str) -> Any:
        return replace(fetch(self, payment_id), order_id=named[-1])

    patch.setattr(client.Razorpay, "payment_signature_is_right", signed)
    patch.setattr(client.Razorpay, "payment", payment)


def any_amount(patch: pytest.MonkeyPatch) -> None:
    """Neither the rule nor the write compares the amount."""

    def same_amount(order: OrderFacts, news: PaymentNews) -> PaymentNews:
        return replace(news, amount_paise=order.total_paise)

    judge = rules.judge
    patch.setattr(rules, "judge", lambda order, news: judge(order, same_amount(order, news)))


def whatever_was_seen(patch: pytest.MonkeyPatch) -> None:
    """Nobody asks what the person saw as left."""
    intend = refunding._intend

    def blind(order_id: str, payment_id: str, wanted: Any, key: str, _: int, *rest: Any) -> None:
        left = refunding.preview(order_id, payment_id, wanted).left_before_paise
        intend(order_id, payment_id, wanted, key, left, *rest)

    patch.setattr(refunding, "_intend", blind)


CONTROLS = [
    Control("event mark", without(EventSeen), orders.one_event_confirms_two_orders),
    Control(
        "payment goes forward only",
        without(PaymentSeen),
        orders.old_news_takes_the_money_off_the_books,
    ),
    Control(
        "order still pending", without(OrderMovedOn), orders.two_who_read_the_same_confirm_it_twice
    ),
    Control(
        "amount compared", all_of(any_amount, without(OrderMovedOn)), orders.a_rupee_pays_for_it_all
    ),
    Control(
        "currency compared",
        changed(f"{TAKING}._of", lambda news: replace(news, currency="INR")),
        orders.rupiahs_pay_for_rupees,
    ),
    Control(
        "paid by which payment",
        all_of(facts(paid_by=""), without(PaymentSeen, OrderMovedOn)),
        orders.the_good_payment_goes_back_when_it_is_told_again,
    ),
    Control(
        "revive only what the clock ended",
        all_of(facts(hold_ran_out=True), without(OrderMovedOn)),
        orders.late_money_revives_what_the_customer_gave_up,
    ),
    Control("revive only with goods", without(OutOfStock), orders.late_money_sells_what_is_gone),
    Control("hold ends only unpaid", without(WrongMoment), orders.the_hold_of_a_paid_order_ends),
    Control("hold ends only in time", without(WrongMoment), orders.the_hold_ends_before_its_time),
    Control(
        "living payment asked for",
        replaced("payments.services.working.check_order", lambda order, **_: False),
        orders.the_hold_ends_while_the_bank_is_at_work,
    ),
    Control("stock is enough", without(ProductChanged), orders.the_last_one_is_sold_twice),
    Control(
        "order id is taken once",
        without(AlreadyPlaced),
        orders.a_second_submit_takes_the_stock_again,
    ),
    Control("one Razorpay order", without(NothingToPay), orders.two_tabs_open_two_razorpay_orders),
    Control(
        "cancel only what is here",
        without(WrongMoment),
        orders.what_was_shipped_is_cancelled_by_an_old_page,
    ),
    Control(
        "stock back once, cancel", without(WrongMoment), orders.two_cancels_put_the_stock_back_twice
    ),
    Control("stock back once, refund", without(LookAgain), money.one_piece_comes_back_twice),
    Control("refunds as they were read", without(LookAgain), money.more_goes_back_than_was_paid),
    Control(
        "what was left when it was seen",
        whatever_was_seen,
        money.who_saw_an_older_sum_gives_back_again,
    ),
    Control("refund key", a_key_for_every_try, money.a_lost_answer_makes_a_second_refund),
    Control(
        "refund intent first",
        replaced("payments.services.refunding._intend", money.razorpay_first),
        money.killed_after_razorpay_gave_back,
    ),
    Control(
        "refund goes forward only",
        replaced("payments.services.refund_news._is_forward", lambda *_: True),
        money.what_the_bank_sent_back_counts_as_given,
    ),
    Control(
        "webhook signature",
        replaced("payments.webhooks.webhook_signature_is_right", lambda *_: True),
        money.a_stranger_says_that_it_is_paid,
    ),
    Control(
        "callback signature",
        replaced("payments.razorpay.Razorpay.payment_signature_is_right", lambda *_: True),
        money.a_stranger_is_led_to_somebody_elses_order,
    ),
    Control("callback order pair", the_post_is_believed, money.one_payment_pays_for_two_orders),
]


@pytest.mark.parametrize("is_in", [True, False], ids=["with it", "without it"])
@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.guard)
def test_harm_is_done_only_without_the_guard(
    control: Control,
    is_in: bool,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    report.tried("negative controls")
    wanted = inspect.signature(control.story).parameters
    given = {name: request.getfixturevalue(name) for name in wanted}
    if not is_in:
        control.out(monkeypatch)
    assert control.story(**given) is not is_in
