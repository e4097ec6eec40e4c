"""What Shiprocket is asked for a parcel that fetches a return: how each step is done, what is kept
of the answer, and the line that tells it."""

from django.conf import settings
from pynamodb.expressions.update import Action

from shipping import queries
from shipping.models import Shipment
from shipping.packing import pieces_in
from shipping.parcels import box_from
from shipping.services.leases import Lease
from shipping.services.papers import short_day
from shipping.services.parcel_items import items_of
from shipping.services.parcelling import second_line
from shipping.shares import goods_paise
from shipping.shiprocket import AwbAlreadyAssigned, PickupRefused
from shipping.shiprocket_entities import Awb, Place, ReturnOrder, place_named
from shipping.shiprocket_returns import ReferenceTaken
from shipping.shiprocket_wire import ShiprocketRefused
from shipping.tokens import client

Done = tuple[list[Action], str]


def register(lease: Lease) -> Done:
    """The return is known at Shiprocket; one that it had already is taken up."""
    parcel = lease.shipment
    try:
        there = client().create_return(_return_order(parcel))
        order_id, shipment_id = there.order_id, there.shipment_id
    except ReferenceTaken as taken:
        known = client().return_by_reference(parcel.reference or "")
        if known is None:
            raise ShiprocketRefused(taken.reason) from taken
        order_id, shipment_id = known.order_id, known.shipment_id
    kept: list[Action] = [
        Shipment.shiprocket_order_id.set(str(order_id)),
        Shipment.shiprocket_shipment_id.set(str(shipment_id)),
    ]
    return kept, f"Return {parcel.return_of} is registered at Shiprocket: order {order_id}."


def take_awb(lease: Lease) -> Done:
    """A courier takes it. The AWB costs money: whether there is one already is looked up first
    where nobody knows."""
    parcel = lease.shipment
    awb = _awb_there(parcel) if lease.before.may_have_happened() else None
    if awb is None:
        try:
            awb = client().assign_awb(int(parcel.shiprocket_shipment_id or 0), is_return=True)
        except AwbAlreadyAssigned:
            awb = _awb_there(parcel)
            if awb is None:
                raise
    kept: list[Action] = [
        Shipment.tracking_number.set(awb.code),
        Shipment.courier_name.set(awb.courier_name),
        Shipment.courier_id.set(str(awb.courier_id)),
    ]
    who = awb.courier_name or "The courier"
    return kept, f"{who} fetches return {parcel.return_of} from you. AWB {awb.code}."


def book_pickup(lease: Lease) -> Done:
    """The courier comes to the customer."""
    pickup = client().request_pickup(int(lease.shipment.shiprocket_shipment_id or 0))
    kept: list[Action] = [Shipment.is_pickup_scheduled.set(True)]
    number, when = lease.shipment.return_of, ""
    if pickup.scheduled_at:
        kept.append(Shipment.pickup_at.set(pickup.scheduled_at))
        when = f" on {short_day(pickup.scheduled_at)}"
    return kept, f"The courier comes for return {number}{when}. Please have it packed."


def _awb_there(parcel: Shipment) -> Awb | None:
    found = client().order_details(int(parcel.shiprocket_order_id or 0))
    return Awb(found.awb_code, 0, found.courier_name, None) if found.awb_code else None


def _return_order(parcel: Shipment) -> ReturnOrder:
    order, address = queries.order_of(parcel), parcel.shipping_address or {}
    box, pieces = box_from(parcel.parcel or {}), pieces_in(order, parcel)
    email = order.customer_email or order.customer_id
    back = (order.returns or {}).get(parcel.return_of or "")
    return ReturnOrder(
        reference=parcel.reference or parcel.shipment_id,
        asked_at=back.asked_at if back else order.created_at,
        fetch=Place(
            name=order.customer_name or address.get("name", ""),
            address=address.get("addressLine1", ""),
            address_2=second_line(address),
            city=address.get("city", ""),
            state=address.get("state", ""),
            pincode=address.get("pincode", ""),
            phone=order.customer_phone or address.get("phone", ""),
            email=email if "@" in email else settings.SHOP_EMAIL,
        ),
        bring=_warehouse(),
        items=items_of(order.lines, pieces),
        sub_total_paise=goods_paise(order, parcel.contents),
        grams=box.grams,
        length_cm=box.length_cm,
        breadth_cm=box.breadth_cm,
        height_cm=box.height_cm,
    )


def _warehouse() -> Place:
    """Where it is brought: the place from which parcels start."""
    name = settings.SHIPROCKET_PICKUP_LOCATION
    found = place_named(name, client().pickup_locations())
    if found is None:
        raise PickupRefused(f"Shiprocket has no pickup location “{name.strip()}”")
    return Place(
        name=settings.SHOP_NAME,
        address=found.address,
        city=found.city,
        state=found.state or settings.SHOP_STATE,
        pincode=found.pincode,
        phone=found.phone or settings.SHOP_PHONE,
        email=settings.SHOP_EMAIL,
    )
