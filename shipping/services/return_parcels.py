"""A return that was accepted is fetched: its parcel is made in the write that accepts it, then
registered, given an AWB and a pickup, each step as far as it goes. The worker does the rest."""

from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction, persistently, transaction
from orders import queries as order_queries
from orders.models import Order
from orders.return_errors import ReturnMovedOn
from orders.return_parts import Return
from orders.return_rules import ReturnStatus, Way, as_pieces
from orders.services.answering import accepting, coming_otherwise, withdrawing
from orders.services.asking_back import CUSTOMER
from orders.services.return_writing import return_of, write_step
from shipping import queries, steps
from shipping.errors import LookAgain, NotDispatched, ShipmentNotFound
from shipping.models import Shipment
from shipping.naming import MOST_FETCHES, fetches_in, return_id_of, return_reference_of
from shipping.rules import ShipmentStatus
from shipping.services import return_calls
from shipping.services.measuring import expected_box
from shipping.services.return_work import do, note, waits_for
from shipping.steps import Standing, Step


def accept_and_fetch(order_id: str, number: str, *, words: str, by: str) -> Shipment:
    """Accept a return and have it fetched. Pressed twice it is accepted once, and the parcel goes
    on. Raises OrderNotFound, ReturnNotFound, ReturnMovedOn; BeingDispatched, NotAwaited,
    NotDispatched (the order is flagged with what to do) and ShiprocketDown (the worker goes on),
    all after it was accepted."""

    def once() -> str:
        order = order_queries.order(order_id)
        back = return_of(order, number)
        if back.status == ReturnStatus.ACCEPTED and back.shipment_id:
            return str(back.shipment_id)
        parcel = _born(order, number, back)
        step = accepting(number, Way.COURIER, words=words, by=by, shipment_id=parcel.shipment_id)
        with transaction() as tx:
            write_step(tx, order, step)
            _put(tx, parcel)
        return parcel.shipment_id

    return carry_on(queries.shipment(persistently(once), order_id), by=by)


def accept_by_post(order_id: str, number: str, *, words: str, by: str) -> None:
    """Accept a return that its customer sends, because no courier fetches there. Raises
    OrderNotFound, ReturnNotFound, ReturnMovedOn."""

    def once() -> None:
        order = order_queries.order(order_id)
        back = return_of(order, number)
        if back.status == ReturnStatus.ACCEPTED and back.way == Way.POST:
            return
        is_accepted = back.status == ReturnStatus.ACCEPTED
        make = coming_otherwise if is_accepted else accepting
        step = make(number, Way.POST, words=words, by=by, shipment_id=back.shipment_id or "")
        with transaction() as tx:
            write_step(tx, order, step)
            _call_off(tx, parcel_of(order, back))

    persistently(once)


def fetch_again(order_id: str, number: str, *, by: str) -> Shipment:
    """Try once more to have an accepted return fetched: by the same parcel, or by another where
    that one was called off. Raises what `accept_and_fetch` raises."""

    def once() -> str:
        order = order_queries.order(order_id)
        back = return_of(order, number)
        if back.status != ReturnStatus.ACCEPTED:
            raise ReturnMovedOn(number, back.status)
        present = parcel_of(order, back)
        if present is not None and back.way == Way.COURIER and is_alive(present):
            return present.shipment_id
        if fetches_in(back.shipment_id) >= MOST_FETCHES:
            raise NotDispatched("The courier was sent often enough. Let the customer send it.")
        parcel = _born(order, number, back)
        step = coming_otherwise(
            number, Way.COURIER, words="", by=by, shipment_id=parcel.shipment_id
        )
        with transaction() as tx:
            write_step(tx, order, step)
            _put(tx, parcel)
        return parcel.shipment_id

    return carry_on(queries.shipment(persistently(once), order_id), by=by)


def withdraw(order_id: str, customer_id: str, number: str) -> None:
    """Its customer keeps the goods after all; a parcel that was to fetch them is called off. Raises
    OrderNotFound, ReturnNotFound; ReturnMovedOn once the courier has them."""

    def once() -> None:
        order = order_queries.own_order(order_id, customer_id)
        back = return_of(order, number)
        if back.status == ReturnStatus.WITHDRAWN:
            return
        with transaction() as tx:
            write_step(tx, order, withdrawing(number, by=CUSTOMER))
            _call_off(tx, parcel_of(order, back))

    persistently(once)


def carry_on(parcel: Shipment, *, by: str) -> Shipment:
    """The steps that are left, one after the other; the parcel as it is then."""
    if not is_wanted(parcel):
        return parcel
    parcel = do(parcel, Step.PARCEL, return_calls.register, by=by)
    parcel = do(parcel, Step.AWB, return_calls.take_awb, by=by, is_told=True)
    return do(parcel, Step.PICKUP, return_calls.book_pickup, by=by, is_told=True)


def is_wanted(parcel: Shipment) -> bool:
    """Whether its return still waits for just this parcel."""
    back = (queries.order_of(parcel).returns or {}).get(parcel.return_of or "")
    return back is not None and waits_for(back, parcel) and is_alive(parcel)


def parcel_of(order: Order, back: Return) -> Shipment | None:
    """The parcel that was last sent for a return, read consistently."""
    if not back.shipment_id:
        return None
    try:
        return queries.shipment(str(back.shipment_id), order.order_id)
    except ShipmentNotFound:
        return None


def is_alive(parcel: Shipment) -> bool:
    """Whether it was not called off, and nobody asked for that."""
    is_asked = steps.state_of(parcel.steps, Step.CALL_OFF).standing is not Standing.WAITING
    return parcel.status is not ShipmentStatus.CANCELLED and not is_asked


def wish_off() -> list[Action]:
    """The actions that ask for a parcel to be called off; the worker does it."""
    now = clock.now()
    return [
        Shipment.steps[Step.CALL_OFF].set(steps.word(Standing.DOING, now)),
        Shipment.updated_at.set(now),
    ]


def _call_off(tx: Transaction, parcel: Shipment | None) -> None:
    if parcel is None or parcel.status is not ShipmentStatus.PENDING or not is_alive(parcel):
        return
    pending = Shipment.status == ShipmentStatus.PENDING
    tx.update(parcel, actions=wish_off(), condition=pending, or_else=LookAgain())


def _put(tx: Transaction, parcel: Shipment) -> None:
    tx.put(parcel, condition=Shipment.shipment_id.does_not_exist(), or_else=LookAgain())
    note(tx, parcel.shipment_id)


def _born(order: Order, number: str, back: Return) -> Shipment:
    """A parcel that fetches this return, with nothing done for it. It is none of the order's own
    parcels: its id stands with the return."""
    attempt, now = fetches_in(back.shipment_id) + 1, clock.now()
    return Shipment(
        return_id_of(order.order_id, number, attempt),
        order.order_id,
        customer_id=order.customer_id,
        reference=return_reference_of(order.order_id, number, attempt),
        return_of=number,
        status=ShipmentStatus.PENDING,
        shipping_address=order.shipping_address or {},
        parcel=expected_box(order, as_pieces(back.pieces)).as_text(),
        contents=dict(back.pieces),
        steps={},
        scans=[],
        created_at=now,
        updated_at=now,
    )
