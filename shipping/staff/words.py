"""How staff read a parcel's states: a word, an icon and a tint."""

from orders.staff.words import Look
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
