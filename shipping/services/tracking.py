"""Where a parcel is (design.md 4.9): news from the webhook and the worker moves it forward only,
closes the order, and calls for a person where it is in trouble. Repeats and late news change
nothing but scans that we had not seen."""

import logging
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import persistently, transaction
from orders.errors import OrderNotFound
from orders.models import Order
from shipping import queries, steps, telling
from shipping.errors import LookAgain
from shipping.models import Scan, Shipment
from shipping.news import Verdict, judge, merged, plain
from shipping.rules import ShipmentStatus, before
from shipping.services.calling_off import is_asked
from shipping.services.closing import close_if_at_its_end, doubt_as_read
from shipping.services.order_news import News, tell_order
from shipping.shiprocket_entities import Tracking
from shipping.steps import Standing, Step

log = logging.getLogger(__name__)
TO_BE_CALLED_OFF = 16  # Shiprocket's number: asked for, not granted yet


def take_tracking(news: Tracking, *, source: str) -> Shipment | None:
    """Let news of a parcel have its effect, once, whoever brings it (`source` stands in the story)
    and how often. None, and nothing is done, for a parcel that is not ours. The news is believed:
    what comes from outside goes through `hearing.hear`."""
    found = queries.by_awb(news.awb, reference=news.reference)
    if found is None or found.return_of is not None:
        log.info("Tracking of an AWB we do not know: %.60r", news.awb)
        return None
    before_it = found.status
    parcel = persistently(lambda: _take(found.shipment_id, found.order_id, news, source))
    if parcel.status is ShipmentStatus.DELIVERED and parcel.status is not before_it:
        _look_at_the_others(parcel, by=source)
    return parcel


def _take(shipment_id: str, order_id: str, news: Tracking, source: str) -> Shipment:
    parcel, now = queries.shipment(shipment_id, order_id), clock.now()
    verdict = _judge(parcel, news, now)
    scans = merged(parcel.scans or [], news.scans)
    if not (verdict.to or scans is not None or _matters_to_staff(parcel, verdict)):
        return parcel
    order = _order_of(parcel)
    with transaction() as tx:
        tx.update(
            parcel,
            actions=[*_changes(parcel, verdict, scans, news, now), *heard(parcel, now)],
            condition=may_be_written(parcel, verdict),
            or_else=LookAgain(),
        )
        if order is not None and (verdict.to or _matters_to_staff(parcel, verdict)):
            happened_at = news.delivered_at or now
            tell_order(tx, order, News(parcel, verdict, source, now, happened_at))
    return queries.shipment(shipment_id, order_id)


def _judge(parcel: Shipment, news: Tracking, now: datetime) -> Verdict:
    """That a parcel is to be called off is no news while we have asked for it ourselves."""
    if news.status_id == TO_BE_CALLED_OFF and is_asked(parcel):
        return Verdict(None, "", is_well_again=False)
    return judge(parcel.status, parcel.scans or [], news, now, doubt=parcel.doubt)


def _look_at_the_others(parcel: Shipment, *, by: str) -> None:
    """Where two parcels arrive at once neither sees the other: the later of them sees both."""
    order = _order_of(parcel)
    if order is not None and len(order.shipment_ids or ()) > 1:
        close_if_at_its_end(order, by=by)


def _matters_to_staff(parcel: Shipment, verdict: Verdict) -> bool:
    """Whether there is a new trouble, or an old one of the way is over, or a doubt."""
    if verdict.lifts_doubt:
        return True
    if verdict.trouble:
        return verdict.trouble != parcel.trouble
    return verdict.is_well_again and telling.is_about(parcel.trouble, parcel.tracking_number or "")


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
    may move from: a dispatch may have called it off meanwhile, or a person lifted the doubt."""
    same = still_as_heard(parcel)
    if verdict.lifts_doubt:
        still: Condition = same & doubt_as_read(parcel)
        return still
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
    return [*changes, *_troubles(parcel, verdict)]


def _troubles(parcel: Shipment, verdict: Verdict) -> list[Action]:
    """What is wrong with the parcel, and whether its delivery is in doubt: no other news says."""
    changes: list[Action] = []
    if verdict.trouble:
        changes.append(Shipment.trouble.set(verdict.trouble))
    elif _is_over(parcel, verdict):
        changes.append(Shipment.trouble.remove())
    if verdict.doubt is not None:
        changes.append(Shipment.doubt.set(verdict.doubt))
    if verdict.lifts_doubt:
        changes.append(Shipment.doubt.remove())
    return changes


def _is_over(parcel: Shipment, verdict: Verdict) -> bool:
    """Whether what the parcel is in trouble for is behind it. A parcel that moves has left the
    troubles of its dispatch as well; one that stands still only those of the way."""
    return verdict.is_well_again and (verdict.to is not None or _matters_to_staff(parcel, verdict))


def _order_of(parcel: Shipment) -> Order | None:
    try:
        return queries.order_of(parcel)
    except OrderNotFound:
        log.error("Shipment %s has no order", parcel.shipment_id)
        return None
