"""What a scanned or typed text means at the packing bench. Pure but for one read by key: an order
that is not in the set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from orders import queries
from orders.models import Line, Order

LAST_SIGNS = 4


class Kind(StrEnum):
    ORDER = "order"  # an order comes onto the table
    PIECE = "piece"  # a piece of it goes into the box
    WRONG = "wrong"


@dataclass(frozen=True)
class Heard:
    """What was understood, in a sentence; `order_id` or `place` say what to do about it."""

    kind: Kind
    text: str
    order_id: str = ""
    place: int = -1


def hear(
    text: str,
    *,
    order_ids: Sequence[str],
    table: Order | None,
    wanted: Mapping[int, int],
    got: Mapping[int, int],
) -> Heard:
    """Understand a scan: a piece that is wanted of the order on the table, an order of the set by
    its number or its last four signs, or any order by its whole number."""
    code = text.strip()
    if table is not None and (heard := _piece(code, table, wanted, got)):
        return heard
    if named := _named(code, order_ids):
        if len(named) > 1:
            return _wrong(f"{len(named)} orders end in {code.upper()}. Give the whole number.")
        return Heard(Kind.ORDER, f"Order {named[0]} is on the table.", order_id=named[0])
    if found := _elsewhere(code):
        return Heard(Kind.ORDER, f"Order {found.order_id} is on the table.", found.order_id)
    if table is None:
        return _wrong(f"“{code}” is no order of this set. Scan the slip of an order first.")
    return _wrong(f"WRONG: “{code}” does not belong into {table.order_id}. Put it back.")


def name_of(line: Line) -> str:
    """'Tenergy 05, Red, 2.1 mm'."""
    return f"{line.name}, {line.choice}" if line.choice else line.name


def _piece(
    code: str, table: Order, wanted: Mapping[int, int], got: Mapping[int, int]
) -> Heard | None:
    places = [p for p in wanted if _is_called(table.lines[p], code)]
    if not places:
        return None
    name = name_of(table.lines[places[0]])
    for place in places:
        if got.get(place, 0) < wanted[place]:
            name = name_of(table.lines[place])
            number = got.get(place, 0) + 1
            return Heard(Kind.PIECE, f"Right: {name}, {number} of {wanted[place]}.", place=place)
    pieces = sum(wanted[place] for place in places)
    return _wrong(f"TOO MANY: all {pieces} of {name} are in already. Put this one back.")


def _is_called(line: Line, code: str) -> bool:
    return code.casefold() in {(line.sku or "").casefold(), (line.old_id or "").casefold()} - {""}


def _named(code: str, order_ids: Sequence[str]) -> list[str]:
    folded = code.casefold()
    whole = [each for each in order_ids if each.casefold() == folded]
    is_end = len(code) == LAST_SIGNS
    return whole or [e for e in order_ids if is_end and e[-LAST_SIGNS:].casefold() == folded]


def _elsewhere(code: str) -> Order | None:
    for spelling in dict.fromkeys((code, code.upper())):
        if found := queries.order_or_none(spelling):
            return found
    return None


def _wrong(text: str) -> Heard:
    return Heard(Kind.WRONG, text)
