"""The parcels of an order as they are begun here, all in one write, before Shiprocket hears of
them: what lies in each, how heavy it is, and which courier staff chose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction, persistently, transaction
from orders.models import Order
from orders.rules import Status
from orders.services.readdressing import goes_there_as_read
from orders.services.sending import money_is_settled
from orders.services.story import told
from shipping import queries
from shipping.errors import BadBoxes, BeingDispatched, OrderMovedOn
from shipping.models import Shipment
from shipping.naming import reference_of, shipment_id_of
from shipping.packing import PackedBox, as_kept, check_boxes, uncovered
from shipping.rules import ShipmentStatus
from shipping.services.flags import note_half_done
from shipping.services.measuring import expected_box
from shipping.shares import share_of
from shipping.steps import Step, wants_anew

REPLACED = "Cancelled at Shiprocket; another parcel was made."
Boxes = Sequence[PackedBox] | None


@dataclass
class Births:
    """Parcels to be written, and those that they stand in place of."""

    order: Order
    live: list[Shipment]  # those that stay
    courier_id: int | None = None
    born: list[Shipment] = field(default_factory=list)

    def add(self, contents: dict[str, str], measures: dict[str, str]) -> None:
        """One more parcel. Its worth is reckoned beside those that are there already."""
        order, now = self.order, clock.now()
        number = len(order.shipment_ids or ()) + len(self.born) + 1
        share = share_of(order, contents, [*self.live, *self.born])
        self.born.append(
            Shipment(
                shipment_id_of(order.order_id, number),
                order.order_id,
                customer_id=order.customer_id,
                reference=reference_of(order.order_id, number),
                status=ShipmentStatus.PENDING,
                shipping_address=order.shipping_address or {},
                parcel=measures,
                contents=contents,
                worth=share.total_paise,
                wanted_courier_id=None if self.courier_id is None else str(self.courier_id),
                steps={},
                scans=[],
                created_at=now,
                updated_at=now,
            )
        )

    def pack(self, boxes: Boxes) -> None:
        """A parcel for each box; one for all that is in none yet, if nobody said."""
        left = uncovered(self.order, self.live)
        if not left:
            raise BadBoxes("Nothing is left to send: every piece is in a parcel, or came back.")
        if boxes is None:
            self.add(as_kept(left), expected_box(self.order, left).as_text())
            return
        check_boxes(self.order, boxes, left)
        for each in boxes:
            contents = left if each.contents is None else each.contents
            self.add(as_kept(contents), each.box.as_text())


def begin(
    order: Order,
    *,
    by: str,
    boxes: Boxes = None,
    courier_id: int | None = None,
    live: Sequence[Shipment] = (),
) -> list[Shipment]:
    """Write the parcels of what is in none of the `live` ones yet, with nothing done for them.
    BadBoxes if the boxes do not hold just that; OrderMovedOn if the order may not go, or goes
    elsewhere by now; BeingDispatched if somebody else has begun parcels meanwhile."""

    def births() -> Births:
        found = Births(order, list(live), courier_id)
        found.pack(boxes)
        return found

    return write_parcels(births, by=by)


def begin_again(old: Shipment, *, by: str) -> Shipment:
    """Write a parcel like this one, which was cancelled at Shiprocket before a courier had it, and
    cancel that one by the same write."""
    order = queries.order_of(old)
    live = [each for each in queries.live_of(order) if each.shipment_id != old.shipment_id]

    def births() -> Births:
        wanted = old.wanted_courier_id
        found = Births(order, live, int(wanted) if wanted and wanted.isdigit() else None)
        contents = old.contents or as_kept(uncovered(order, live))
        found.add(contents, old.parcel or expected_box(order).as_text())
        return found

    pending = Shipment.status == ShipmentStatus.PENDING
    return write_parcels(births, by=by, instead_of=[(old, pending)], why=REPLACED)[0]


def write_parcels(
    births: Callable[[], Births],
    *,
    by: str,
    instead_of: Sequence[tuple[Shipment, Condition]] = (),
    why: str = "",
) -> list[Shipment]:
    """Write parcels in one act, and end those that they stand in place of, if the conditions
    hold. `births` is asked anew for each try: PynamoDB writes into what it is given. Raises
    OrderMovedOn, BeingDispatched."""

    def once() -> list[Shipment]:
        plan = births()
        with transaction() as tx:
            _put(tx, plan, by=by)
            for old, still in instead_of:
                _end(tx, old, still, why)
            note_half_done(tx, *(each.shipment_id for each in plan.born))
        return plan.born

    born = persistently(once)
    return [queries.shipment(each.shipment_id, each.order_id) for each in born]


def _put(tx: Transaction, plan: Births, *, by: str) -> None:
    now, order, born = clock.now(), plan.order, plan.born
    for each in born:
        missing = Shipment.shipment_id.does_not_exist()
        tx.put(each, condition=missing, or_else=BeingDispatched(order.order_id))
    first, numbers = len(order.shipment_ids or ()) + 1, [each.shipment_id for each in born]
    text = f"Dispatch begun: parcel {first}." if first > 1 else "Dispatch begun."
    if len(born) > 1:
        text = f"Dispatch begun: {len(born)} parcels."
    actions: list[Action] = [
        Order.shipment_ids.set((Order.shipment_ids | []).append(numbers)),
        Order.updated_at.set(now),
        told(order, text, by=by, at=now, is_internal=True),
    ]
    may_go = Order.status.is_in(Status.PROCESSING, Status.SHIPPED)
    condition = may_go & money_is_settled() & goes_there_as_read(order)
    tx.update(order, actions=actions, condition=condition, or_else=OrderMovedOn())


def _end(tx: Transaction, old: Shipment, still: Condition, why: str) -> None:
    actions: list[Action] = [
        Shipment.status.set(ShipmentStatus.CANCELLED),
        Shipment.trouble.set(why),
        Shipment.updated_at.set(clock.now()),
    ]
    if wants_anew(old.steps):
        actions.append(Shipment.steps[Step.ANEW].remove())
    tx.update(
        old,
        actions=actions,
        condition=still,
        or_else=BeingDispatched(old.order_id),
    )
