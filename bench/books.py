"""The books of a shop that sells for so many days: orders in every state, paid and sent, as many
open ones at the end of a long history as at the end of a short one."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from pynamodb.models import Model

from orders.models import Line, Order
from orders.rules import Status
from payments.models import Payment
from payments.services.listing import entries_of
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from tests.factories import ADDRESS

SKU = "sheet"
A_DAY = 250  # orders
UPTO = {20: Status.PENDING, 80: Status.CONFIRMED, 120: Status.PROCESSING, 500: Status.SHIPPED}
WITH_PAPERS = 5_000  # of the newest: their payments and parcels are there too


def books_of(numbers: range, now: datetime, status: Status | None = None) -> Iterator[Model]:
    """The orders of these numbers, 0 the newest, with the payments and parcels of the newest; or,
    all in one state if that is given, the orders alone."""
    for n in numbers:
        yield _order(n, now, status or _status_of(n))
        if status is None and n < WITH_PAPERS:
            at = now - n * timedelta(days=1) / A_DAY
            payment = _payment(n, at)
            yield from (payment, *entries_of(payment), _parcel(n, at))


def parcel_of(n: int) -> str:
    """The parcel of the order of this number."""
    return f"{id_of(n)}-1"


def id_of(n: int) -> str:
    """The order of this number."""
    return f"TB-{n:010d}"


def _status_of(n: int) -> Status:
    later = Status.CANCELLED if n % 10 == 0 else Status.DELIVERED
    return next((status for upto, status in UPTO.items() if n < upto), later)


def _order(n: int, now: datetime, status: Status) -> Order:
    at = now - n * timedelta(days=1) / A_DAY
    sent = status in {Status.SHIPPED, Status.DELIVERED}
    return Order(
        id_of(n),
        f"buyer{n}@example.com",
        status=status,
        lines=[Line(product_id=SKU, sku=SKU, name="Sheet", quantity=1, price=500_00)],
        total_amount=500_00,
        customer_name="Ananya Rao",
        customer_email=f"buyer{n}@example.com",
        shipping_address=ADDRESS,
        razorpay_order_id=f"order_{n}",
        razorpay_payment_id=None if status is Status.PENDING else f"pay_{n}",
        payment_status="created" if status is Status.PENDING else "captured",
        created_at=at,
        delivered_at=at + timedelta(days=3) if status is Status.DELIVERED else None,
        shipment_ids=[parcel_of(n)] if sent else None,
    )


def _payment(n: int, at: datetime) -> Payment:
    return Payment(
        f"pay_{n}",
        id_of(n),
        razorpay_order_id=f"order_{n}",
        amount=500_00,
        status="captured",
        method="upi",
        created_at=at,
        captured_at=at,
    )


def _parcel(n: int, at: datetime) -> Shipment:
    is_there = _status_of(n) is Status.DELIVERED
    return Shipment(
        parcel_of(n),
        id_of(n),
        status=ShipmentStatus.DELIVERED if is_there else ShipmentStatus.IN_TRANSIT,
        tracking_number=f"9{n:011d}",
        courier_name="Bluedart",
        shipping_address=ADDRESS,
        created_at=at,
    )
