"""What a customer reads about the money of a parcel that does not reach them. Pure."""

from collections.abc import Sequence

from config.money import rupees
from orders.models import Order
from orders.rules import PaymentStatus
from shipping.at_the_door import cash_of
from shipping.models import Shipment


def words_for_lost(order: Order, parcels: Sequence[Shipment]) -> str:
    """About the money of a parcel that does not reach its customer, one of these of its order."""
    if order.payment_status == PaymentStatus.REFUNDED:
        return "Your money is on its way back; banks take 5 to 7 working days."
    if not order.is_cod:
        return "We write to you about what you prefer: that we send it again, or your money back."
    cash = cash_of(order, parcels)
    if cash.collected and not cash.unsure:
        paid = rupees(cash.collected)
        return f"You pay nothing for this parcel. The {paid} you paid is for what was delivered."
    if cash.collected or cash.unsure or cash.due:
        return "You pay nothing for this parcel."
    return "You have paid nothing, and nothing is left to pay."
