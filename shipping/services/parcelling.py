"""A parcel is registered at Shiprocket. The intent stands in our table first, and the reference is
made from it, so Shiprocket itself catches a repeat."""

from django.conf import settings
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import refused, write
from orders.models import Order
from shipping import queries, steps
from shipping.errors import BeingDispatched, CancelledThere, NothingLeft
from shipping.models import Shipment
from shipping.packing import as_kept, pieces_in, still_in
from shipping.parcels import box_from
from shipping.services import warehouse
from shipping.services.leases import claim, minding, settle
from shipping.services.parcel_items import items_of
from shipping.shares import goods_paise, share_in
from shipping.shiprocket import ParcelNotNew, ParcelOrder, PickupRefused
from shipping.shiprocket_entities import Parcel
from shipping.steps import Standing, Step
from shipping.tokens import client


def register(shipment: Shipment, *, by: str) -> Shipment:
    """Have the parcel's ids at Shiprocket, asking for them if need be; free of charge.
    CancelledThere if it was called off over there: then another one must be begun. NothingLeft if
    all that was in it was given back."""
    if steps.is_done(shipment.steps, Step.PARCEL):
        return shipment
    lease = claim(_trimmed(queries.order_of(shipment), shipment), Step.PARCEL)
    order = queries.order_of(lease.shipment)  # from now on nobody changes where it goes
    actions: list[Action] = []
    with minding(lease, by=by):
        start = warehouse.state()
        if start.trouble:
            raise PickupRefused(start.trouble)
        try:
            parcel = client().create_parcel(parcel_order(order, lease.shipment, start.name))
        except ParcelNotNew as known:
            if known.is_cancelled:
                raise CancelledThere from known
            parcel = known.parcel
            # It went on without us, perhaps as far as the AWB: the next step looks first.
            begun = steps.word(Standing.UNSURE, clock.now())
            actions = [Shipment.steps[Step.AWB].set(begun)]
    text = f"Registered at Shiprocket: order {parcel.order_id}, parcel {parcel.shipment_id}."
    return settle(lease, actions=[*actions, *_known_as(parcel)], text=text, by=by)


def still_wanted(order: Order, shipment: Shipment) -> dict[int, int]:
    """What of the parcel is to be sent still, by place of the line: without what was given back
    since it was packed. NothingLeft if that is all of it."""
    numbers = [str(each) for each in order.shipment_ids or ()]
    is_known = shipment.shipment_id in numbers
    earlier = set(numbers[: numbers.index(shipment.shipment_id)] if is_known else ())
    before = [each for each in queries.live_of(order) if each.shipment_id in earlier]
    left = still_in(order, shipment, before)
    if not left:
        raise NothingLeft
    return left


def _trimmed(order: Order, shipment: Shipment) -> Shipment:
    """The parcel without what was given back since it was packed."""
    left = still_wanted(order, shipment)
    if left == pieces_in(order, shipment):
        return shipment
    contents = as_kept(left)
    fees = share_in(order, shipment).total_paise - goods_paise(order, shipment.contents)
    actions: list[Action] = [
        Shipment.contents.set(contents),
        Shipment.worth.set(goods_paise(order, contents) + fees),
    ]
    path, was = Shipment.contents, shipment.contents
    same = path.does_not_exist() if was is None else path == was
    try:
        write(lambda: shipment.update(actions=[*actions], condition=same))
    except UpdateError as error:
        if not refused(error):
            raise
        raise BeingDispatched(order.order_id) from error
    return shipment


def parcel_order(order: Order, shipment: Shipment, pickup_location: str) -> ParcelOrder:
    """What Shiprocket is told about the parcel."""
    address, box = shipment.shipping_address or {}, box_from(shipment.parcel or {})
    share = share_in(order, shipment)
    email = order.customer_email or order.customer_id
    return ParcelOrder(
        reference=shipment.reference or order.order_id,
        placed_at=order.created_at,
        pickup_location=pickup_location,
        name=order.customer_name or address.get("name", ""),
        address=address.get("addressLine1", ""),
        address_2=second_line(address),
        city=address.get("city", ""),
        state=address.get("state", ""),
        pincode=address.get("pincode", ""),
        email=email if "@" in email else settings.SHOP_EMAIL,
        phone=order.customer_phone or address.get("phone", ""),
        items=items_of(order.lines, pieces_in(order, shipment)),
        sub_total_paise=share.goods_paise,
        shipping_fee_paise=share.shipping_paise,
        is_cod=order.is_cod,
        cod_fee_paise=share.cod_fee_paise,
        grams=box.grams,
        length_cm=box.length_cm,
        breadth_cm=box.breadth_cm,
        height_cm=box.height_cm,
    )


def _known_as(parcel: Parcel) -> list[Action]:
    return [
        Shipment.shiprocket_order_id.set(str(parcel.order_id)),
        Shipment.shiprocket_shipment_id.set(str(parcel.shipment_id)),
    ]


def second_line(address: dict[str, str]) -> str:
    """What of an address stands below its first line."""
    lines = (address.get("addressLine2", ""), address.get("landmark", ""))
    return ", ".join(line for line in lines if line)
