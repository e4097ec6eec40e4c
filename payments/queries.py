"""What pages and other rooms ask of the payments table. No scan: by key or by index."""

from payments.models import Payment, Unmatched


def opened(razorpay_order_id: str) -> Payment | None:
    """The item written when this Razorpay order was opened: it leads to our order."""
    if razorpay_order_id.startswith("#"):
        return None
    return next(iter(Payment.query(razorpay_order_id, consistent_read=True, limit=1)), None)


def payment(payment_id: str) -> Payment | None:
    """A payment by Razorpay's id."""
    return opened(payment_id)


def payments_for(razorpay_order_id: str) -> list[Payment]:
    """Every attempt on a Razorpay order, without the item of its opening. By index: may lag."""
    rows = Payment.by_razorpay_order.query(razorpay_order_id)
    return [row for row in rows if row.payment_id != razorpay_order_id]


def unmatched() -> list[str]:
    """The ids of payments that nobody could match to an order yet."""
    try:
        found = Unmatched.get(Unmatched.KEY, "#", consistent_read=True)
    except Unmatched.DoesNotExist:
        return []
    return sorted(found.payment_ids or ())
