"""A delivery that was in doubt: what its courier collected is known when the courier says that it
was whole, or when a person who has asked says how much it was."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction, persistently, transaction
from config.errors import Conflict
from config.money import rupees
from orders.models import Order
from orders.rules import Status
from orders.services.collecting import collected
from orders.services.story import attention_as_read, flagged, told
from shipping import queries, telling
from shipping.at_the_door import is_unsure
from shipping.cash import at_the_door_paise, collected_paise
from shipping.errors import LookAgain
from shipping.flag_lines import name_of
from shipping.models import Shipment
from shipping.rules import Doubt, ShipmentStatus
from shipping.scan_words import moment_in
from shipping.services.closing import doubt_as_read, doubts_as_read
from shipping.services.flags import PARCEL_FLAG


class NoDoubt(Conflict):
    """Nothing is left to say about the parcel's money."""

    title = "What was collected is known"

    def __init__(self) -> None:
        super().__init__("It is known what the courier collected for this parcel.")


class MoreThanItCosts(Conflict):
    """A courier collects no more than its parcel is worth."""

    def __init__(self, most_paise: int) -> None:
        super().__init__(f"The courier was to collect {rupees(most_paise)}, and no more than that.")


def say_collected(shipment_id: str, paise: int, *, by: str) -> Shipment:
    """A person has asked what the courier collected for a parcel whose delivery is in doubt. Who
    paid all of it has it, unless the courier says that it came in part. With the last such answer
    an order that is over notes what was collected in all.

    Raises ShipmentNotFound, NoDoubt, MoreThanItCosts.
    """
    persistently(lambda: _say_collected(queries.by_id(shipment_id), paise, by=by))
    return queries.by_id(shipment_id)


def _say_collected(parcel: Shipment, paise: int, *, by: str) -> None:
    order, now = queries.order_of(parcel), clock.now()
    due = at_the_door_paise(order, parcel)
    if not (is_unsure(parcel) and due):
        raise NoDoubt
    if paise > due:
        raise MoreThanItCosts(due)
    parcels, as_read = queries.of_order(order), doubt_as_read(parcel)
    parcel.collected = paise
    text = f"The courier collected {rupees(paise)} of {rupees(due)} for parcel {name_of(parcel)}."
    is_there = paise == due and parcel.doubt is Doubt.UNCONFIRMED
    with transaction() as tx:
        tx.update(
            parcel,
            actions=[
                Shipment.collected.set(paise),
                Shipment.updated_at.set(now),
                *([Shipment.doubt.remove()] if is_there else []),
            ],
            condition=as_read,
            or_else=LookAgain(),
        )
        actions = [
            told(order, text, by=by, at=now, is_internal=True),
            Order.updated_at.set(now),
            *_flag(order, parcel),
            *sum_up(tx, order, parcels, parcel=parcel, at=now),
        ]
        same = (Order.status == order.status) & attention_as_read(order)
        tx.update(order, actions=actions, condition=same, or_else=LookAgain())


def sum_up(
    tx: Transaction, order: Order, parcels: Sequence[Shipment], *, parcel: Shipment, at: datetime
) -> list[Action]:
    """Add to the caller's transaction, by which this parcel's money is known: the actions by which
    an order that is over notes what was collected in all; none while another's is not."""
    others = [each for each in parcels if each.shipment_id != parcel.shipment_id]
    doubts_as_read(tx, others)
    if order.status is not Status.DELIVERED or any(map(is_unsure, others)):
        return []
    there = [each for each in (*others, parcel) if each.status is ShipmentStatus.DELIVERED]
    last = max((day for each in there if (day := moment_in(each.actual_delivery))), default=at)
    return collected(order, collected_paise(order, there), at=last)


def _flag(order: Order, parcel: Shipment) -> list[Action]:
    """What the flag says of the parcels, without the question that is answered: the rest of it is
    for the person to settle."""
    raised = next((flag for flag in order.attention or [] if flag.kind == PARCEL_FLAG), None)
    if raised is None:
        return []
    said = telling.without_asking(raised.text, name_of(parcel))
    return [flagged(order, PARCEL_FLAG, said, at=raised.at)]
