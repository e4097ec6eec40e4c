"""What a parcel is worth of its order, and so what its courier collects at the door. Pure: no
tables, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orders.models import Order
from shipping.models import Shipment

Contents = Mapping[str, str] | None  # place of the order's line → pieces; None: all that is to go


@dataclass(frozen=True)
class Share:
    """A parcel's part of the order's total, in paise."""

    goods_paise: int
    shipping_paise: int
    cod_fee_paise: int

    @property
    def total_paise(self) -> int:
        return self.goods_paise + self.shipping_paise + self.cod_fee_paise


def share_of(order: Order, contents: Contents, others: Iterable[Shipment] = ()) -> Share:
    """The share of a parcel with these contents beside the `others` that are live: what its pieces
    cost, and the fees unless another parcel has them. So the shares add up to the total."""
    return _share(order, contents, has_fees=not any(has_fees(order, each) for each in others))


def share_in(order: Order, parcel: Shipment) -> Share:
    """The share that was given to a parcel when it was begun."""
    return _share(order, parcel.contents, has_fees=has_fees(order, parcel))


def has_fees(order: Order, parcel: Shipment) -> bool:
    """Whether the order's fees are in this parcel's share. One that does not say what it is worth
    is of an earlier day, when an order had one parcel."""
    return parcel.worth is None or parcel.worth > goods_paise(order, parcel.contents)


def goods_paise(order: Order, contents: Contents) -> int:
    """What the pieces in a parcel cost."""
    return sum(
        line.price * (line.to_send if contents is None else int(contents.get(str(place), "0")))
        for place, line in enumerate(order.lines)
    )


def _share(order: Order, contents: Contents, *, has_fees: bool) -> Share:
    goods = goods_paise(order, contents)
    if not has_fees:
        return Share(goods, 0, 0)
    return Share(goods, order.shipping_fee or 0, order.cod_fee or 0)
