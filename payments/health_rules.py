"""Whether Razorpay still sends its events. After a day of failures it switches an address off and
writes one mail (razorpay.md 5). Pure."""

from datetime import datetime, timedelta

GRACE = timedelta(minutes=30)  # how long an event may take, and how much later money may be


def may_be_switched_off(
    *, last_event_at: datetime | None, newest_sale_at: datetime | None, now: datetime
) -> bool:
    """Whether money came in of which no event told, though there was time enough: the newest paid
    order was placed well after the last event, and well before now."""
    if newest_sale_at is None or now - newest_sale_at < GRACE:
        return False
    return last_event_at is None or newest_sale_at - last_event_at > GRACE
