"""Mending what reconcile found open and clear, through the same services that webhooks, callback
and worker use. Each mend may be repeated and may meet another that does the same."""

import logging
from collections.abc import Callable

from pynamodb.exceptions import PynamoDBException, UpdateError

from config.dynamo import refused, write
from config.errors import ShopError
from payments import queries
from payments.models import Payment, Unmatched
from payments.razorpay import gateway
from payments.razorpay_entities import GatewayPayment
from payments.reconcile.books import Line, Mended
from payments.reconcile.facts import Mend
from payments.refund_rules import Wanted
from payments.rules import UNKNOWN_ORDER
from payments.services import old_front_end, without_order
from payments.services.refund_news import take_refund
from payments.services.refund_sending import send_all
from payments.services.refunding import give_back
from payments.services.taking import take_payment
from payments.services.writing import Source

log = logging.getLogger(__name__)
SOURCE = Source(by="Reconcile")
IN_VAIN = "Razorpay names no order of ours for it."


def mend(line: Line) -> Mended:
    """Do what an open line proposes. What does not work is told and stays open."""
    words = line.judged.mend.value
    try:
        has_helped = MENDS[line.judged.mend](line) is not False
    except (ShopError, PynamoDBException) as trouble:
        log.warning("%s: could not %s: %s", line.about, words, trouble)
        return Mended(line.about, words, str(trouble))
    log.info("%s: %s", line.about, words)
    return Mended(line.about, words, "" if has_helped else IN_VAIN)


def _take(line: Line) -> None:
    _taken(gateway().payment(line.payment_id))


def _taken(news: GatewayPayment) -> None:
    if old_front_end.made_it(news):
        old_front_end.take_order(news, source=SOURCE)
    else:
        take_payment(news, source=SOURCE)


def _take_again(line: Line) -> None:
    """The payment's item stands alone: it steps back to `authorized`, which changes nothing else,
    and is then taken as if the news had just come."""
    news = gateway().payment(line.payment_id)  # asked first: without an answer nothing is touched
    item = Payment(line.payment_id, line.order_id)
    alone = (Payment.status == "captured") & Payment.refunds.does_not_exist()
    try:
        write(lambda: item.update([Payment.status.set("authorized")], condition=alone))
    except UpdateError as error:
        if not refused(error):
            raise
    _taken(news)


def _match(line: Line) -> bool:
    """Razorpay may know the order. If not, a person finds the payment on the list, where a half
    write or a restore may have left it out."""
    if without_order.match(line.payment_id):
        return True
    item = Unmatched(Unmatched.KEY, "#")
    write(lambda: item.update([Unmatched.payment_ids.add({line.payment_id})]))
    return False


def _take_refund(line: Line) -> None:
    payment = gateway().payment(line.payment_id)
    for news in gateway().refunds_of(line.payment_id):
        take_refund(news, payment, source=SOURCE)


def _send(line: Line) -> None:
    if line.order_id in ("", UNKNOWN_ORDER):
        without_order.send(line.payment_id)
    else:
        send_all(line.order_id)


def _give_back(line: Line) -> None:
    kept = queries.payment(line.payment_id)
    give_back(
        line.order_id,
        line.payment_id,
        Wanted(is_full=True),
        key=f"reconcile-{line.payment_id}"[:40],
        seen_left_paise=kept.left_paise if kept else 0,
        reason="The order was cancelled.",
        by="Reconcile",
    )


MENDS: dict[Mend, Callable[[Line], object]] = {
    Mend.TAKE: _take,
    Mend.TAKE_AGAIN: _take_again,
    Mend.MATCH: _match,
    Mend.TAKE_REFUND: _take_refund,
    Mend.FETCH_REFUNDS: _take_refund,
    Mend.SEND: _send,
    Mend.GIVE_BACK: _give_back,
}
