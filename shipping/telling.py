"""What is said about a parcel: to the customer at each move, to staff when it is in trouble. Pure:
words only."""

from shipping.rules import ShipmentStatus as S

# The line of the order's story that the customer reads. Where a person must act first (lost,
# called off), that person writes to the customer.
MOVED: dict[S, str] = {
    S.PICKED: "The courier has picked up your parcel.",
    S.IN_TRANSIT: "Your parcel is on its way.",
    S.OUT_FOR_DELIVERY: "Your parcel is out for delivery.",
    S.DELIVERED: "Delivered.",
    S.UNDELIVERED: "The courier could not hand over your parcel. They will try again.",
    S.RTO_INITIATED: "Your parcel could not be delivered and is coming back to us. We will write.",
}
STANDING: dict[S, str] = {
    S.PENDING: "Packed, waiting for the courier",
    S.PICKED: "Picked up by the courier",
    S.IN_TRANSIT: "On the way",
    S.OUT_FOR_DELIVERY: "Out for delivery",
    S.DELIVERED: "Delivered",
    S.UNDELIVERED: "The courier could not deliver and will try again",
    S.RTO_INITIATED: "On its way back to us",
    S.RTO_DELIVERED: "Back with us",
    S.LOST: "Lost on the way; we will write to you",
    S.CANCELLED: "Called off; we will send another parcel",
}
_TROUBLE: dict[S, str] = {
    S.UNDELIVERED: "was not delivered. Call the customer, then tell Shiprocket to try again.",
    S.RTO_INITIATED: "is coming back. Ask the customer what to do: send again or refund.",
    S.RTO_DELIVERED: "is back with us. Check the goods, put them into stock and refund.",
    S.LOST: "is lost or damaged. Claim it from the courier, and send again or refund.",
    S.CANCELLED: "was called off by the courier. Press dispatch to send it with another.",
}


def trouble(status: S, awb: str, label: str) -> str:
    """What staff do about a parcel that came into a bad status."""
    return f"Parcel {awb} {_TROUBLE[status]} The courier says: {label}."


def odd_news(awb: str, label: str, status_id: int | None) -> str:
    """News that moves nothing, but that a person should look at."""
    number = "" if status_id is None else f" (status {status_id})"
    return f"Parcel {awb}: the courier says “{label or 'nothing'}”{number}. Look at Shiprocket."


def after_the_end(awb: str, present: S, label: str) -> str:
    """Bad news of a parcel whose story was over."""
    was = present.value.replace("_", " ")
    return f"Parcel {awb} was {was}, and now the courier says “{label}”. Call the customer."
