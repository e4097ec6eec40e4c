"""A racket to be built: a blade in its handle and two rubbers, each in a colour and thickness."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from catalog.rules import Category
from catalog.shelf import ShelfProduct, ShelfVariant


class Role(StrEnum):
    """What a part is in its racket; the value is its name in an address."""

    BLADE = "blade"
    FOREHAND = "fh"
    BACKHAND = "bh"


ROLE_WORDS = {
    Role.BLADE: "blade",
    Role.FOREHAND: "forehand rubber",
    Role.BACKHAND: "backhand rubber",
}
CATEGORY_OF = {
    Role.BLADE: Category.BLADES,
    Role.FOREHAND: Category.RUBBERS,
    Role.BACKHAND: Category.RUBBERS,
}
RUBBERS = (Role.FOREHAND, Role.BACKHAND)


class Piece(NamedTuple):
    """A part as the shelf has it."""

    product: ShelfProduct
    variant: ShelfVariant

    @property
    def name(self) -> str:
        return f"{self.product.brand} {self.product.name}".strip()


@dataclass(frozen=True)
class Build:
    """Three parts that make one racket."""

    blade: Piece
    forehand: Piece
    backhand: Piece

    @property
    def parts(self) -> Mapping[Role, Piece]:
        """Role → part, in the order in which they are chosen."""
        return {
            Role.BLADE: self.blade,
            Role.FOREHAND: self.forehand,
            Role.BACKHAND: self.backhand,
        }

    @property
    def price(self) -> int:
        """Of all parts, in paise; we glue them for nothing."""
        return sum(piece.variant.price for piece in self.parts.values())

    @property
    def skus(self) -> dict[str, str]:
        """The names of an address → the skus: what a link to this build says."""
        return {role.value: piece.variant.sku for role, piece in self.parts.items()}

    def short_of(self, rackets: int, taken: Mapping[str, int] | None = None) -> list[Role]:
        """The parts of which there are too few for so many rackets, beside what is `taken` (sku →
        pieces) by other things."""
        wanted, away = list(self.skus.values()), taken or {}
        return [
            role
            for role, piece in self.parts.items()
            if piece.variant.stock - away.get(piece.variant.sku, 0)
            < rackets * wanted.count(piece.variant.sku)
        ]

    def having(self, role: Role, piece: Piece) -> "Build":
        """The same racket with another part."""
        field = {Role.BLADE: "blade", Role.FOREHAND: "forehand", Role.BACKHAND: "backhand"}[role]
        return replace(self, **{field: piece})


def fits(role: Role, product: ShelfProduct) -> bool:
    """Whether a product can be this part of a racket."""
    return product.category is CATEGORY_OF[role]
