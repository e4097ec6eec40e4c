"""The worker's round of the parcels that fetch returns: what was begun goes on, what is quiet is
asked for, what is not wanted any more is called off."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import persistently, refused, transaction, write
from orders.return_rules import ReturnStatus
from shipping import queries, steps
from shipping.errors import BeingDispatched, LookAgain, NotAwaited, NotDispatched
from shipping.models import Shipment
from shipping.rules import NEXT, ShipmentStatus
from shipping.services.calling_off import is_asked
from shipping.services.return_parcels import carry_on, is_alive, is_wanted, wish_off
from shipping.services.return_strays import tell_it_is_off, write_not_called_off
from shipping.services.return_tracking import take_return
from shipping.services.return_work import is_due, strike_off
from shipping.services.tracking import heard, still_as_heard
from shipping.shiprocket import ShiprocketRefused
from shipping.shiprocket_entities import OrderDetails
from shipping.steps import LEASE, Standing, Step
from shipping.tokens import client

log = logging.getLogger(__name__)
QUIET = timedelta(hours=6)
WORKER = "Worker"


def rounds(now: datetime) -> Iterator[Callable[[], bool]]:
    """An act for each return parcel that is not at its end; True where something was done."""
    for parcel in queries.return_work():
        yield partial(_look_after, parcel, now)


def _look_after(parcel: Shipment, now: datetime) -> bool:
    if not NEXT[parcel.status]:
        persistently(lambda: _strike_off(parcel))
        return True
    if is_asked(parcel) and parcel.status is ShipmentStatus.PENDING:
        return _call_off(parcel, now)
    if is_wanted(parcel) and is_due(parcel, now):
        return _carry_on(parcel)
    if parcel.status is ShipmentStatus.PENDING and is_alive(parcel) and _is_needless(parcel):
        return _wish_off(parcel)
    return bool(parcel.tracking_number) and _is_quiet(parcel, now) and _ask(parcel, now)


def _carry_on(parcel: Shipment) -> bool:
    try:
        carry_on(parcel, by=WORKER)
    except (BeingDispatched, NotAwaited, NotDispatched) as refusal:
        log.info("Return parcel %s: %s", parcel.shipment_id, refusal)
    return True


def _is_needless(parcel: Shipment) -> bool:
    """Whether its return does not wait for it: withdrawn, sent by post, fetched by another, or
    brought by hand."""
    back = (queries.order_of(parcel).returns or {}).get(parcel.return_of or "")
    waiting = {ReturnStatus.ACCEPTED, ReturnStatus.COMING}
    return back is None or back.status not in waiting or back.shipment_id != parcel.shipment_id


def _wish_off(parcel: Shipment) -> bool:
    pending = Shipment.status == ShipmentStatus.PENDING
    return _write(parcel, lambda: parcel.update(actions=wish_off(), condition=pending))


def _call_off(parcel: Shipment, now: datetime) -> bool:
    """Ask for it, at once and then every two minutes, until Shiprocket says that it is off. Once
    the courier has it, it is too late: then it is followed on its way."""
    state = steps.state_of(parcel.steps, Step.CALL_OFF)
    is_fresh = parcel.steps is not None and Step.HEARD not in parcel.steps
    if steps.is_anybody_at_it(parcel.steps, now):
        return False
    if not is_fresh and state.at is not None and now - state.at < LEASE:
        return False
    if parcel.tracking_number:
        _ask(parcel, now)
        parcel = queries.shipment(parcel.shipment_id, parcel.order_id)
        if parcel.status is not ShipmentStatus.PENDING:
            return True
    details = _details(parcel)
    if details is not None and not details.is_off:
        try:
            details = _ask_off(parcel, details)
        except ShiprocketRefused as no:
            log.warning("Return parcel %s is not called off: %s", parcel.shipment_id, no.reason)
            why = no.reason
            persistently(lambda: write_not_called_off(parcel, why, by=WORKER))
            return True
    if details is None or details.is_off:
        persistently(lambda: _write_off(parcel))
        return True
    return _note(parcel, now)


def _ask_off(parcel: Shipment, details: OrderDetails) -> OrderDetails:
    awb = details.awb_code or parcel.tracking_number or ""
    if awb:
        client().cancel_awb(awb)
    try:
        client().cancel_order(details.order_id)
    except ShiprocketRefused:
        if not awb:
            raise
    return client().order_details(details.order_id)


def _details(parcel: Shipment) -> OrderDetails | None:
    if parcel.shiprocket_order_id:
        return client().order_details(int(parcel.shiprocket_order_id))
    if steps.state_of(parcel.steps, Step.PARCEL).may_have_happened():
        return client().return_by_reference(parcel.reference or "")
    return None


def _note(parcel: Shipment, now: datetime) -> bool:
    word = Shipment.steps[Step.CALL_OFF].set(steps.word(Standing.DOING, now))
    actions: list[Action] = [word, *heard(parcel, now)]
    same = still_as_heard(parcel)
    return _write(parcel, lambda: parcel.update(actions=[*actions], condition=same))


def _write_off(parcel: Shipment) -> None:
    now, order = clock.now(), queries.order_of(parcel)
    fresh = queries.shipment(parcel.shipment_id, parcel.order_id)
    with transaction() as tx:
        if fresh.status is ShipmentStatus.PENDING:
            tx.update(
                fresh,
                actions=[
                    Shipment.status.set(ShipmentStatus.CANCELLED),
                    Shipment.steps[Step.CALL_OFF].set(steps.word(Standing.DONE, now)),
                    Shipment.trouble.remove(),
                    Shipment.updated_at.set(now),
                ],
                condition=Shipment.status == ShipmentStatus.PENDING,
                or_else=LookAgain(),
            )
            tell_it_is_off(tx, order, fresh, by=WORKER)
        strike_off(tx, parcel.shipment_id)


def _strike_off(parcel: Shipment) -> None:
    with transaction() as tx:
        strike_off(tx, parcel.shipment_id)


def _is_quiet(parcel: Shipment, now: datetime) -> bool:
    heard_at = steps.state_of(parcel.steps, Step.HEARD).at or parcel.updated_at
    return Step.CONFIRM in (parcel.steps or {}) or heard_at is None or heard_at < now - QUIET


def _ask(parcel: Shipment, now: datetime) -> bool:
    try:
        take_return(client().track(parcel.tracking_number or ""), source=WORKER)
    except ShiprocketRefused as refusal:
        log.warning("Shiprocket does not know parcel %s: %s", parcel.shipment_id, refusal.reason)
    fresh = queries.shipment(parcel.shipment_id, parcel.order_id)
    actions: list[Action] = [*heard(fresh, now), Shipment.steps[Step.CONFIRM].remove()]
    same = still_as_heard(fresh)
    _write(fresh, lambda: fresh.update(actions=[*actions], condition=same))
    return True


def _write(parcel: Shipment, act: Callable[[], object]) -> bool:
    try:
        write(act)
    except UpdateError as error:
        if not refused(error):
            raise
        log.info("Return parcel %s moved on meanwhile", parcel.shipment_id)
        return False
    return True
