"""How a payment of Razorpay's books stands here: the same, explained, or open with a mend. Pure."""

from payments.reconcile.facts import (
    Case,
    Judged,
    Mend,
    OrderHere,
    PaymentHere,
    explained,
    for_a_person,
    mendable,
)
from payments.reconcile.order_rules import judge_earlier, judge_use
from payments.rules import RECEIVED
from payments.words import money_words


def judge_payment(case: Case) -> Judged:
    """How a payment stands whose money Razorpay has, or has had."""
    here = case.here
    if here is None:
        return _unknown(case)
    if (here.amount_paise, here.currency) != (case.amount_paise, case.currency):
        return for_a_person(
            "amount_differs",
            f"Razorpay has {money_words(case.amount_paise, case.currency)}, here"
            f" {money_words(here.amount_paise, here.currency)} stands for the same payment.",
            "Look at the payment at Razorpay and ask whoever keeps the tables which is right.",
        )
    if here.status not in RECEIVED:
        return mendable(
            "not_taken",
            f"Captured at Razorpay; here it is only {here.status}.",
            Mend.TAKE,
        )
    if here.given_paise > case.amount_paise:
        return for_a_person(
            "too_much_back",
            f"{money_words(here.given_paise, here.currency)} given back stand here for a payment of"
            f" {money_words(case.amount_paise, case.currency)}.",
            "Compare with the refunds at Razorpay; more than was paid cannot have gone back.",
        )
    if _unseen_paise(case, here):
        return mendable(
            "refunds_differ",
            f"Razorpay gave {money_words(case.refunded_paise, case.currency)} of it back, here"
            f" {money_words(here.given_paise, here.currency)} stands.",
            Mend.FETCH_REFUNDS,
        )
    return judge_use(case, here)


def judge_unreceived(case: Case) -> Judged | None:
    """How an attempt stands whose money Razorpay does not have; None if it means nothing."""
    here = case.here
    if here is not None and here.status in RECEIVED:
        return for_a_person(
            "not_received_there",
            f"Here it stands as {here.status}; Razorpay says {case.status}.",
            "Send nothing for it. Look at the payment at Razorpay and ask its support.",
        )
    if case.status == "authorized":
        return explained(
            "authorised",
            "The bank has agreed, the money is not ours yet: Razorpay captures it, or lets it go"
            " after three days.",
        )
    return None


def judge_missing_there(here: PaymentHere) -> Judged:
    """How a payment stands that is received here and that Razorpay does not know at all."""
    return for_a_person(
        "not_at_razorpay",
        f"{money_words(here.amount_paise, here.currency)} stand as {here.status} here, and"
        " Razorpay knows no such payment.",
        "Send nothing for it. It may be of another Razorpay account or of test mode: look there.",
    )


def judge_unpaid(order: OrderHere) -> Judged:
    """How an order stands that is sold and for which Razorpay has no money in the books."""
    named = f"Its payment {order.paid_by}" if order.paid_by else "A payment of it"
    return for_a_person(
        "sold_unpaid",
        f"The order is {order.status}. {named} is not captured at Razorpay.",
        "Do not send it. Look the order up at Razorpay; cancel it if nothing was paid.",
    )


def _unknown(case: Case) -> Judged:
    order = case.order
    if order is None or not order.is_earlier:
        return mendable("unknown_here", "Captured at Razorpay and unknown here.", Mend.TAKE)
    return judge_earlier(case, order)


def _unseen_paise(case: Case, here: PaymentHere) -> int:
    """What of Razorpay's sum of refunds is neither in its list, where each is judged by itself,
    nor known here."""
    known = sum(
        refund.amount_paise
        for refund in here.refunds
        if refund.is_given and refund.gateway_id not in case.gateway_ids
    )
    return case.refunded_paise - case.listed_paise - known
