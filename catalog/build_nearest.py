"""The parts that come closest to one: instead of what is sold out, or to begin with. Pure."""

from collections.abc import Iterable, Sequence

from catalog.build import Build, Piece, Role, fits
from catalog.build_law import BLACK, colour_of
from catalog.build_numbers import sponge_of, three_of
from catalog.shelf import ShelfProduct, ShelfVariant

UNKNOWN = 30  # tenths between a number and one that nobody knows
PER_TENTH_OF_MM = 3  # tenths of a point that a tenth of a millimetre counts for
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
    most: int = 3,
) -> list[Piece]:
    """The closest parts in stock in place of one, of other products or of the same in another
    handle or thickness; a rubber keeps its colour, and a blade its handle where there is one."""
    present = build.parts[role]
    found = [
        piece
        for product in products
        if fits(role, product) and (piece := alike(present, product, rackets, role, build))
    ]
    apart = {id(p): (_other_handle(role, present, p), distance(present, p)) for p in found}
    return sorted(found, key=lambda p: (apart[id(p)], p.variant.price, p.name))[:most]


def alike(
    present: Piece, product: ShelfProduct, rackets: int, role: Role, build: Build
) -> Piece | None:
    """The variant of a product that is closest to the present part and in stock; None where there
    is none of the same colour."""
    used = [p.variant.sku for each, p in build.parts.items() if each is not role]
    pieces = [
        Piece(product, variant)
        for variant in product.variants
        if variant.stock >= rackets * (1 + used.count(variant.sku))
        and variant.sku != present.variant.sku
        and (role is Role.BLADE or colour_of(Piece(product, variant)) == colour_of(present))
    ]
    return min(pieces, key=lambda p: _unlike(role, present, p), default=None)


def distance(one: Piece, other: Piece) -> int:
    """How far two parts are apart, in tenths of a point over all they have in common."""
    pairs = zip(three_of(one), three_of(other), strict=True)
    apart = sum(UNKNOWN if a is None or b is None else abs(a - b) for a, b in pairs)
    first, second = sponge_of(one), sponge_of(other)
    if first is None or second is None:
        return apart
    return apart + abs(first - second) * PER_TENTH_OF_MM // 10


def to_begin_with(
    role: Role, products: Sequence[ShelfProduct], *, beside_black: bool
) -> Piece | None:
    """A part to begin with, in stock if there is one: all-round, and a rubber of the colour that
    is legal beside the other side. None where nothing of its kind is on sale."""
    pieces = [Piece(p, v) for p in products if fits(role, p) for v in p.variants]

    def place(piece: Piece) -> tuple[bool, bool, int, str]:
        numbers = zip(three_of(piece), USUAL[role], strict=True)
        apart = sum(UNKNOWN if n is None else abs(n - usual) for n, usual in numbers)
        sponge = 200 if (mm := sponge_of(piece)) is None else mm
        return (
            role is not Role.BLADE and colour_of(piece) != ("red" if beside_black else BLACK),
            piece.variant.stock == 0,
            apart + abs(sponge - 200) // 10,
            piece.variant.sku,
        )

    return min(pieces, key=place, default=None)


def _unlike(role: Role, present: Piece, other: Piece) -> tuple[bool, int]:
    return _other_handle(role, present, other), distance(present, other)


def _other_handle(role: Role, present: Piece, other: Piece) -> bool:
    return role is Role.BLADE and _handle(present.variant) != _handle(other.variant)


def _handle(variant: ShelfVariant) -> str:
    return variant.options.get("Handle", "")
