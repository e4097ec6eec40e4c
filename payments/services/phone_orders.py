"""An order that one of us takes by telephone: the same write as a checkout's, with a longer hold
and a link to pay by (docs/decisions/orders-by-phone.md)."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from config import clock
from config.errors import Unavailable
from orders.models import Order
from orders.rules import Status
from orders.services import mailing
from orders.services.drafting import TO_PAY, Buyer, Terms
from orders.services.placing import Placed, nothing_more, place_order
from payments.attempt import OrderIds
from payments.errors import NothingToPay
from payments.razorpay import RazorpayRefused
from payments.services.opening import open_payment
from payments.services.ordering import count_to_phone


@dataclass(frozen=True)
class PhoneOrder:
    """What the person at the telephone wrote down; `terms` say who took it."""

    ids: OrderIds
    buyer: Buyer
    wanted: Mapping[str, int]
    shown_total_paise: int
    terms: Terms


@dataclass(frozen=True)
class Taken:
    """The order, whether this press made it, and whether the mail with its link is out."""

    order: Order
    is_new: bool
    is_mailed: bool


def take_by_phone(wish: PhoneOrder) -> Taken:
    """Make the order, whichever way it is paid; pressed again it is the same order. One that is to
    be paid is opened at Razorpay and its link is mailed, if there is an address; what does not work
    now is done by the page behind the link, and by the worker. Cash is counted for the number as
    at the checkout: raises TooMany, and all that place_order raises."""
    ids, is_cod = wish.ids, wish.terms.is_cod
    placed = place_order(
        order_id=ids.cash if is_cod else ids.now,
        buyer=wish.buyer,
        wanted=wish.wanted,
        shown_total_paise=wish.shown_total_paise,
        terms=wish.terms,
        unless_placed=ids.now if is_cod else ids.cash,
        also=partial(count_to_phone, wish.buyer.phone) if is_cod else nothing_more,
    )
    return Taken(placed.order, placed.is_new, is_mailed=_send_link(placed))


def _send_link(placed: Placed) -> bool:
    order = placed.order
    if order.status is not Status.PENDING:
        return False
    with suppress(Unavailable, NothingToPay, RazorpayRefused):
        open_payment(order, is_fresh=placed.is_new)
    return bool(order.customer_email) and mailing.send_now(order, TO_PAY, now=clock.now())
