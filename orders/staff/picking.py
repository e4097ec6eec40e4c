"""The set of orders that somebody packs at one go: a crate for each, and what to fetch for all of
them from which shelf. The set lives in the address, so that reload and Back work."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from catalog.staff.queries import shelf_places
from config.errors import ShopError
from orders import queries
from orders.errors import OrderNotFound
from orders.models import Line, Order
from orders.rules import Status
from orders.services.benching import why_left_out

MOST = 40
_DIGITS = re.compile(r"([0-9]+)")


class TooManyChosen(ShopError):
    def __init__(self, number: int) -> None:
        super().__init__(f"These are {number} orders. Choose at most {MOST} at once.")


@dataclass(frozen=True)
class Crate:
    """An order of the set; its crate has the number of its place."""

    number: int
    order: Order

    @cached_property
    def why_not(self) -> str:
        """Why it is not packed now, '' if it is."""
        return why_left_out(self.order)

    @property
    def is_sent(self) -> bool:
        """Whether it has left the bench."""
        return self.order.status in (Status.SHIPPED, Status.DELIVERED)


@dataclass(frozen=True)
class Pick:
    """One thing to fetch: how many pieces, and how many of them for which crate."""

    line: Line
    crates: tuple[tuple[int, int], ...]

    @property
    def pieces(self) -> int:
        return sum(pieces for _, pieces in self.crates)


@dataclass(frozen=True)
class Shelf:
    """A place in the warehouse and what to take from it; '' where nobody wrote the place down."""

    place: str
    picks: tuple[Pick, ...]


def ids_in(given: Iterable[str]) -> list[str]:
    """The order ids of an address or a form, each once, in their order. Raises TooManyChosen."""
    ids = list(dict.fromkeys(part for text in given for part in text.replace(",", " ").split()))
    if len(ids) > MOST:
        raise TooManyChosen(len(ids))
    return ids


def in_address(order_ids: Iterable[str], **more: str) -> str:
    """What follows `?` in the address of a page about these orders."""
    return urlencode({"orders": ",".join(order_ids)} | more, safe=",")


def crates_of(order_ids: Sequence[str]) -> list[Crate]:
    """A crate for each order that there is, read by key; one call an order."""
    numbered = enumerate(order_ids, start=1)
    return [Crate(n, order) for n, order_id in numbered if (order := _if_there(order_id))]


def _if_there(order_id: str) -> Order | None:
    try:
        return queries.order(order_id)
    except OrderNotFound:
        return None


def pick_list(crates: Iterable[Crate]) -> list[Shelf]:
    """What to fetch, shelf by shelf in the order of their names, each sku once; goods without a
    shelf come last."""
    wanted: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    for crate in crates:
        for line in crate.order.lines:
            if line.to_send > 0:
                wanted[_key(line)].append((crate.number, line))
    lines = [line for found in wanted.values() for _, line in found]
    keys = {(line.product_id, line.seller_id) for line in lines}
    places = shelf_places((p, s) for p, s in keys if p and s)
    shelves: dict[str, list[Pick]] = defaultdict(list)
    for key, found in wanted.items():
        shelves[places.get(key, "")].append(_pick(found))
    places_in_order = sorted(shelves, key=_as_one_walks)
    return [Shelf(place, tuple(sorted(shelves[place], key=_by_name))) for place in places_in_order]


def _key(line: Line) -> str:
    return line.sku or line.old_id or line.name


def _as_one_walks(place: str) -> tuple[bool, list[tuple[int, str]]]:
    """A3 before A24, and what has no place last."""
    parts = _DIGITS.split(place)
    return not place, [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def _by_name(pick: Pick) -> tuple[str, str]:
    return pick.line.name, pick.line.choice


def _pick(found: Sequence[tuple[int, Line]]) -> Pick:
    pieces: dict[int, int] = defaultdict(int)
    for number, line in found:
        pieces[number] += line.to_send
    return Pick(found[0][1], tuple(sorted(pieces.items())))
