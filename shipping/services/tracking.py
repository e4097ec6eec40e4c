"""Where a parcel is (design.md 4.9): news from the webhook and the worker moves it forward only,
closes the order, and calls for a person where it is in trouble. Repeats and late news change
nothing but scans that we had not seen."""

import logging
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction, persistently, transaction
from orders.errors import OrderNotFound
from orders.models import Order
from orders.rules import Status
from orders.services import moving
from orders.services.story import told
from shipping import queries, steps, telling
from shipping.errors import LookAgain
from shipping.models import Scan, Shipment
from shipping.news import Verdict, judge, merged, plain
from shipping.rules import ShipmentStatus, before
from shipping.services.flags import DISPATCH_FLAG, PARCEL_FLAG, call_for_help, calm
from shipping.shiprocket_entities import Tracking
from shipping.steps import Standing, Step

log = logging.getLogger(__name__)


def take_tracking(news: Tracking, *, source: str) -> Shipment | None:
    """Let news of a parcel have its effect, once, whoever brings it (`source` stands in the story)
    and how often. None, and nothing is done, for a parcel that is not ours. The news is believed:
    what comes from outside goes through `hearing.hear`."""
    found = queries.by_awb(news.awb, reference=news.reference)
    if found is None:
        log.info("Tracking of an AWB we do not know: %.60r", news.awb)
        return None
    return persistently(lambda: _take(found.shipment_id, found.order_id, news, source))


def _take(shipment_id: str, order_id: str, news: Tracking, source: str) -> Shipment:
    parcel, now = queries.shipment(shipment_id, order_id), clock.now()
    verdict = judge(parcel.status, parcel.scans or [], news, now)
    scans = merged(parcel.scans or [], news.scans)
    is_news_to_staff = bool(verdict.trouble) and verdict.trouble != parcel.trouble
    if verdict.to is None and scans is None and not is_news_to_staff:
        return parcel
    order = _order_of(parcel)
    with transaction() as tx:
        tx.update(
            parcel,
            actions=[*_changes(parcel, verdict, scans, news, now), *heard(parcel, now)],
            condition=may_be_written(parcel, verdict),
            or_else=LookAgain(),
        )
        if order is not None and (verdict.to or is_news_to_staff):
            _tell_order(tx, order, parcel, verdict, source=source, now=now)
    return queries.shipment(shipment_id, order_id)


def heard(parcel: Shipment, now: datetime) -> list[Action]:
    """The actions that note when a parcel was last heard of."""
    word = steps.word(Standing.DONE, now)
    if parcel.steps is None:  # a shipment of the earlier system
        return [Shipment.steps.set({Step.HEARD.value: word})]
    return [Shipment.steps[Step.HEARD].set(word)]


def still_as_heard(parcel: Shipment) -> Condition:
    """The condition that no news came in since the parcel was read."""
    path, seen = Shipment.steps[Step.HEARD], (parcel.steps or {}).get(Step.HEARD)
    same: Condition = path.does_not_exist() if seen is None else path == seen
    return same


def may_be_written(parcel: Shipment, verdict: Verdict) -> Condition:
    """The condition that nobody wrote news since the parcel was read, and that it stands where it
    may move from: a dispatch may have called it off meanwhile."""
    same = still_as_heard(parcel)
    return same if verdict.to is None else same & Shipment.status.is_in(*before(verdict.to))


def _changes(
    parcel: Shipment, verdict: Verdict, scans: list[Scan] | None, news: Tracking, now: datetime
) -> list[Action]:
    changes: list[Action] = [Shipment.updated_at.set(now)]
    if scans is not None:
        changes.append(Shipment.scans.set(scans))
    if verdict.to is not None:
        changes.append(Shipment.status.set(verdict.to))
    if verdict.to is ShipmentStatus.DELIVERED:
        changes.append(Shipment.actual_delivery.set(clock.to_text(news.delivered_at or now)))
    if news.expected_at is not None:
        changes.append(Shipment.estimated_delivery.set(clock.to_text(news.expected_at)))
    if news.courier_name and not parcel.courier_name:
        changes.append(Shipment.courier_name.set(plain(news.courier_name)))
    if verdict.trouble:
        changes.append(Shipment.trouble.set(verdict.trouble))
    elif verdict.is_well_again:
        changes.append(Shipment.trouble.remove())
    return changes


def _tell_order(
    tx: Transaction,
    order: Order,
    parcel: Shipment,
    verdict: Verdict,
    *,
    source: str,
    now: datetime,
) -> None:
    trouble = verdict.trouble
    if verdict.is_well_again and order.status not in {Status.SHIPPED, Status.DELIVERED}:
        awb, to = parcel.tracking_number, (verdict.to or "").replace("_", " ")
        trouble = f"Parcel {awb} is {to}, but the order is {order.status}. Call the courier."
    closes = verdict.to is ShipmentStatus.DELIVERED
    actions = _story(tx, order, verdict, trouble, source=source, now=now)
    if closes and order.status is Status.SHIPPED:
        moving.part(tx, order, Status.DELIVERED, actions=actions, or_else=LookAgain())
    elif actions:
        actions.append(Order.updated_at.set(now))
        same = Order.status == order.status
        tx.update(order, actions=actions, condition=same, or_else=LookAgain())


def _story(
    tx: Transaction, order: Order, verdict: Verdict, trouble: str, *, source: str, now: datetime
) -> list[Action]:
    """The line that is told, and the flag that is raised or taken off."""
    said = telling.MOVED.get(verdict.to, "") if verdict.to else ""
    actions: list[Action] = []
    if said or trouble:
        event = f"tracking {verdict.to}" if verdict.to else None
        is_internal = not said
        line = said or trouble
        actions.append(told(order, line, by=source, at=now, event=event, is_internal=is_internal))
    if trouble:
        actions.append(call_for_help(tx, order, PARCEL_FLAG, trouble, at=now))
    elif verdict.is_well_again:
        actions += calm(tx, order, PARCEL_FLAG, DISPATCH_FLAG)
    return actions


def _order_of(parcel: Shipment) -> Order | None:
    try:
        return queries.order_of(parcel)
    except OrderNotFound:
        log.error("Shipment %s has no order", parcel.shipment_id)
        return None
