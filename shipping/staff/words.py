"""How staff read a parcel's states: a word, an icon and a tint."""

from collections.abc import Sequence

from orders.staff.words import Look
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.steps import Standing

LOOKS: dict[ShipmentStatus, Look] = {
    ShipmentStatus.PENDING: Look("Waits for pickup", "clock", "bg-secondary-lt"),
    ShipmentStatus.PICKED: Look("Picked up", "truck", "bg-azure-lt"),
    ShipmentStatus.IN_TRANSIT: Look("In transit", "truck", "bg-azure-lt"),
    ShipmentStatus.OUT_FOR_DELIVERY: Look("Out for delivery", "bike", "bg-azure-lt"),
    ShipmentStatus.DELIVERED: Look("Delivered", "circle-check", "bg-green-lt"),
    ShipmentStatus.UNDELIVERED: Look("Not delivered", "triangle-alert", "bg-red-lt"),
    ShipmentStatus.RTO_INITIATED: Look("Coming back", "undo-2", "bg-orange-lt"),
    ShipmentStatus.RTO_DELIVERED: Look("Back with us", "warehouse", "bg-orange-lt"),
    ShipmentStatus.LOST: Look("Lost", "circle-question-mark", "bg-red-lt"),
    ShipmentStatus.CANCELLED: Look("Called off", "circle-x", "bg-secondary-lt"),
}
STANDINGS: dict[Standing, Look] = {
    Standing.WAITING: Look("to do", "clock", "text-secondary"),
    Standing.DOING: Look("being done", "refresh-cw", "text-azure"),
    Standing.UNSURE: Look("no answer yet", "circle-question-mark", "text-orange"),
    Standing.REFUSED: Look("refused", "circle-x", "text-red"),
    Standing.DONE: Look("done", "circle-check", "text-green"),
}


def went_words(order_id: str, parcels: Sequence[Shipment]) -> str:
    """'TB-… goes by Delhivery, AWB 1490.', with its parcels where there are several."""
    by = [f"{each.courier_name or 'a courier'}, AWB {each.tracking_number}" for each in parcels]
    if len(by) == 1:
        return f"{order_id} goes by {by[0]}."
    return f"{order_id} goes in {len(by)} parcels: {'; '.join(by)}."
