"""What the buttons of the control pages do; each takes the posted form."""

import json
from collections.abc import Callable
from typing import Any

from config.money import paise
from payments.sandbox import acts, disputes, refunds
from shipping.sandbox import faults, moving, parcels
from shipping.sandbox.ledger import LEDGER
from shipping.sandbox.post import OFFICE

Form = dict[str, str]


def _pay(form: Form) -> None:
    how: dict[str, Any] = {"method": form["method"], "outcome": form["outcome"]}
    if form.get("rupees"):
        how["amount"] = paise(form["rupees"])
    if form.get("currency"):
        how["currency"] = form["currency"]
    acts.pay(form["order_id"], again=True, **how)


def _settle(form: Form) -> None:
    acts.settle(form["payment_id"], form["outcome"])


def _refund(form: Form) -> None:
    amount = form.get("rupees", "")
    refunds.refund(form["payment_id"], {"amount": paise(amount)} if amount else {})


def _process_refund(form: Form) -> None:
    refunds.process_refund(form["refund_id"])


def _fail_refund(form: Form) -> None:
    refunds.fail_refund(form["refund_id"])


def _refunds(form: Form) -> None:
    refunds.set_bank(refunds=form["refunds"])


def _balance(form: Form) -> None:
    amount = form.get("rupees", "")
    refunds.set_bank(balance_paise=paise(amount) if amount else None)


def _dispute(form: Form) -> None:
    disputes.open_dispute(form["payment_id"], {})


def _move_dispute(form: Form) -> None:
    disputes.move_dispute(form["dispute_id"], form["to"])


def _pay_out(_: Form) -> None:
    disputes.pay_out()


def _send(form: Form) -> None:
    times = int(form.get("times", "1"))
    OFFICE.send(form["event_id"], times=min(times, 50), at_once=times > 1)


def _drop(form: Form) -> None:
    OFFICE.drop(form["event_id"])


def _mode(form: Form) -> None:
    OFFICE.choose(mode="hold" if form["mode"] == "hold" else "auto")


def _release_newest_first(_: Form) -> None:
    held = LEDGER.find("events", lambda event: event["state"] == "held")
    OFFICE.release(event["id"] for event in reversed(held))


def _move(form: Form) -> None:
    moving.move(form["awb"], int(form["status_id"]))


def _wallet(form: Form) -> None:
    parcels.fill_wallet(paise(form["rupees"]))


def _fault(form: Form) -> None:
    body = form.get("body", "")
    faults.plan({**form, "body": json.loads(body) if body.startswith(("{", "[")) else body})


def _clear_faults(_: Form) -> None:
    for fault in LEDGER.find("faults"):
        LEDGER.remove("faults", fault["id"])


BUTTONS: dict[str, Callable[[Form], None]] = {
    "pay": _pay,
    "settle": _settle,
    "refund": _refund,
    "process-refund": _process_refund,
    "fail-refund": _fail_refund,
    "refunds": _refunds,
    "balance": _balance,
    "dispute": _dispute,
    "move-dispute": _move_dispute,
    "pay-out": _pay_out,
    "send": _send,
    "drop": _drop,
    "mode": _mode,
    "release": _release_newest_first,
    "move": _move,
    "wallet": _wallet,
    "fault": _fault,
    "clear-faults": _clear_faults,
}
