"""What news of a parcel does to its order: a line of the story, the flag that calls for a person,
the mails that are owed, and with the last parcel its end. All of it joins the parcel's write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.update import Action

from config.dynamo import Transaction
from orders.models import Order
from orders.rules import Status
from orders.services.collecting import collected_words
from orders.services.story import attention_as_read, told
from shipping import queries, telling
from shipping.arrivals import is_at_its_end, number_of
from shipping.at_the_door import is_unsure
from shipping.cash import Taken, at_the_door_paise, collected_paise
from shipping.errors import LookAgain
from shipping.models import Shipment
from shipping.news import Verdict
from shipping.rules import ShipmentStatus
from shipping.services.closing import close
from shipping.services.doubts import sum_up
from shipping.services.flags import (
    DISPATCH_FLAG,
    PARCEL_FLAG,
    call_for_help,
    call_for_stray,
    calm,
)
from shipping.services.parcel_mails import debts


@dataclass(frozen=True)
class News:
    """A parcel as it was read, what the news means for it, who brought it and when; `happened_at`
    is when the courier did what it tells."""

    parcel: Shipment
    verdict: Verdict
    source: str
    at: datetime
    happened_at: datetime

    @property
    def awb(self) -> str:
        return self.parcel.tracking_number or ""


@dataclass(frozen=True)
class Scene:
    """The order as it was read, its parcels, whether it ends by this news, and what the courier
    was paid at the door for the parcel that it delivers."""

    order: Order
    parcels: Sequence[Shipment]
    closes: bool = False
    paid_paise: int = 0


def tell_order(tx: Transaction, order: Order, news: News) -> None:
    """Add to the caller's transaction: the order's share of the news. Refused with LookAgain where
    the order was changed meanwhile."""
    scene, verdict, as_read = _scene(order, news), news.verdict, attention_as_read(order)
    trouble = _trouble(order, news)
    actions = [*_story(scene, news, trouble), *_flags(tx, scene, news, trouble)]
    if verdict.to is not None:
        mails, mails_as_read = debts(
            order, news.parcel, verdict.to, now=news.at, closes=scene.closes
        )
        actions, as_read = [*actions, *mails], as_read & mails_as_read
    if scene.closes:
        taken = _taken(scene, news)
        close(tx, order, scene.parcels, actions=actions, also=as_read, taken=taken)
    elif actions:
        if verdict.lifts_doubt:
            actions += sum_up(tx, order, scene.parcels, parcel=news.parcel, at=news.at)
        actions.append(Order.updated_at.set(news.at))
        same = (Order.status == order.status) & as_read
        tx.update(order, actions=actions, condition=same, or_else=LookAgain())


def _scene(order: Order, news: News) -> Scene:
    verdict, this = news.verdict, news.parcel.shipment_id
    if verdict.to is None and not verdict.lifts_doubt:
        return Scene(order, [])
    parcels, due = queries.of_order(order), at_the_door_paise(order, news.parcel)
    if verdict.to is not ShipmentStatus.DELIVERED:
        is_paid = verdict.lifts_doubt and is_unsure(news.parcel)
        return Scene(order, parcels, paid_paise=due if is_paid else 0)
    ends = not parcels or is_at_its_end(order, parcels, arriving=this)
    return Scene(
        order,
        parcels,
        closes=order.status is Status.SHIPPED and ends,
        paid_paise=0 if verdict.doubt else due,
    )


def _taken(scene: Scene, news: News) -> Taken | None:
    """What was collected for the order in all, with this last delivery; None where nobody knows how
    much it is."""
    if news.verdict.doubt or any(map(is_unsure, scene.parcels)):
        return None
    so_far = collected_paise(scene.order, scene.parcels)
    return Taken(so_far + scene.paid_paise, news.happened_at)


def _trouble(order: Order, news: News) -> str:
    verdict, awb = news.verdict, news.awb
    due = at_the_door_paise(order, news.parcel)
    if due and verdict.trouble and (verdict.doubt or is_unsure(news.parcel)):
        return f"{verdict.trouble} {telling.ask_how_much(due)}"
    is_on_its_way = order.status in {Status.SHIPPED, Status.DELIVERED}
    if not verdict.is_well_again or verdict.to is None or is_on_its_way:
        return verdict.trouble
    to = verdict.to.replace("_", " ")
    return f"Parcel {awb} is {to}, but the order is {order.status}. Call the courier."


def _story(scene: Scene, news: News, trouble: str) -> list[Action]:
    """The line that is told: to the customer where the parcel moves, else to staff."""
    to, order, said = news.verdict.to, scene.order, ""
    if to is not None:
        number, in_all = number_of(order, news.parcel, scene.parcels)
        said = telling.moved(to, number=number, in_all=in_all, doubt=news.verdict.doubt)
    elif news.verdict.lifts_doubt:
        number, in_all = number_of(order, news.parcel, scene.parcels)
        said = telling.confirmed(number=number, in_all=in_all)
    if said:
        said = f"{said} {collected_words(scene.paid_paise)}".strip()
    if not (said or trouble):
        return []
    event = _event(order, to) if to else None
    return [
        told(order, said or trouble, by=news.source, at=news.at, event=event, is_internal=not said)
    ]


def _event(order: Order, to: ShipmentStatus) -> str:
    """'tracking undelivered'; where it was told before, of this parcel or another, which time."""
    name = f"tracking {to}"
    times = sum((line.event or "").startswith(name) for line in order.timeline or [])
    return f"{name}, time {times + 1}" if times else name


def _flags(tx: Transaction, scene: Scene, news: News, trouble: str) -> list[Action]:
    """The flag that is raised or taken off. What it says of other parcels stays."""
    order, is_one = scene.order, len(scene.order.shipment_ids or ()) <= 1
    if trouble and news.parcel.status is ShipmentStatus.CANCELLED:
        return [call_for_stray(tx, order, news.parcel, trouble, at=news.at)]
    raised = next((f.text for f in order.attention or [] if f.kind == PARCEL_FLAG), "")
    left = telling.beside("" if is_one else raised, news.awb, trouble)
    if trouble or (left and left != raised and news.verdict.is_well_again):
        return [call_for_help(tx, order, PARCEL_FLAG, left, at=news.at)]
    if left or not news.verdict.is_well_again:
        return []
    has_moved = news.verdict.to is not None and (is_one or scene.closes)
    return calm(tx, order, PARCEL_FLAG, *([DISPATCH_FLAG] if has_moved else []))
