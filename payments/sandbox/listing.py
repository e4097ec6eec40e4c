"""Razorpay's lists: newest first, `from` and `to` in Unix seconds, `skip`, and `count`, which is
ten unless asked and never more than a hundred."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest

from payments.sandbox import entities
from payments.sandbox.records import Refusal, order_of, payment_of
from shipping.sandbox.ledger import LEDGER, Record

MOST = 100
_FOR_EVER = 1 << 62


def orders(request: HttpRequest) -> Record:
    """Orders, by `receipt` and by whether a payment was `authorized`, where that is asked for."""
    receipt, authorized = request.GET.get("receipt"), request.GET.get("authorized")

    def fits(order: Record) -> bool:
        if authorized is not None and _has_money(order) != (authorized == "1"):
            return False
        return receipt in {None, order["entity"]["receipt"]}

    return _page(request, [order["entity"] for order in LEDGER.find("orders", fits)])


def order_payments(_: HttpRequest, order_id: str) -> Record:
    """Every attempt at one order."""
    attempts = [payment_of(each) for each in order_of(order_id)["payments"]]
    return entities.collection([entities.without_card(payment) for payment in attempts])


def payments(request: HttpRequest) -> Record:
    """All payments."""
    return _page(request, [entities.without_card(p) for p in LEDGER.find("payments")])


def payment_refunds(request: HttpRequest, payment_id: str) -> Record:
    """The refunds of one payment."""
    payment_of(payment_id)
    return _page(request, LEDGER.find("refunds", lambda r: r["payment_id"] == payment_id))


def refunds(request: HttpRequest) -> Record:
    """All refunds."""
    return _page(request, LEDGER.find("refunds"))


def _has_money(order: Record) -> bool:
    taken = {"authorized", "captured", "refunded"}
    return any(payment_of(each)["status"] in taken for each in order["payments"])


def _page(request: HttpRequest, entries: Iterable[Record]) -> Record:
    ask = _whole_numbers_of(request)
    count = ask("count", 10)
    if not 1 <= count <= MOST:
        raise Refusal(f"The count must be between 1 and {MOST}.", field="count")
    begin, end, skip = ask("from", 0), ask("to", _FOR_EVER), ask("skip", 0)
    within = [each for each in entries if begin <= each["created_at"] <= end]
    return entities.collection(within[::-1][skip : skip + count])


def _whole_numbers_of(request: HttpRequest) -> Callable[[str, int], int]:
    def ask(name: str, otherwise: int) -> int:
        text = request.GET.get(name, "")
        if not text:
            return otherwise
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            raise Refusal(f"The {name} must be an integer.", field=name)
        return int(text)

    return ask
