"""What a customer reads about the money of a parcel that does not reach them. Pure."""

from collections.abc import Sequence

from config.money import rupees
from orders.models import Order
from orders.rules import PaymentStatus
from shipping.cash import collected_paise, still_due_paise
from shipping.models import Shipment
from shipping.packing import uncovered
from shipping.rules import ShipmentStatus as S

_IN_PART = "23"  # Shiprocket's number of a parcel of which only some was handed over


def _is_in_part(parcel: Shipment) -> bool:
    """Whether the courier says that only some of it was handed over."""
    return any(scan.status_id == _IN_PART for scan in parcel.scans or [])


def words_for_lost(order: Order, parcels: Sequence[Shipment]) -> str:
    """About the money of a parcel that does not reach its customer, one of these of its order."""
    if order.payment_status == PaymentStatus.REFUNDED:
        return "Your money is on its way back; banks take 5 to 7 working days."
    if not order.is_cod:
        return "We write to you about what you prefer: that we send it again, or your money back."
    delivered = [each for each in parcels if each.status is S.DELIVERED]
    if delivered and not any(_is_in_part(each) for each in delivered):
        paid = rupees(collected_paise(order, delivered))
        return f"You pay nothing for this parcel. The {paid} you paid were for what was delivered."
    if delivered or still_due_paise(order, parcels) or uncovered(order, parcels):
        return "You pay nothing for this parcel."
    return "You have paid nothing, and nothing is left to pay."
