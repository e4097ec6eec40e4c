"""What must always hold of parcels (I5 of the reliability plan): no piece goes twice."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from orders.models import Order
from orders.rules import Status
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from tests.money_invariants import PAID, Ledger
from tests.snapshot import Tables, pieces_in

GONE = (ShipmentStatus.LOST, ShipmentStatus.RTO_DELIVERED)


def here(tables: Tables) -> Iterator[str]:
    """I5, as far as it is written down here: no piece lies in two parcels that count."""
    held: dict[str, Counter[int]] = defaultdict(Counter)
    numbers = Counter(each.tracking_number for each in tables.shipments if each.tracking_number)
    for shipment in tables.shipments:
        order = tables.orders.get(shipment.order_id)
        is_off = shipment.status is ShipmentStatus.CANCELLED
        if shipment.return_of is not None:
            yield from _of_a_return(order, shipment)
            continue
        if order is not None and not is_off:
            held[shipment.order_id].update(pieces_in(order, shipment))
        is_over = shipment.status in GONE
        is_going = shipment.tracking_number and not (is_off or is_over or _is_asked_back(shipment))
        if is_going and (order is None or order.status not in PAID):
            yield f"{shipment.order_id} is {order.status if order else 'gone'} and has an AWB"
    for order_id, pieces in held.items():
        yield from _doubled(tables.orders[order_id], pieces, "live parcels")
    yield from (f"AWB {awb} is on {n} parcels" for awb, n in numbers.items() if n > 1)


def _of_a_return(order: Order | None, shipment: Shipment) -> Iterator[str]:
    """A parcel that fetches a return is none of the order's own, and holds what was asked for."""
    if order is None or shipment.return_of not in (order.returns or {}):
        yield f"{shipment.shipment_id} fetches a return that nobody asked for"
    elif shipment.shipment_id in (order.shipment_ids or []):
        yield f"{shipment.shipment_id} fetches a return and stands among the order's parcels"


def doubled_and_lost(tables: Tables, ledger: Ledger) -> tuple[int, int]:
    """The pieces that go twice, as Shiprocket has it, and those of shipped orders that go in no
    parcel with an AWB. For the figures of a run under faults."""
    doubled = lost = 0
    for order_id, pieces in _travelling(tables, ledger).items():
        lines = tables.orders[order_id].lines
        doubled += sum(max(0, pieces[place] - line.quantity) for place, line in enumerate(lines))
    for order in tables.orders.values():
        if order.status in (Status.SHIPPED, Status.DELIVERED):
            sent = Counter[int]()
            for each in (s for s in tables.shipments if s.order_id == order.order_id):
                is_sent = each.tracking_number and each.return_of is None
                if is_sent and each.status is not ShipmentStatus.CANCELLED:
                    sent.update(pieces_in(order, each))
            lines = order.lines
            lost += sum(max(0, line.to_send - sent[place]) for place, line in enumerate(lines))
    return doubled, lost


def _doubled(order: Order, pieces: Mapping[int, int], where: str) -> Iterator[str]:
    for place, count in pieces.items():
        most = order.lines[place].quantity if place < len(order.lines) else 0
        if count > most:
            yield f"{order.order_id}: {count} pieces of line {place} in {where}, {most} sold"


def _is_asked_back(shipment: Shipment) -> bool:
    """Whether Shiprocket was asked to call it off and has not answered yet."""
    return (shipment.steps or {}).get("callOff", "").startswith("doing")


def there(tables: Tables, ledger: Ledger) -> Iterator[str]:
    """I5, as Shiprocket has it: an AWB costs money, and no piece travels under two of them."""
    ours = {each.reference for each in tables.shipments if each.reference}
    for parcel in ledger.get("parcels", []):
        if parcel["awb"] and parcel["reference"] not in ours:
            yield f"{parcel['reference']} has an AWB at Shiprocket and is no parcel of ours"
    for order_id, pieces in _travelling(tables, ledger).items():
        yield from _doubled(tables.orders[order_id], pieces, "parcels at Shiprocket")
    references = Counter(each["reference"] for each in ledger.get("parcels", []))
    yield from (f"{each}: {n} orders at Shiprocket" for each, n in references.items() if n > 1)


def _travelling(tables: Tables, ledger: Ledger) -> dict[str, Counter[int]]:
    """Order → pieces by place of the line that lie in parcels with a living AWB."""
    going = [each for each in tables.shipments if each.return_of is None]
    ours = {each.reference: each for each in going if each.reference}
    held: dict[str, Counter[int]] = defaultdict(Counter)
    for parcel in ledger.get("parcels", []):
        shipment = ours.get(parcel["reference"])
        if shipment is None or not parcel["awb"] or parcel["status"] == "CANCELED":
            continue
        order = tables.orders.get(shipment.order_id)
        if order is not None and shipment.status not in GONE:
            held[shipment.order_id].update(pieces_in(order, shipment))
    return held
