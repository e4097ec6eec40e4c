"""The bill that leaves with the goods."""

import logging

from config.errors import Unavailable
from orders.errors import NoBill, NoRate
from orders.models import Order
from orders.services.invoicing import invoice_for

log = logging.getLogger(__name__)


def make_bill(order: Order, *, by: str) -> None:
    """Make the order's bill before its goods leave. Where it cannot be made now they leave all the
    same: a person was called where no rate is known, else the worker makes it."""
    if order.invoice is not None:
        return
    try:
        invoice_for(order.order_id, by=by)
    except (NoBill, NoRate, Unavailable) as refusal:
        log.warning("The bill of %s waits: %s", order.order_id, type(refusal).__name__)
