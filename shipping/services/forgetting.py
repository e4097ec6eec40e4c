"""What is left of a parcel when its customer is erased: its way, its weight and its cost."""

from datetime import datetime

from config import clock
from config.raw_items import Item
from customers.privacy_words import Traces, scrubbed
from orders.services.forgetting import state_alone
from shipping.models import Shipment

# Papers at Shiprocket that show the address.
_GONE = frozenset({"customerId", "labelUrl", "manifestUrl"})
_NAMES_OURS = (
    "shipmentId orderId shiprocketOrderId trackingNumber courierName status estimatedDelivery"
    " actualDelivery createdAt updatedAt shiprocketShipmentId reference courierId rate"
    " wantedCourierId worth contents sound doubt collected pickupAt goodsInAt"
    " pickupScheduled parcel"
)
_OURS = frozenset(_NAMES_OURS.split())


def traces_in(parcel: Shipment) -> Traces:
    """What this parcel knows its customer by."""
    address = parcel.shipping_address or {}
    places = ("addressLine1", "addressLine2", "landmark", "pincode", "address", "street")
    return Traces.of(
        emails=[parcel.customer_id or "", address.get("email", "")],
        phones=[address.get("phone", "")],
        names=[address.get("name", "")],
        lines=[address.get(place, "") for place in places],
    )


def forgotten(stored: Item, traces: Traces, *, customer_id: str | None, now: datetime) -> Item:
    """The parcel as it stays, of the order that now stands under `customer_id`; `stored` is as
    DynamoDB holds it, and what no model of ours names is kept without the traces."""
    parcel = Shipment.from_raw_data(dict(stored))
    kept = {
        name: held if name in _OURS else scrubbed(held, traces)
        for name, held in stored.items()
        if name not in _GONE
    }
    if "shippingAddress" in stored:
        kept["shippingAddress"] = state_alone(parcel.shipping_address)
    if customer_id and "customerId" in stored:
        kept["customerId"] = {"S": customer_id}
    return kept | {"updatedAt": {"S": clock.to_text(now)}}
