"""What shipping knows beside the rows of the orders' list: when each must leave, and who has it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from catalog.kept import KeptOf
from orders.models import Order
from orders.rules import Status
from shipping import queries
from shipping.models import Shipment
from shipping.promises import leaves_on
from shipping.rules import ShipmentStatus

register = template.Library()
_drawn: KeptOf[Order, tuple[object, ...], SafeString] = KeptOf(400)


@dataclass(frozen=True)
class LeaveBy:
    """The day on which the courier should take an order, as staff say it."""

    words: str
    is_late: bool


@dataclass(frozen=True)
class Row:
    """An order of the list, and the courier and AWB of its latest parcel, '' where none has it."""

    order: Order
    courier: str = ""
    awb: str = ""


@dataclass(frozen=True)
class Beside:
    """The rows of a list, and the couriers to choose from."""

    rows: list[Row]
    couriers: list[str]

    @property
    def total(self) -> int:
        """What the orders of these rows cost, in paise."""
        return sum(row.order.total_amount for row in self.rows)


@register.filter
def leaves_by(order: Order) -> LeaveBy | None:
    """When the order should leave, by the promise's own reckoning; None where it does not wait to
    be sent."""
    if order.status not in (Status.CONFIRMED, Status.PROCESSING):
        return None
    today = timezone.localdate()
    day = leaves_on(order.pack_from or order.created_at)
    words = _day(day, today)
    return LeaveBy(f"late, {words}", is_late=True) if day < today else LeaveBy(words, is_late=False)


@register.simple_tag
def beside_parcels(orders: Sequence[Order], courier: str = "") -> Beside:
    """The rows of these orders, with `courier` only those that it has a parcel of. All parcels are
    one batched read, and none where no order has any."""
    parcels: dict[str, list[Shipment]] = defaultdict(list)
    for each in queries.of_orders(orders):
        if each.status is not ShipmentStatus.CANCELLED and each.courier_name:
            parcels[each.order_id].append(each)
    names = {each.courier_name or "" for found in parcels.values() for each in found}
    wanted = [order for order in orders if not courier or _has(parcels[order.order_id], courier)]
    rows = [_row(order, queries.in_turn(order, parcels[order.order_id])) for order in wanted]
    return Beside(rows, sorted(names | ({courier} if courier else set())))


@register.simple_tag
def order_rows(
    rows: Sequence[Row], *, may_choose: object = False, is_chosen: object = False
) -> SafeString:
    """The rows of a list. A row shows nothing but what it is given here and the day, so it is drawn
    once for the order as it was read."""
    today, marks = timezone.localdate(), (bool(may_choose), bool(is_chosen))
    drawn = [
        _drawn.get(row.order, _key(row, marks, today), partial(_draw, row, *marks)) for row in rows
    ]
    return SafeString("".join(drawn))


def _key(row: Row, marks: tuple[bool, bool], today: date) -> tuple[object, ...]:
    return row.order.order_id, row.courier, row.awb, marks, today


def _draw(row: Row, may_choose: bool, is_chosen: bool) -> SafeString:
    given = {"order": row.order, "courier": row.courier, "awb": row.awb}
    marks = {"may_choose": may_choose, "is_chosen": is_chosen}
    return render_to_string("orders/staff/row.html", given | marks)


def _has(parcels: Sequence[Shipment], courier: str) -> bool:
    return any(each.courier_name == courier for each in parcels)


def _row(order: Order, parcels: Sequence[Shipment]) -> Row:
    if not parcels:
        return Row(order)
    return Row(order, parcels[-1].courier_name or "", parcels[-1].tracking_number or "")


def _day(day: date, today: date) -> str:
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return near.get((day - today) // timedelta(days=1)) or f"{day:%a} {day.day} {day:%b}"
