"""The parts that come closest to one: instead of what is sold out, or to begin with. Pure."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from catalog.build import RUBBERS, Build, Piece, Role, fits
from catalog.build_law import BLACK, colour_of, why_illegal
from catalog.build_numbers import sponge_of, three_of
from catalog.shelf import ShelfProduct, ShelfVariant

UNKNOWN = 30  # tenths between a number and one that nobody knows
PER_TENTH_OF_MM = 3  # tenths of a point that a tenth of a millimetre counts for
Numbers = tuple[tuple[int | None, ...], int | None]  # speed, spin, control; the sponge
NOTHING: Mapping[str, int] = MappingProxyType({})
USUAL = {  # a racket to begin with: quick enough to grow with, and steady
    Role.BLADE: (74, 79, 84),
    Role.FOREHAND: (82, 86, 78),
    Role.BACKHAND: (80, 84, 80),
}


def nearest(
    build: Build,
    role: Role,
    products: Iterable[ShelfProduct],
    *,
    rackets: int = 1,
    taken: Mapping[str, int] | None = None,
    most: int = 3,
) -> list[Piece]:
    """The closest parts in stock in place of one, of other products or of the same in another
    handle or thickness; a rubber keeps its colour, and a blade its handle where there is one. There
    are enough of them for so many rackets, beside what is `taken` (sku → pieces)."""
    present = build.parts[role]
    found = [
        piece
        for product in products
        if fits(role, product)
        and (piece := alike(present, product, rackets, role, build, taken or {}))
    ]
    far = {id(p): (_other_handle(role, present, p), distance(present, p)) for p in found}
    return heapq.nsmallest(most, found, key=lambda p: (far[id(p)], p.variant.price, p.name))


def made_legal(build: Build, *, rackets: int = 1) -> list[tuple[Role, Piece]]:
    """For each rubber of an illegal racket the variant of the same rubber, in stock, that makes it
    legal and is closest to the one chosen; none where there is none."""
    found = []
    for role in RUBBERS:
        present = build.parts[role]
        legal = [
            piece
            for variant in present.product.variants
            if variant.stock >= rackets
            and not why_illegal(build.having(role, piece := Piece(present.product, variant)))
        ]
        found += [
            (role, piece)
            for piece in heapq.nsmallest(1, legal, key=lambda p: _unlike(role, present, p))
        ]
    return found


def alike(
    present: Piece,
    product: ShelfProduct,
    rackets: int,
    role: Role,
    build: Build,
    taken: Mapping[str, int] = NOTHING,
) -> Piece | None:
    """The variant of a product that is closest to the present part and in stock; None where there
    is none of the same colour."""
    used = [p.variant.sku for each, p in build.parts.items() if each is not role]
    pieces = [
        Piece(product, variant)
        for variant in product.variants
        if variant.stock - taken.get(variant.sku, 0) >= rackets * (1 + used.count(variant.sku))
        and variant.sku != present.variant.sku
        and (role is Role.BLADE or colour_of(Piece(product, variant)) == colour_of(present))
    ]
    return min(pieces, key=lambda p: _unlike(role, present, p), default=None)


def distance(one: Piece, other: Piece) -> int:
    """How far two parts are apart, in tenths of a point over all they have in common."""
    return apart(numbers_of(one), numbers_of(other))


def numbers_of(piece: Piece) -> Numbers:
    """What the distance of a part is measured by."""
    return three_of(piece), sponge_of(piece)


def apart(one: Numbers, other: Numbers) -> int:
    """How far these numbers are apart, in tenths of a point."""
    (threes, first), (others, second) = one, other
    points = 0
    for a, b in zip(threes, others, strict=True):
        points += UNKNOWN if a is None or b is None else abs(a - b)
    if first is None or second is None:
        return points
    return points + abs(first - second) * PER_TENTH_OF_MM // 10


def to_begin_with(
    role: Role, products: Sequence[ShelfProduct], *, beside_black: bool
) -> Piece | None:
    """A part to begin with, in stock if there is one: all-round, and a rubber of the colour that
    is legal beside the other side. None where nothing of its kind is on sale."""
    fitting = [product for product in products if fits(role, product) and product.variants]

    def off(product: ShelfProduct) -> int:
        numbers = zip(three_of(Piece(product, product.variants[0])), USUAL[role], strict=True)
        return sum(UNKNOWN if n is None else abs(n - usual) for n, usual in numbers)

    def place(piece: Piece, off: int) -> tuple[bool, bool, int, str]:
        sponge = 200 if (mm := sponge_of(piece)) is None else mm
        return (
            role is not Role.BLADE and colour_of(piece) != ("red" if beside_black else BLACK),
            piece.variant.stock == 0,
            off + abs(sponge - 200) // 10,
            piece.variant.sku,
        )

    pieces = (
        (place(piece, far), piece)
        for product in fitting
        for far in (off(product),)
        for piece in (Piece(product, variant) for variant in product.variants)
    )
    best = min(pieces, key=lambda pair: pair[0], default=None)
    return best[1] if best else None


def _unlike(role: Role, present: Piece, other: Piece) -> tuple[bool, int]:
    return _other_handle(role, present, other), distance(present, other)


def _other_handle(role: Role, present: Piece, other: Piece) -> bool:
    return role is Role.BLADE and _handle(present.variant) != _handle(other.variant)


def _handle(variant: ShelfVariant) -> str:
    return variant.options.get("Handle", "")
