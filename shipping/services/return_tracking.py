"""Where a parcel that fetches a return is: news moves it, and the return with it, forward only.
Nothing of it touches the order's own parcels."""

import logging
from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction, persistently, transaction
from orders.models import Order
from orders.return_parts import Return
from orders.return_rules import NEXT, ON_THE_WAY, OPENED, ReturnStatus
from orders.services.return_writing import Fields, Step, write_step
from shipping import queries
from shipping.errors import LookAgain
from shipping.models import Scan, Shipment
from shipping.news import judge, label_of, merged, plain
from shipping.rules import NEXT as PARCEL_NEXT
from shipping.rules import ShipmentStatus
from shipping.services.calling_off import is_asked
from shipping.services.return_strays import tell_it_is_off, tell_of_a_stray
from shipping.services.return_work import strike_off
from shipping.services.tracking import TO_BE_CALLED_OFF, heard, may_be_written
from shipping.shiprocket_entities import Tracking

log = logging.getLogger(__name__)
_S = ShipmentStatus
_WITH_THE_COURIER = frozenset({_S.PICKED, _S.IN_TRANSIT, _S.OUT_FOR_DELIVERY})
_TROUBLES = {
    _S.UNDELIVERED: "The courier could not hand return {0} over to us ({1}). Call the courier.",
    _S.RTO_INITIATED: "Return {0} is on its way back to the customer ({1}). Call the courier.",
    _S.RTO_DELIVERED: "Return {0} went back to the customer. Agree with them how it comes to us.",
    _S.LOST: "The courier has lost or damaged return {0} ({1}). Check it in with no sound piece,"
    " and claim it from the courier.",
    _S.CANCELLED: "The pickup of return {0} was called off ({1}). Have it fetched again, or let"
    " the customer send it.",
}


@dataclass(frozen=True)
class _News:
    """What news means for a return parcel: where it moves (None: it stays), and what staff must
    look after ('' for nothing)."""

    to: ShipmentStatus | None
    trouble: str
    source: str
    at: datetime


def take_return(news: Tracking, *, source: str) -> Shipment | None:
    """Let news of a return's parcel have its effect, once, whoever brings it and how often. None,
    and nothing is done, for a parcel that fetches no return of ours."""
    found = queries.by_awb(news.awb, reference=news.reference)
    if found is None or found.return_of is None:
        log.info("Tracking of a return that we do not know: %.60r", news.awb)
        return None
    return persistently(lambda: _take(found.shipment_id, found.order_id, news, source))


def _take(shipment_id: str, order_id: str, news: Tracking, source: str) -> Shipment:
    parcel, now = queries.shipment(shipment_id, order_id), clock.now()
    if news.status_id == TO_BE_CALLED_OFF and is_asked(parcel):
        return parcel
    verdict = judge(parcel.status, parcel.scans or [], news, now)
    scans = merged(parcel.scans or [], news.scans)
    is_as_asked = verdict.to is _S.CANCELLED and is_asked(parcel)
    is_bad = bool(verdict.trouble) and not is_as_asked
    trouble = _trouble(parcel, verdict.to, news) if is_bad else ""
    if not verdict.to and scans is None and trouble in {"", parcel.trouble}:
        return parcel
    order = queries.order_of(parcel)
    what = _News(verdict.to, trouble, source, now)
    with transaction() as tx:
        tx.update(
            parcel,
            actions=[*_changes(what, scans, news), *heard(parcel, now)],
            condition=may_be_written(parcel, verdict),
            or_else=LookAgain(),
        )
        _tell(tx, order, parcel, what)
        if verdict.to is not None and not PARCEL_NEXT[verdict.to]:
            strike_off(tx, shipment_id)
    return queries.shipment(shipment_id, order_id)


def _changes(what: _News, scans: list[Scan] | None, news: Tracking) -> list[Action]:
    changes: list[Action] = [Shipment.updated_at.set(what.at)]
    if scans is not None:
        changes.append(Shipment.scans.set(scans))
    if what.to is not None:
        changes.append(Shipment.status.set(what.to))
    if what.to is _S.DELIVERED:
        delivered = clock.to_text(news.delivered_at or what.at)
        changes.append(Shipment.actual_delivery.set(delivered))
    if news.expected_at is not None:
        changes.append(Shipment.estimated_delivery.set(clock.to_text(news.expected_at)))
    if what.trouble:
        changes.append(Shipment.trouble.set(what.trouble))
    elif what.to is not None:
        changes.append(Shipment.trouble.remove())
    return changes


def _trouble(parcel: Shipment, to: ShipmentStatus | None, news: Tracking) -> str:
    label = label_of(news.status_id, plain(news.label))
    words = _TROUBLES.get(to) if to else None
    text = words or "News of return {0}: {1}. Call the courier, or the customer."
    return text.format(parcel.return_of, label)


def _tell(tx: Transaction, order: Order, parcel: Shipment, what: _News) -> None:
    number = parcel.return_of or ""
    back = (order.returns or {}).get(number)
    if back is None:
        return
    if what.to is _S.CANCELLED and not what.trouble:  # as we asked
        tell_it_is_off(tx, order, parcel, by=what.source)
    elif what.to in _WITH_THE_COURIER | {_S.DELIVERED} and _is_stray(parcel, back):
        tell_of_a_stray(tx, order, parcel, by=what.source)
    elif _is_awaited(parcel, back) and (step := _step(number, back, what)):
        write_step(tx, order, step)


def _is_awaited(parcel: Shipment, back: Return) -> bool:
    """Whether its return is still to come, by this parcel. Once it is opened its money must not
    wait for the courier's troubles."""
    return back.shipment_id == parcel.shipment_id and ReturnStatus(back.status) in ON_THE_WAY


def _is_stray(parcel: Shipment, back: Return) -> bool:
    """Whether nobody waits for a parcel that moves. One that was opened may be called delivered
    late; but where the goods came by hand it had not been fetched till then, or was called off, as
    is one in whose place another was sent."""
    was_on_its_way = parcel.status is not _S.PENDING and not is_asked(parcel)
    was_opened = was_on_its_way and ReturnStatus(back.status) in OPENED
    return not (_is_awaited(parcel, back) or was_opened)


def _step(number: str, back: Return, what: _News) -> Step | None:
    """What the news means for a return that waits for this parcel."""
    after = NEXT[ReturnStatus(back.status)]
    if what.trouble:
        calls = {"trouble": what.trouble}
        return Step(number, what.trouble, what.source, fields=calls, is_internal=True)
    if what.to in _WITH_THE_COURIER and ReturnStatus.COMING in after:
        text = f"The courier has the parcel of return {number}."
        return Step(number, text, what.source, ReturnStatus.COMING, {"trouble": ""})
    if what.to is _S.DELIVERED and ReturnStatus.ARRIVED in after:
        text = f"Return {number} has arrived at our warehouse."
        fields: Fields = {"trouble": "", "arrivedAt": what.at}
        return Step(number, text, what.source, ReturnStatus.ARRIVED, fields)
    return None
