"""Who does a step, and how it ended. A step is claimed before Shiprocket is asked and settled
after it has answered; a claim that nobody settles runs out, and the next one looks first."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction, persistently, refused, transaction, write
from orders.models import Order
from orders.services.story import attention_as_read, told
from shipping import queries, steps
from shipping.errors import BeingDispatched, LookAgain, NotDispatched
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.services.flags import call_for_dispatch, calm_dispatch, strike_off
from shipping.shiprocket import (
    PickupRefused,
    ShiprocketDown,
    ShiprocketRefused,
    WalletEmpty,
)
from shipping.steps import Standing, State, Step

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Lease:
    """A step in our hands: the shipment as read then, the word in the table while we hold it, and
    how the step stood before."""

    shipment: Shipment
    step: Step
    word: str
    before: State

    @property
    def is_ours(self) -> Condition:
        """The condition that nobody has taken the step over."""
        still: Condition = Shipment.steps[self.step] == self.word
        return still


def claim(
    shipment: Shipment, step: Step, *, guard: Callable[[Transaction], None] | None = None
) -> Lease:
    """Take a step in hand, together with what `guard` adds. BeingDispatched if it is done, held,
    or taken by another a moment ago."""
    before = steps.state_of(shipment.steps, step)
    if before.standing is Standing.DONE or before.is_held(clock.now()):
        raise BeingDispatched(shipment.order_id)
    path = Shipment.steps[step]
    as_seen = path == shipment.steps[step] if before.at and shipment.steps else ~path.exists()
    word = steps.word(Standing.DOING, clock.now())

    def once() -> None:
        with transaction() as tx:
            tx.update(
                shipment,
                actions=[path.set(word), Shipment.updated_at.set(clock.now())],
                condition=as_seen & _is_wanted(),
                or_else=BeingDispatched(shipment.order_id),
            )
            if guard is not None:
                guard(tx)

    persistently(once)
    fresh = queries.shipment(shipment.shipment_id, shipment.order_id)
    return Lease(fresh, step, word, before)


def _is_wanted() -> Condition:
    """The condition that the parcel was not called off, and that nobody is about to."""
    path = Shipment.steps[Step.CALL_OFF]
    stays = path.does_not_exist() | path.startswith(Standing.REFUSED.value)
    wanted: Condition = stays & (Shipment.status != ShipmentStatus.CANCELLED)
    return wanted


@contextmanager
def minding(lease: Lease, *, by: str) -> Iterator[None]:
    """Writes down what Shiprocket's refusal or silence means for the step, and raises it:
    NotDispatched with what to do, or ShiprocketDown."""
    try:
        yield
    except ShiprocketDown:
        let_go(lease)
        raise
    except ShiprocketRefused as no:
        text = _advice(lease.step, no)
        persistently(lambda: _write_refusal(lease, text, by=by))
        raise NotDispatched(text) from no


def settle(lease: Lease, *, actions: Sequence[Action], text: str, by: str) -> Shipment:
    """Write down that the step is done, what came of it, and an internal line of the story.
    BeingDispatched if somebody took the step over; what they write stands."""
    persistently(lambda: _write_done(lease, actions, text, by=by))
    return queries.shipment(lease.shipment.shipment_id, lease.shipment.order_id)


def _write_done(lease: Lease, actions: Sequence[Action], text: str, *, by: str) -> None:
    now, order, parcel = clock.now(), queries.order_of(lease.shipment), lease.shipment
    word = steps.word(Standing.DONE, now)
    after = {**(parcel.steps or {}), lease.step: word}
    is_calm = lease.before.standing is Standing.REFUSED and not _is_any_refused(after)
    with transaction() as tx:
        tx.update(
            parcel,
            actions=[
                *actions,
                Shipment.steps[lease.step].set(word),
                Shipment.updated_at.set(now),
                *([Shipment.trouble.remove()] if is_calm else []),
            ],
            condition=lease.is_ours,
            or_else=BeingDispatched(parcel.order_id),
        )
        story = [told(order, text, by=by, at=now, is_internal=True)]
        if is_calm:
            story += calm_dispatch(tx, order, parcel)
        tx.update(order, actions=story, condition=_as_flagged(order), or_else=LookAgain())
        if steps.all_done(after):
            strike_off(tx, parcel.shipment_id)


def _write_refusal(lease: Lease, text: str, *, by: str) -> None:
    now, order, parcel = clock.now(), queries.order_of(lease.shipment), lease.shipment
    is_news = parcel.trouble != text  # a retry that fails the same way is not told again
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
        if is_news:
            story = [
                told(order, text, by=by, at=now, is_internal=True),
                call_for_dispatch(tx, order, parcel, text, at=now),
            ]
            tx.update(order, actions=story, condition=_as_flagged(order), or_else=LookAgain())


def _as_flagged(order: Order) -> Condition:
    """The condition that the order is there, and nobody flagged it since it was read."""
    there: Condition = Order.order_id.exists() & attention_as_read(order)
    return there


def let_go(lease: Lease) -> None:
    """Nobody knows whether Shiprocket acted: whoever comes next may try at once, and asks first."""
    word = steps.word(Standing.UNSURE, clock.now())
    try:
        write(
            lambda: lease.shipment.update(
                actions=[Shipment.steps[lease.step].set(word)], condition=lease.is_ours
            )
        )
    except UpdateError as error:
        if not refused(error):
            raise
        log.info("%s of %s was taken over", lease.step, lease.shipment.shipment_id)


def _is_any_refused(kept: dict[str, str]) -> bool:
    return any(state.standing is Standing.REFUSED for state in steps.way_of(kept))


def _advice(step: Step, no: ShiprocketRefused) -> str:
    if isinstance(no, PickupRefused):
        return f"{no.reason.rstrip('.')}. Mend that, then press dispatch again."
    if isinstance(no, WalletEmpty):
        return "The Shiprocket wallet is empty. Recharge it there, then press dispatch again."
    return _ADVICE[step].format(no.reason)


_ADVICE = {
    Step.PARCEL: "Shiprocket does not take the parcel: {}. Mend the address or ask the customer,"
    " then press dispatch again.",
    Step.AWB: "No courier takes the parcel: {}. Press dispatch again later, or choose another"
    " courier and then press it.",
    Step.PICKUP: "No pickup is booked: {}. We ask again; if it stays so, call them.",
    Step.LABEL: "There is no label yet: {}. We ask again in five minutes.",
    Step.MANIFEST: "There is no manifest yet: {}. We ask again in five minutes.",
}
