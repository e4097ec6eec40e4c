"""What money that is here on both sides is for: its order, or to go back, or for a person. Pure."""

from config.money import rupees
from orders.rules import REFUND_FLAG, Status
from payments.reconcile.facts import (
    Case,
    Judged,
    Mend,
    OrderHere,
    PaymentHere,
    Standing,
    explained,
    for_a_person,
    matched,
    mendable,
)
from payments.rules import UNKNOWN_ORDER
from payments.words import money_words


def judge_use(case: Case, here: PaymentHere) -> Judged:
    """What a payment is for that is received on both sides, with the same amount and refunds."""
    order = case.order
    if here.order_id == UNKNOWN_ORDER:
        if order is not None and order.is_earlier and order.paid_by in ("", case.payment_id):
            return judge_earlier(case, order)
        return _without_order(here)
    if order is None:
        return for_a_person(
            "order_gone",
            f"It was taken for {here.order_id}, which is not in the orders table.",
            "Restore the order from the backup of the tables, or give the payment back at"
            " Razorpay.",
        )
    if order.paid_by == case.payment_id:
        return _of_its_order(case, here, order)
    if order.is_earlier and not order.paid_by:
        return judge_earlier(case, order)
    return _odd(case, here, order)


def judge_earlier(case: Case, order: OrderHere) -> Judged:
    """The earlier system kept no payment, or did not name it on the order: the sum decides."""
    if (order.total_paise, "INR") == (case.amount_paise, case.currency):
        return explained(
            "earlier_system",
            "Order of the earlier system, which kept less. The amount is the same.",
        )
    return for_a_person(
        "earlier_amount",
        f"The earlier system's order costs {rupees(order.total_paise)}, paid was"
        f" {money_words(case.amount_paise, case.currency)}.",
        "Ask the customer, then give the difference back at Razorpay, or write to the owner why it"
        " is right.",
    )


def _without_order(here: PaymentHere) -> Judged:
    if here.explained:
        said = here.explained
        return explained(
            "said_why", f"{said.get('why', '')} ({said.get('by', '')}, {said.get('at', '')[:10]})"
        )
    if here.is_all_back:
        return _gone(here, "Nobody knew its order.")
    if here.is_intended:
        why = "Nobody knew its order. It is to go back and was not sent yet."
        return mendable("not_sent", why, Mend.SEND)
    return Judged(
        "no_order",
        Standing.OPEN,
        "Nobody knows the order that it was paid for.",
        Mend.MATCH,
        "On the payments page give it back, or write down why it is right as it is.",
    )


def _of_its_order(case: Case, here: PaymentHere, order: OrderHere) -> Judged:
    if (order.total_paise, "INR") != (case.amount_paise, case.currency):
        return for_a_person(
            "total_differs",
            f"The order it confirmed costs {rupees(order.total_paise)}, paid was"
            f" {money_words(case.amount_paise, case.currency)}.",
            "Send nothing. Compare the order's lines with what the customer was told.",
        )
    if order.status is Status.CANCELLED:
        return _cancelled(here, order)
    if order.is_old_site and (order.is_unchecked or not here.lost_paise):
        return _old_site(order)
    if here.is_all_back and order.status in (Status.CONFIRMED, Status.PROCESSING):
        still = f"The order is still {order.status}: cancel it, so that its stock comes back."
        return explained("sold_and_given_back", f"{_gone(here, '').why} {still}")
    return explained("dispute_lost", _lost(here)) if here.lost_paise else matched()


def _gone(here: PaymentHere, what: str) -> Judged:
    """Nothing of it is here any more: given back, or taken by the bank."""
    if not here.lost_paise:
        return explained("given_back", f"{what} All of it was given back.".lstrip())
    rest = " The rest was given back." if here.given_paise else ""
    return explained("dispute_lost", f"{what} {_lost(here)}{rest}".lstrip())


def _lost(here: PaymentHere) -> str:
    return f"The bank took {money_words(here.lost_paise, here.currency)} back: dispute lost."


def _cancelled(here: PaymentHere, order: OrderHere) -> Judged:
    if here.left_paise == 0:
        return _gone(here, "") if here.lost_paise else matched()
    left = money_words(here.left_paise, here.currency)
    if not here.refunds and REFUND_FLAG in order.flags:
        why = f"The order was cancelled to give {left} back, but no refund was begun."
        return mendable("refund_missing", why, Mend.GIVE_BACK)
    return for_a_person(
        "cancelled_and_kept",
        f"The order is cancelled, and {left} of it is still here.",
        "Give it back on the order's page.",
    )


def _old_site(order: OrderHere) -> Judged:
    if order.is_unchecked:
        return for_a_person(
            "old_site",
            "Came from the earlier site, whose prices are its own.",
            "Compare the amount with the goods, take the pieces out of stock, press Settled.",
        )
    return explained(
        "old_site_checked",
        "Came from the earlier site; the order was made from the event. Checked by a person.",
    )


def _odd(case: Case, here: PaymentHere, order: OrderHere) -> Judged:
    """Not what the order was confirmed by: a second payment, a late one, a wrong amount."""
    what = _what(order)
    if here.is_intended:
        return mendable("not_sent", f"{what} It is to go back and was not sent yet.", Mend.SEND)
    if here.is_all_back:
        return _gone(here, what)
    if not order.is_earlier and not here.refunds and case.payment_id not in order.noted:
        return mendable(
            "half_written",
            f"Its item is here, but {order.order_id} knows nothing of it: one half of a write is"
            " missing.",
            Mend.TAKE_AGAIN,
        )
    if any(refund.is_void for refund in here.refunds):
        return for_a_person(
            "refund_failed",
            f"{what} Its refund did not go through:"
            f" {money_words(here.left_paise, here.currency)} is here again.",
            "Ask the customer where it shall go, then give it back again on the order's page.",
        )
    return for_a_person(
        "not_for_the_order",
        f"{what} {money_words(case.amount_paise, case.currency)} came in, the order costs"
        f" {rupees(order.total_paise)}.",
        "Ask the customer. Give it back on the order's page, or cancel the order, which gives"
        " back everything.",
    )


def _what(order: OrderHere) -> str:
    if order.paid_by:
        return f"{order.order_id} was paid by {order.paid_by} already."
    if order.status is Status.CANCELLED:
        return f"{order.order_id} had ended when it came."
    return f"It is not what {order.order_id} waits for."
