"""The steps by which a parcel that fetches a return is registered, gets an AWB and a pickup: each
is claimed before Shiprocket is asked, and written down with what it means for the return."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction, persistently, transaction
from config.errors import Unavailable
from orders.models import Order
from orders.return_parts import Return
from orders.return_rules import ReturnStatus, Way
from orders.services.return_writing import Step as ReturnStep
from orders.services.return_writing import write_step
from shipping import queries, steps
from shipping.errors import BeingDispatched, NotAwaited, NotDispatched
from shipping.models import ReturnWork, Shipment
from shipping.services.leases import Lease, claim, let_go
from shipping.shiprocket import ShiprocketDown, ShiprocketRefused
from shipping.steps import Standing, State, Step

log = logging.getLogger(__name__)
WAY = (Step.PARCEL, Step.AWB, Step.PICKUP)
_ADVICE = {
    Step.PARCEL: "Shiprocket does not take return {0}: {1}. Try again, or let the customer send"
    " it.",
    Step.AWB: "No courier fetches return {0}: {1}. Try again, or let the customer send it.",
    Step.PICKUP: "No pickup is booked for return {0}: {1}. We ask again in five minutes.",
}
Act = Callable[[Lease], tuple[list[Action], str]]


def states_of(parcel: Shipment) -> list[State]:
    """How the three steps stand."""
    return [steps.state_of(parcel.steps, step) for step in WAY]


def is_due(parcel: Shipment, now: datetime) -> bool:
    """Whether the worker should go on. What was refused before the AWB waits for a person."""
    if steps.is_anybody_at_it(parcel.steps, now):
        return False
    first = next((s for s in states_of(parcel) if s.standing is not Standing.DONE), None)
    if first is None:
        return False
    is_refused = first.standing is Standing.REFUSED
    return steps.is_worth_a_try(first, now) and not (is_refused and first.step is not Step.PICKUP)


def do(parcel: Shipment, step: Step, act: Act, *, by: str, is_told: bool = False) -> Shipment:
    """Do one step, unless it is done: `act` asks Shiprocket, and gives what is kept of the answer
    and the line of the story (`is_told`: for the customer as well). BeingDispatched while another
    is at it; NotAwaited where the return waits for this parcel no more; NotDispatched where
    Shiprocket refuses, and the order is flagged; ShiprocketDown."""
    if steps.is_done(parcel.steps, step):
        return parcel
    lease = claim(parcel, step, guard=lambda tx: _hold_to_the_return(tx, parcel))
    with _minding(lease, by=by):
        kept, text = act(lease)
    persistently(lambda: _settle(lease, kept, text, by=by, is_told=is_told))
    return queries.shipment(parcel.shipment_id, parcel.order_id)


def waits_for(back: Return, parcel: Shipment) -> bool:
    """Whether the return, as it was read, waits for just this parcel."""
    stands = (back.status, back.way, back.shipment_id)
    return stands == (ReturnStatus.ACCEPTED, Way.COURIER, parcel.shipment_id)


def _still_waits(parcel: Shipment) -> Condition:
    """The condition that the return waits for just this parcel."""
    back = Order.returns[parcel.return_of or ""]
    waits: Condition = (
        (back["status"] == ReturnStatus.ACCEPTED.value)
        & (back["way"] == Way.COURIER.value)
        & (back["shipmentId"] == parcel.shipment_id)
    )
    return waits


def _hold_to_the_return(tx: Transaction, parcel: Shipment) -> None:
    """Add to the caller's transaction: the return still waits for just this parcel."""
    order = queries.order_of(parcel)
    tx.check(
        Order,
        order.order_id,
        order.customer_id,
        condition=_still_waits(parcel),
        or_else=NotAwaited(parcel.return_of or ""),
    )


@contextmanager
def _minding(lease: Lease, *, by: str) -> Iterator[None]:
    try:
        yield
    except ShiprocketDown:
        let_go(lease)
        raise
    except ShiprocketRefused as no:
        text = _ADVICE[lease.step].format(lease.shipment.return_of, no.reason.rstrip("."))
        persistently(lambda: _write_refusal(lease, text, by=by))
        raise NotDispatched(text) from no


def _settle(lease: Lease, kept: list[Action], text: str, *, by: str, is_told: bool) -> None:
    now, parcel = clock.now(), lease.shipment
    order, number = queries.order_of(parcel), parcel.return_of or ""
    back = (order.returns or {}).get(number)
    with transaction() as tx:
        tx.update(
            parcel,
            actions=[
                *kept,
                Shipment.steps[lease.step].set(steps.word(Standing.DONE, now)),
                Shipment.trouble.remove(),
                Shipment.updated_at.set(now),
            ],
            condition=lease.is_ours,
            or_else=BeingDispatched(parcel.order_id),
        )
        if back is not None and waits_for(back, parcel):
            done = ReturnStep(number, text, by, fields={"trouble": ""}, is_internal=not is_told)
            write_step(tx, order, done, also=_still_waits(parcel))
        elif back is not None:  # what calls for a person there now is none of this parcel's
            write_step(tx, order, ReturnStep(number, text, by, is_internal=True))


def _write_refusal(lease: Lease, text: str, *, by: str) -> None:
    now, parcel = clock.now(), lease.shipment
    order, number = queries.order_of(parcel), parcel.return_of or ""
    back, is_news = (order.returns or {}).get(number), parcel.trouble != text
    with transaction() as tx:
        tx.update(
            parcel,
            actions=[
                Shipment.steps[lease.step].set(steps.word(Standing.REFUSED, now)),
                Shipment.trouble.set(text),
                Shipment.updated_at.set(now),
            ],
            condition=lease.is_ours,
            or_else=BeingDispatched(parcel.order_id),
        )
        if is_news and back is not None and waits_for(back, parcel):
            said = ReturnStep(number, text, by, fields={"trouble": text}, is_internal=True)
            write_step(tx, order, said, also=_still_waits(parcel))


def note(tx: Transaction, shipment_id: str) -> None:
    """Add to the caller's transaction: the worker looks after this return parcel."""
    _list(tx, ReturnWork.shipment_ids.add({shipment_id}))


def strike_off(tx: Transaction, shipment_id: str) -> None:
    """Add to the caller's transaction: the parcel is at its end."""
    _list(tx, ReturnWork.shipment_ids.delete({shipment_id}))


def _list(tx: Transaction, action: Action) -> None:
    tx.update(
        ReturnWork(ReturnWork.KEY, "#"),
        actions=[action],
        condition=None,
        or_else=Unavailable("unconditional"),
    )
