"""A racket among what is wanted: one key of the cart for three parts, one number in the order for
three lines (docs/decisions/rackets.md)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from catalog.build import ROLE_WORDS, Role
from catalog.build_choosing import build_of
from catalog.build_law import why_illegal
from catalog.shelf import Shelf
from orders.errors import IllegalRacket, NoSuchRacket

BUILT = "built"  # beside the categories: what kind of goods a racket that we glue is
_MARK = "racket"
_BETWEEN = "|"
PARTS = len(Role)


class Bought(Protocol):
    """A line of an order, as far as rackets are concerned."""

    @property
    def sku(self) -> str | None: ...

    @property
    def racket(self) -> str | None: ...

    @property
    def quantity(self) -> int: ...


def key_of(skus: Iterable[str]) -> str:
    """The cart's key of the racket of these three skus: blade, forehand, backhand."""
    return _BETWEEN.join((_MARK, *skus))


def parts_in(key: str) -> dict[Role, str]:
    """Role → sku of a racket's key; nothing for a plain sku."""
    mark, *skus = key.split(_BETWEEN)
    return dict(zip(Role, skus, strict=True)) if mark == _MARK and len(skus) == PARTS else {}


def skus_in(keys: Iterable[str]) -> list[str]:
    """Every sku that these keys speak of, each once, in their order."""
    return list(dict.fromkeys(sku for key in keys for sku in parts_in(key).values() or (key,)))


def by_sku(wanted: Mapping[str, int]) -> Counter[str]:
    """sku → pieces in all: a rubber alone and the same one on a racket are one sku."""
    pieces: Counter[str] = Counter()
    for key, quantity in wanted.items():
        for sku in parts_in(key).values() or (key,):
            pieces[sku] += quantity
    return pieces


def count_lines(keys: Iterable[str]) -> int:
    """How many lines of an order these keys become."""
    return sum(len(parts_in(key)) or 1 for key in keys)


def role_words_in(keys: Iterable[str], sku: str) -> str:
    """'the backhand rubber' where a sku is wanted as a racket's part, '' where only by itself."""
    for key in keys:
        for role, each in parts_in(key).items():
            if each == sku:
                return f"the {ROLE_WORDS[role]} of your racket"
    return ""


def keys_of(lines: Sequence[Bought]) -> dict[str, int]:
    """The cart's keys of an order's lines, with the pieces: what the cart held to become it."""
    found: dict[str, int] = {}
    rackets: dict[str, list[Bought]] = {}
    for line in lines:
        if line.racket:
            rackets.setdefault(line.racket, []).append(line)
        else:
            found[line.sku or ""] = line.quantity
    for parts in rackets.values():
        found[key_of(part.sku or "" for part in parts)] = parts[0].quantity
    return found


def check_legal(shelf: Shelf, keys: Iterable[str]) -> None:
    """Refuse what is no racket, or may not be played with: NoSuchRacket, IllegalRacket."""
    for key in keys:
        parts = parts_in(key)
        if not parts:
            continue
        build = build_of(shelf, {role.value: sku for role, sku in parts.items()})
        if build is None:
            raise NoSuchRacket
        if illegal := why_illegal(build):
            raise IllegalRacket(str(illegal))
