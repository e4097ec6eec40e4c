"""What Shiprocket is told of the goods in a parcel. It refuses an order that says one sku twice,
and an order of ours may: one rubber on both sides, on two rackets, or alone beside one. Pure."""

from collections.abc import Container, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from orders.models import Line
from shipping.shiprocket_entities import ParcelItem


class _Goods(NamedTuple):
    """What one item over there is: pieces of one sku at one price and tax."""

    sku: str
    price: int
    hsn: str
    gst_rate: str


def items_of(lines: Sequence[Line], pieces: Mapping[int, int]) -> tuple[ParcelItem, ...]:
    """So many pieces (place of the line → how many) as Shiprocket is told of them: each sku once,
    added up. The same goods at another price are an item of their own, with a sku of their own."""
    alike: dict[_Goods, list[tuple[Line, int]]] = {}
    for place, units in pieces.items():
        alike.setdefault(_goods(lines[place]), []).append((lines[place], units))
    real = {goods.sku for goods in alike}
    used: set[str] = set()
    items = []
    for goods, held in alike.items():
        sku = _free(goods.sku, used, {*real, *used})
        used.add(sku)
        units = sum(each for _, each in held)
        name = _name_of([line for line, _ in held])
        items.append(ParcelItem(name, sku, units, goods.price, goods.hsn, goods.gst_rate))
    return tuple(items)


def _goods(line: Line) -> _Goods:
    sku = line.sku or line.old_id or line.product_id or line.name
    return _Goods(sku, line.price, line.hsn or "", line.gst_rate or "")


def _free(sku: str, used: Container[str], taken: Container[str]) -> str:
    if sku not in used:
        return sku
    return next(each for n in count(2) if (each := f"{sku}-{n}") not in taken)


def _name_of(lines: Sequence[Line]) -> str:
    """'Rozena (Red, 1.9 mm, forehand rubber of racket 1; Red, 1.9 mm)'."""
    choices = list(dict.fromkeys(line.choice for line in lines if line.choice))
    return f"{lines[0].name} ({'; '.join(choices)})" if choices else lines[0].name
