"""What stands on the staff's page of one order."""

from dataclasses import dataclass

from catalog.staff.queries import shelf_places
from config import clock
from orders import rules
from orders.models import Flag, Line, Order
from orders.rules import Status
from orders.services.attending import may_settle


@dataclass(frozen=True)
class Goods:
    """A line, the shelf its goods lie on ('' where nobody wrote that down), and how many to take
    from there: what belongs in the parcel, or of an order that is over what was sold."""

    line: Line
    shelf: str
    pieces: int


@dataclass(frozen=True)
class Sums:
    """What the order costs, in paise, as frozen when it was placed; `delivery` and `gst` are None
    where the earlier system kept no such thing, `cod_fee` where nothing is collected."""

    goods: int
    delivery: int | None
    cod_fee: int | None
    gst: int | None
    total: int


@dataclass(frozen=True)
class Call:
    """A flag, when it was raised as the tables write it, and whether a person takes it off."""

    flag: Flag
    seen: str
    is_settled_by_hand: bool


def flags_of(order: Order) -> list[Call]:
    """What calls for a person on this order."""
    return [
        Call(flag, clock.to_text(flag.at), may_settle(order, flag.kind))
        for flag in order.attention or []
    ]


def goods_of(order: Order) -> list[Goods]:
    """The lines, with one read for all their shelves."""
    keys = {(line.product_id, line.seller_id) for line in order.lines}
    places = shelf_places((p, s) for p, s in keys if p and s)
    return [
        Goods(line, places.get(line.sku or "", ""), pieces)
        for line, pieces in zip(order.lines, _counts(order), strict=True)
    ]


def sums_of(order: Order) -> Sums:
    """The sums of the order. Tax is inside the prices."""
    goods = sum(line.total_paise for line in order.lines)
    has_tax = any(line.gst_rate for line in order.lines)
    fees = (order.shipping_fee or 0, order.cod_fee or 0)
    return Sums(
        goods=goods if order.subtotal is None else order.subtotal,
        delivery=order.shipping_fee,
        cod_fee=order.cod_fee,
        gst=rules.gst_within(order.lines, *fees) if has_tax else None,
        total=order.total_amount,
    )


def pieces_of(order: Order) -> int:
    """How many things to take off the shelves, or of an order that has left them how many were
    sold."""
    return sum(_counts(order))


def _counts(order: Order) -> list[int]:
    if order.status in (Status.SHIPPED, Status.DELIVERED, Status.CANCELLED):
        return [line.quantity for line in order.lines]
    return [line.to_send for line in order.lines]


def may_be_cancelled(order: Order) -> bool:
    """Whether the order's status still allows a cancel."""
    return Status.CANCELLED in rules.NEXT[order.status]
