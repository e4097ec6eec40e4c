"""A parcel is begun here, then registered at Shiprocket. The intent stands in our table first,
and the reference is made from it, so Shiprocket itself catches a repeat."""

from datetime import datetime

from django.conf import settings
from pynamodb.expressions.update import Action

from catalog import queries as catalog_queries
from catalog.errors import ProductNotFound
from config import clock
from config.dynamo import persistently, transaction
from orders.models import Line, Order
from orders.rules import Status
from orders.services.sending import money_is_settled
from orders.services.story import told
from shipping import queries, steps
from shipping.errors import BeingDispatched, CancelledThere, OrderMovedOn
from shipping.models import Shipment
from shipping.naming import reference_of, shipment_id_of
from shipping.parcels import Piece, box_for, box_from
from shipping.rules import ShipmentStatus
from shipping.services.flags import note_half_done
from shipping.services.leases import claim, minding, settle
from shipping.shares import share_in, share_of
from shipping.shiprocket import ParcelItem, ParcelNotNew, ParcelOrder
from shipping.shiprocket_entities import Parcel
from shipping.steps import Standing, Step
from shipping.tokens import client

REPLACED = "Cancelled at Shiprocket; another parcel was made."


def begin(order: Order, *, by: str, instead_of: Shipment | None = None) -> Shipment:
    """Write the next parcel of an order, with nothing done for it yet; `instead_of` is cancelled
    by the same write. OrderMovedOn if the order may not go, or has got a parcel meanwhile."""
    persistently(lambda: _write_birth(order, instead_of, by=by))
    number = len(order.shipment_ids or ()) + 1
    return queries.shipment(shipment_id_of(order.order_id, number), order.order_id)


def register(shipment: Shipment, *, by: str) -> Shipment:
    """Have the parcel's ids at Shiprocket, asking for them if need be; free of charge.
    CancelledThere if it was called off over there: then another one must be begun."""
    if steps.is_done(shipment.steps, Step.PARCEL):
        return shipment
    order = queries.order_of(shipment)
    lease = claim(shipment, Step.PARCEL)
    actions: list[Action] = []
    with minding(lease, by=by):
        try:
            parcel = client().create_parcel(parcel_order(order, lease.shipment))
        except ParcelNotNew as known:
            if known.is_cancelled:
                raise CancelledThere from known
            parcel = known.parcel
            # It went on without us, perhaps as far as the AWB: the next step looks first.
            begun = steps.word(Standing.UNSURE, clock.now())
            actions = [Shipment.steps[Step.AWB].set(begun)]
    text = f"Registered at Shiprocket: order {parcel.order_id}, parcel {parcel.shipment_id}."
    return settle(lease, actions=[*actions, *_known_as(parcel)], text=text, by=by)


def parcel_order(order: Order, shipment: Shipment) -> ParcelOrder:
    """What Shiprocket is told about the parcel."""
    address, box = shipment.shipping_address or {}, box_from(shipment.parcel or {})
    share = share_in(order, shipment)
    email = order.customer_email or order.customer_id
    return ParcelOrder(
        reference=shipment.reference or order.order_id,
        placed_at=order.created_at,
        pickup_location=settings.SHIPROCKET_PICKUP_LOCATION,
        name=order.customer_name or address.get("name", ""),
        address=address.get("addressLine1", ""),
        address_2=_second_line(address),
        city=address.get("city", ""),
        state=address.get("state", ""),
        pincode=address.get("pincode", ""),
        email=email if "@" in email else settings.SHOP_EMAIL,
        phone=order.customer_phone or address.get("phone", ""),
        items=tuple(_item(line) for line in order.lines if line.to_send),
        sub_total_paise=share.goods_paise,
        shipping_fee_paise=share.shipping_paise,
        is_cod=order.is_cod,
        cod_fee_paise=share.cod_fee_paise,
        grams=box.grams,
        length_cm=box.length_cm,
        breadth_cm=box.breadth_cm,
        height_cm=box.height_cm,
    )


def _write_birth(order: Order, instead_of: Shipment | None, *, by: str) -> None:
    now, number = clock.now(), len(order.shipment_ids or ()) + 1
    born = _born(order, number, now)
    may_go = Order.status.is_in(Status.PROCESSING, Status.SHIPPED)
    text = f"Dispatch begun: parcel {number}." if number > 1 else "Dispatch begun."
    with transaction() as tx:
        missing = Shipment.shipment_id.does_not_exist()
        tx.put(born, condition=missing, or_else=BeingDispatched(order.order_id))
        tx.update(
            order,
            actions=[
                Order.shipment_ids.set((Order.shipment_ids | []).append([born.shipment_id])),
                Order.updated_at.set(now),
                told(order, text, by=by, at=now, is_internal=True),
            ],
            condition=may_go & money_is_settled(),
            or_else=OrderMovedOn(),
        )
        if instead_of is not None:
            tx.update(
                instead_of,
                actions=[
                    Shipment.status.set(ShipmentStatus.CANCELLED),
                    Shipment.trouble.set(REPLACED),
                    Shipment.updated_at.set(now),
                ],
                condition=Shipment.status == ShipmentStatus.PENDING,
                or_else=BeingDispatched(order.order_id),
            )
        note_half_done(tx, born.shipment_id)


def _born(order: Order, number: int, now: datetime) -> Shipment:
    return Shipment(
        shipment_id_of(order.order_id, number),
        order.order_id,
        customer_id=order.customer_id,
        reference=reference_of(order.order_id, number),
        status=ShipmentStatus.PENDING,
        shipping_address=order.shipping_address or {},
        parcel=box_for(_piece(line) for line in order.lines if line.to_send).as_text(),
        worth=share_of(order, None).total_paise,
        steps={},
        scans=[],
        created_at=now,
        updated_at=now,
    )


def _piece(line: Line) -> Piece:
    """The catalogue's measures of a line, as far as it still has the product."""
    product_id = line.product_id or line.old_id
    try:
        if not product_id:
            raise ProductNotFound
        product = catalog_queries.product(product_id)
    except ProductNotFound:
        return Piece("", line.to_send)
    return Piece(product.category, line.to_send, product.weight_grams, product.size_cm)


def _item(line: Line) -> ParcelItem:
    choice = f" ({line.choice})" if line.choice else ""
    return ParcelItem(
        name=line.name + choice,
        sku=line.sku or line.old_id or line.product_id or line.name,
        units=line.to_send,
        unit_price_paise=line.price,
        hsn=line.hsn or "",
        gst_rate=line.gst_rate or "",
    )


def _known_as(parcel: Parcel) -> list[Action]:
    return [
        Shipment.shiprocket_order_id.set(str(parcel.order_id)),
        Shipment.shiprocket_shipment_id.set(str(parcel.shipment_id)),
    ]


def _second_line(address: dict[str, str]) -> str:
    lines = (address.get("addressLine2", ""), address.get("landmark", ""))
    return ", ".join(line for line in lines if line)
