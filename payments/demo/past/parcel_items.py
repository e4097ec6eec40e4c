"""The parcels of past orders: what Shiprocket is to know of them, and our items of what it then
says. Nothing is written here."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from catalog.demo.product import DemoProduct
from config import clock
from orders.models import Line, Order
from payments.demo.past.order_items import STATES
from payments.demo.past.roads import Road
from shipping.models import Shipment
from shipping.news import merged
from shipping.packing import as_kept
from shipping.parcels import Piece, box_for
from shipping.rules import ShipmentStatus
from shipping.services.beginning import Births
from shipping.services.parcelling import parcel_order
from shipping.shiprocket_reading import tracking_from
from shipping.shiprocket_writing import as_adhoc_order
from shipping.steps import WAY, Standing, Step, word

COURIER_ID, COURIER = 51, "Xpressbees Surface"
RATE_PAISE = 71_00
Products = Mapping[str, DemoProduct]  # by id


def parcel_of(order: Order, road: Road, products: Products) -> Shipment:
    """The order's one parcel as it was begun; the order knows it from now on."""
    births = Births(order, [])
    contents = as_kept({place: line.quantity for place, line in enumerate(order.lines)})
    births.add(contents, box_for(_pieces(order.lines, products)).as_text())
    (parcel,) = births.born
    parcel.created_at = parcel.updated_at = road.packed_at
    order.shipment_ids = [parcel.shipment_id]  # type: ignore[list-item] # typed as its parts
    return parcel


def fact_of(order: Order, parcel: Shipment, road: Road) -> Mapping[str, Any]:
    """What Shiprocket is to know of it."""
    told = parcel_order(order, parcel, settings.SHIPROCKET_PICKUP_LOCATION)
    last = road.promise.latest
    return {
        "order": as_adhoc_order(told),
        "courier_id": COURIER_ID,
        "courier_name": COURIER,
        "rate_paise": RATE_PAISE,
        "at": road.sent_at.isoformat(),
        "pickup_at": road.picked_at.isoformat(),
        "etd": f"{last} 21:00:00" if last else None,
        "scans": [[number, at.isoformat()] for number, at in road.scans],
    }


def take_in(parcel: Shipment, told: Mapping[str, Any], road: Road, papers: str) -> None:
    """Write what Shiprocket answered on the parcel's item; `papers`: where its papers lie."""
    number = str(told["shipment_id"])
    parcel.shiprocket_order_id, parcel.shiprocket_shipment_id = str(told["order_id"]), number
    parcel.tracking_number, parcel.courier_name = told["awb"], COURIER
    parcel.courier_id, parcel.rate = str(COURIER_ID), RATE_PAISE
    parcel.is_pickup_scheduled, parcel.pickup_at = True, road.picked_at
    parcel.label_url, parcel.manifest_url = (
        f"{papers}/label/{number}",
        f"{papers}/manifest/{number}",
    )
    news = tracking_from(told["tracking"], told["awb"])
    parcel.scans = merged([], news.scans) or []
    parcel.status = STATES[road.scans[-1][0]] if road.scans else ShipmentStatus.PENDING
    if news.expected_at:
        parcel.estimated_delivery = clock.to_text(news.expected_at)
    if road.arrived_at:
        parcel.actual_delivery = clock.to_text(road.arrived_at)
    parcel.updated_at = road.scans[-1][1] if road.scans else road.sent_at
    done = dict.fromkeys(WAY, road.sent_at) | {Step.HEARD: clock.now()}
    parcel.steps = {step.value: word(Standing.DONE, at) for step, at in done.items()}


def _pieces(lines: Iterable[Line], products: Products) -> list[Piece]:
    known = [(line, products[line.product_id or ""]) for line in lines]
    return [
        Piece(made.category, line.quantity, made.weight_grams, made.size_cm) for line, made in known
    ]
