"""Reconcile's rules by table: how each rupee stands, and what would make it right."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from orders.rules import REFUND_FAILED_FLAG, REFUND_FLAG, Status
from payments.reconcile.books import BooksDiffer, Line, Report, Sums
from payments.reconcile.facts import (
    Case,
    Judged,
    Mend,
    OrderHere,
    PaymentHere,
    RefundHere,
    RefundThere,
    Standing,
)
from payments.reconcile.refund_rules import judge_missing_refund, judge_refund
from payments.reconcile.rules import judge_payment, judge_unpaid, judge_unreceived
from payments.rules import UNKNOWN_ORDER

ORDER = OrderHere("TB-1", Status.CONFIRMED, 1000_00, paid_by="pay_1", noted=frozenset({"pay_1"}))
HERE = PaymentHere("TB-1", "captured", 1000_00, "INR", left_paise=1000_00)
CASE = Case("pay_1", "captured", 1000_00, "INR", here=HERE, order=ORDER)
OTHER = replace(ORDER, paid_by="pay_0", noted=frozenset({"pay_0"}))
NOTED = replace(OTHER, noted=frozenset({"pay_0", "pay_1"}))
PENDING = replace(ORDER, status=Status.PENDING, paid_by="", noted=frozenset({"pay_1"}))
CANCELLED = replace(ORDER, status=Status.CANCELLED)
TO_REFUND = replace(CANCELLED, flags=frozenset({REFUND_FLAG}))
EARLIER = OrderHere("order_1", Status.CONFIRMED, 1000_00, paid_by="pay_1", is_earlier=True)
OLD_SITE = OrderHere("order_1", Status.CONFIRMED, 1000_00, paid_by="pay_1", is_old_site=True)
GIVEN = RefundHere("refund-pay_1-1", 1000_00, "processed", "rfnd_1")
PART = RefundHere("refund-pay_1-1", 100_00, "processed", "rfnd_1")
INTENDED = RefundHere("refund-pay_1-1", 1000_00, "intended")
FAILED = RefundHere("refund-pay_1-1", 1000_00, "failed", "rfnd_1")


def here(**given: Any) -> PaymentHere:
    return replace(HERE, **given)


def nobodys(**given: Any) -> PaymentHere:
    return replace(HERE, order_id=UNKNOWN_ORDER, **given)


ALL_BACK: dict[str, Any] = {"refunds": (GIVEN,), "left_paise": 0}
WENT: dict[str, Any] = {
    "refunded_paise": 1000_00,
    "listed_paise": 1000_00,
    "gateway_ids": frozenset({"rfnd_1"}),
}
M, E, O = Standing  # noqa: E741 - matched, explained, open
NO, PERSON = Mend.NONE, Mend.PERSON

PAYMENTS: dict[str, tuple[dict[str, Any], tuple[str, Standing, Mend]]] = {
    "the same": ({}, ("same", M, NO)),
    "delivered": ({"order": replace(ORDER, status=Status.DELIVERED)}, ("same", M, NO)),
    "unknown here": ({"here": None, "order": None}, ("unknown_here", O, Mend.TAKE)),
    "torn: its item": ({"here": None}, ("unknown_here", O, Mend.TAKE)),
    "behind": ({"here": here(status="authorized")}, ("not_taken", O, Mend.TAKE)),
    "failed here": ({"here": here(status="failed")}, ("not_taken", O, Mend.TAKE)),
    "a paisa less here": ({"here": here(amount_paise=999_99)}, ("amount_differs", O, PERSON)),
    "dollars here": ({"here": here(currency="USD")}, ("amount_differs", O, PERSON)),
    "dollars on both sides": (
        {"currency": "USD", "here": here(currency="USD")},
        ("total_differs", O, PERSON),
    ),
    "another total": ({"order": replace(ORDER, total_paise=1)}, ("total_differs", O, PERSON)),
    "order gone": ({"order": None}, ("order_gone", O, PERSON)),
    "torn: its order": (
        {"order": replace(PENDING, noted=frozenset())},
        ("half_written", O, Mend.TAKE_AGAIN),
    ),
    "torn: second payment": ({"order": OTHER}, ("half_written", O, Mend.TAKE_AGAIN)),
    "wrong amount": ({"order": PENDING}, ("not_for_the_order", O, PERSON)),
    "second payment kept": ({"order": NOTED}, ("not_for_the_order", O, PERSON)),
    "second payment to go back": (
        {"order": NOTED, "here": here(refunds=(INTENDED,))},
        ("not_sent", O, Mend.SEND),
    ),
    "second payment given back": (
        {"order": NOTED, "here": here(**ALL_BACK), **WENT},
        ("given_back", E, NO),
    ),
    "second payment, refund failed": (
        {"order": NOTED, "here": here(refunds=(FAILED,))},
        ("refund_failed", O, PERSON),
    ),
    "second payment, dispute lost": (
        {"order": NOTED, "here": here(lost_paise=1000_00, left_paise=0)},
        ("dispute_lost", E, NO),
    ),
    "dispute lost": (
        {"order": replace(ORDER, status=Status.DELIVERED), "here": here(lost_paise=1000_00)},
        ("dispute_lost", E, NO),
    ),
    "dispute lost in part": (
        {"here": here(lost_paise=400_00, left_paise=600_00)},
        ("dispute_lost", E, NO),
    ),
    "dispute lost before it was sent": (
        {"here": here(lost_paise=1000_00, left_paise=0)},
        ("sold_and_given_back", E, NO),
    ),
    "dispute lost, then cancelled": (
        {"order": CANCELLED, "here": here(lost_paise=1000_00, left_paise=0)},
        ("dispute_lost", E, NO),
    ),
    "dispute lost, of the earlier site": (
        {"order": OLD_SITE, "here": here(lost_paise=400_00)},
        ("dispute_lost", E, NO),
    ),
    "dispute lost, of the earlier site, unchecked": (
        {"order": replace(OLD_SITE, is_unchecked=True), "here": here(lost_paise=1000_00)},
        ("old_site", O, PERSON),
    ),
    "dispute lost, nobody's": (
        {"order": None, "here": nobodys(lost_paise=1000_00, left_paise=0)},
        ("dispute_lost", E, NO),
    ),
    "cancelled, kept": ({"order": CANCELLED}, ("cancelled_and_kept", O, PERSON)),
    "cancelled, torn": ({"order": TO_REFUND}, ("refund_missing", O, Mend.GIVE_BACK)),
    "cancelled, refund failed": (
        {"order": TO_REFUND, "here": here(refunds=(FAILED,))},
        ("cancelled_and_kept", O, PERSON),
    ),
    "cancelled, given back": (
        {"order": CANCELLED, "here": here(**ALL_BACK), **WENT},
        ("same", M, NO),
    ),
    "part given back": (
        {
            "here": here(refunds=(PART,), left_paise=900_00),
            "refunded_paise": 100_00,
            "listed_paise": 100_00,
            "gateway_ids": frozenset({"rfnd_1"}),
        },
        ("same", M, NO),
    ),
    "part given back on another day": (
        {"here": here(refunds=(PART,), left_paise=900_00), "refunded_paise": 100_00},
        ("same", M, NO),
    ),
    "part given back unheard on another day": (
        {"refunded_paise": 100_00},
        ("refunds_differ", O, Mend.FETCH_REFUNDS),
    ),
    "given back here alone": (
        {"here": here(refunds=(PART,), left_paise=900_00)},
        ("refunds_differ", O, Mend.FETCH_REFUNDS),
    ),
    "more back than paid": (
        {"here": here(refunds=(GIVEN, replace(PART, key="2", gateway_id="rfnd_2")))},
        ("too_much_back", O, PERSON),
    ),
    "sold and given back": ({"here": here(**ALL_BACK), **WENT}, ("sold_and_given_back", E, NO)),
    "earlier system": ({"here": None, "order": EARLIER}, ("earlier_system", E, NO)),
    "earlier system, other amount": (
        {"here": None, "order": replace(EARLIER, total_paise=1)},
        ("earlier_amount", O, PERSON),
    ),
    "earlier system, payment kept": ({"order": EARLIER}, ("same", M, NO)),
    "earlier system, payment kept and not named": (
        {"order": replace(EARLIER, paid_by="")},
        ("earlier_system", E, NO),
    ),
    "earlier site": (
        {"order": replace(OLD_SITE, is_unchecked=True)},
        ("old_site", O, PERSON),
    ),
    "earlier site, checked": ({"order": OLD_SITE}, ("old_site_checked", E, NO)),
    "nobody's": ({"here": nobodys(), "order": None}, ("no_order", O, Mend.MATCH)),
    "nobody's, said why": (
        {"here": nobodys(explained={"by": "Meera", "at": "2026-11-12", "why": "A fair."})},
        ("said_why", E, NO),
    ),
    "nobody's, given back": (
        {"here": nobodys(**ALL_BACK), **WENT},
        ("given_back", E, NO),
    ),
    "nobody's, to go back": ({"here": nobodys(refunds=(INTENDED,))}, ("not_sent", O, Mend.SEND)),
}


@pytest.mark.parametrize(("given", "said"), PAYMENTS.values(), ids=PAYMENTS.keys())
def test_how_a_payment_stands(given: dict[str, Any], said: tuple[str, Standing, Mend]) -> None:
    judged = judge_payment(replace(CASE, **given))
    assert (judged.rule, judged.standing, judged.mend) == said
    assert bool(judged.why) == (judged.standing is not M)
    assert bool(judged.todo) == (judged.mend in (PERSON, Mend.MATCH))


def test_a_lost_dispute_says_what_the_bank_took() -> None:
    lost = here(lost_paise=400_00, left_paise=0, refunds=(replace(PART, amount_paise=600_00),))
    case = replace(CASE, order=CANCELLED, here=lost, refunded_paise=600_00)
    words = "The bank took ₹400.00 back: dispute lost. The rest was given back."
    assert judge_payment(case).why == words


@pytest.mark.parametrize(
    ("status", "kept", "rule"),
    [
        ("failed", None, None),
        ("created", None, None),
        ("authorized", None, "authorised"),
        ("failed", HERE, "not_received_there"),
        ("authorized", HERE, "not_received_there"),
        ("failed", here(status="failed"), None),
    ],
)
def test_money_that_is_not_there(status: str, kept: PaymentHere | None, rule: str | None) -> None:
    judged = judge_unreceived(replace(CASE, status=status, here=kept))
    assert (judged.rule if judged else None) == rule


THERE = RefundThere("rfnd_1", "pay_1", 1000_00, "processed", receipt="refund-pay_1-1")
FLAGGED = replace(ORDER, flags=frozenset({REFUND_FAILED_FLAG}))
AGAIN = replace(GIVEN, key="refund-pay_1-2", gateway_id="rfnd_2")
REFUNDS: dict[str, tuple[Any, tuple[RefundHere, ...] | None, OrderHere, str, Mend]] = {
    "the same": (THERE, (GIVEN,), ORDER, "same", NO),
    "by its receipt": (THERE, (INTENDED,), ORDER, "behind", Mend.TAKE_REFUND),
    "made there": (replace(THERE, receipt=""), (), ORDER, "unknown_here", Mend.TAKE_REFUND),
    "a stranger's receipt": (THERE, (AGAIN,), ORDER, "unknown_here", Mend.TAKE_REFUND),
    "payment unknown": (THERE, None, ORDER, "unknown_here", Mend.TAKE_REFUND),
    "earlier system": (THERE, None, EARLIER, "earlier_system", NO),
    "another amount": (replace(THERE, amount_paise=1), (GIVEN,), ORDER, "amount_differs", PERSON),
    "failed unheard": (
        replace(THERE, status="failed"),
        (GIVEN,),
        ORDER,
        "behind",
        Mend.TAKE_REFUND,
    ),
    "done here, not there": (
        replace(THERE, status="pending"),
        (GIVEN,),
        ORDER,
        "state_differs",
        PERSON,
    ),
    "failed": (replace(THERE, status="failed"), (FAILED,), FLAGGED, "failed", PERSON),
    "failed and settled": (replace(THERE, status="failed"), (FAILED,), ORDER, "failed", NO),
    "failed and sent again": (
        replace(THERE, status="failed"),
        (FAILED, AGAIN),
        ORDER,
        "given_again",
        NO,
    ),
}


@pytest.mark.parametrize(
    ("there", "kept", "order", "rule", "mend"), REFUNDS.values(), ids=REFUNDS.keys()
)
def test_how_a_refund_stands(
    there: RefundThere,
    kept: tuple[RefundHere, ...] | None,
    order: OrderHere,
    rule: str,
    mend: Mend,
) -> None:
    payment = None if kept is None else here(refunds=kept)
    judged = judge_refund(there, payment, order)
    assert (judged.rule, judged.mend) == (rule, mend)


@pytest.mark.parametrize(
    ("status", "gateway_id", "rule"),
    [
        ("intended", "", "not_sent"),
        ("processed", "rfnd_1", "not_at_razorpay"),
        ("pending", "rfnd_1", "not_at_razorpay"),
        ("failed", "rfnd_1", "not_at_razorpay"),
        ("refused", "", None),
    ],
)
def test_a_refund_that_razorpay_does_not_list(
    status: str, gateway_id: str, rule: str | None
) -> None:
    judged = judge_missing_refund(RefundHere("key-key-key", 1_00, status, gateway_id))
    assert (judged.rule if judged else None) == rule


@pytest.mark.parametrize("paid_by", ["", "pay_1"])
def test_what_is_sold_unpaid_is_not_to_be_sent(paid_by: str) -> None:
    judged = judge_unpaid(replace(ORDER, paid_by=paid_by))
    assert judged.todo.startswith("Do not send it.")


def a_report(*lines: Line, books: Sums) -> Report:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return Report(now, now, now, by="Test", is_applied=False, books=books, lines=lines)


def a_line(paise: int, standing: Standing = M, **given: Any) -> Line:
    judged = Judged("same", standing)
    return Line(kind="payment", about="pay_1", judged=judged, received_paise=paise, **given)


def test_sums_are_proven_to_the_paisa() -> None:
    lines = [a_line(100), a_line(50, E), a_line(7, O), a_line(0, O, in_books=False)]
    a_report(*lines, books=Sums(payments=3, received_paise=157)).prove()


@pytest.mark.parametrize(
    "books",
    [
        Sums(payments=1, received_paise=101),
        Sums(payments=2, received_paise=100),
        Sums(payments=1, received_paise=100, refunds=1),
        Sums(payments=1, received_paise=100, given_paise=1),
    ],
)
def test_a_paisa_that_no_line_tells_of_is_no_result(books: Sums) -> None:
    with pytest.raises(BooksDiffer):
        a_report(a_line(100), books=books).prove()
