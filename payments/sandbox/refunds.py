"""Money given back: at once or after a while, or sent back by the bank; and what Razorpay's own
balance allows."""

from payments.sandbox import entities, telling
from payments.sandbox.acts import TAKEN
from payments.sandbox.records import Refusal, known, payment_of
from shipping.sandbox.ledger import LEDGER, Record

NO_BALANCE = (
    "Your account does not have enough balance to carry out the refund operation."
    " You can add funds to your account from your Razorpay dashboard or capture new payments."
)
_BANK = {"refunds": "at_once", "balance_paise": None}


def bank() -> Record:
    """How refunds go: `refunds` is `at_once` or `pending`; `balance_paise` is what there is to
    give back from, None for plenty."""
    return _BANK | (LEDGER.get("control", "bank") or {})


def set_bank(**wanted: object) -> Record:
    """Change how refunds go; what is not named stays."""
    if wanted.keys() - _BANK.keys() or wanted.get("refunds", "pending") not in {
        "at_once",
        "pending",
    }:
        raise ValueError("refunds is at_once or pending, balance_paise an amount or null")
    with LEDGER:
        LEDGER.put("control", "bank", bank() | wanted)
        return bank()


def refund(payment_id: str, wanted: Record) -> Record:
    """Give captured money back, in whole or in part; the refund entity."""
    with LEDGER:
        payment = payment_of(payment_id)
        if payment["status"] not in TAKEN:
            raise Refusal("The payment status should be captured for action to be taken")
        left = payment["amount"] - payment["amount_refunded"]
        if left == 0:
            raise Refusal("The payment has been fully refunded already.")
        made = entities.new_refund(payment, {"amount": left} | wanted)
        if made["amount"] > left:
            words = "The refund amount provided is greater than amount captured."
            raise Refusal(words, field="amount")
        _draw(made["amount"])
        waits = bank()["refunds"] == "pending"
        made["status"] = "pending" if waits else "processed"
        LEDGER.put("refunds", made["id"], made)
        payment = _refunded(payment, made["amount"])
        telling.of_refund("refund.created", payment, made)
        if not waits:
            telling.of_refund("refund.processed", payment, made)
        return made


def process_refund(refund_id: str) -> Record:
    """A refund that was on its way is done."""
    with LEDGER:
        made = _under_way(refund_id)
        if made["status"] == "pending":
            made["status"] = "processed"
            LEDGER.put("refunds", refund_id, made)
            telling.of_refund("refund.processed", payment_of(made["payment_id"]), made)
        return made


def change_speed(refund_id: str) -> Record:
    """An instant refund is not possible after all and goes the normal way."""
    with LEDGER:
        made = _under_way(refund_id)
        if made["speed_requested"] != "optimum":
            raise Refusal("Only a refund of speed optimum can become a normal one")
        made["speed_processed"] = "normal"
        LEDGER.put("refunds", refund_id, made)
        telling.of_refund("refund.speed_changed", payment_of(made["payment_id"]), made)
        return made


def fail_refund(refund_id: str) -> Record:
    """The bank sends the refund back: the money is the shop's again, and the event says so."""
    with LEDGER:
        made = known("refunds", refund_id)
        if made["status"] == "failed":
            return made
        made["status"] = "failed"
        LEDGER.put("refunds", refund_id, made)
        _draw(-made["amount"])
        payment = _refunded(payment_of(made["payment_id"]), -made["amount"])
        telling.of_refund("refund.failed", payment, made)
        return made


def _under_way(refund_id: str) -> Record:
    made = known("refunds", refund_id)
    if made["status"] == "failed":
        raise Refusal("This refund has failed")
    return made


def _draw(amount: int) -> None:
    balance = bank()["balance_paise"]
    if balance is None:
        return
    if amount > balance:
        raise Refusal(NO_BALANCE)
    set_bank(balance_paise=balance - amount)


def _refunded(payment: Record, amount: int) -> Record:
    back = payment["amount_refunded"] + amount
    whole = back == payment["amount"]
    payment |= {
        "amount_refunded": back,
        "refund_status": ("full" if whole else "partial") if back else None,
        "status": "refunded" if whole else "captured",
    }
    LEDGER.put("payments", payment["id"], payment)
    return payment
