"""The lines of a cart as its page shows them: one for each thing, and one for a whole racket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from catalog.build import ROLE_WORDS, Build, Piece, Role, fits
from catalog.build_law import why_illegal
from catalog.shelf import ShelfProduct, ShelfVariant
from orders import rackets
from orders.bill_rows import rate_today
from orders.errors import NoSuchRacket


class Seen(Protocol):
    """What the cookie keeps of a line."""

    @property
    def quantity(self) -> int: ...

    @property
    def seen_paise(self) -> int: ...


@dataclass(frozen=True)
class CartLine:
    """A line as the page shows it, at today's price and stock."""

    product: ShelfProduct
    variant: ShelfVariant
    quantity: int
    seen_paise: int
    role: Role | None = None  # as a part of a racket that we glue

    @property
    def kind(self) -> str:
        """Its category, or that it is glued into a racket: what a way of paying looks at."""
        return rackets.BUILT if self.role else str(self.product.category)

    @property
    def name(self) -> str:
        return f"{self.product.brand} {self.product.name}".strip()

    @property
    def role_words(self) -> str:
        """'forehand rubber' as a part of a racket, '' alone."""
        return ROLE_WORDS[self.role] if self.role else ""

    @property
    def role_title(self) -> str:
        return self.role_words.removesuffix(" rubber").capitalize()

    @property
    def choice(self) -> str:
        """'Red, 2.1 mm', and of a part of a racket as what."""
        return ", ".join(text for text in (self.variant.choice, self.role_words) if text)

    @property
    def options_said(self) -> str:
        """'Red, 2.1 mm', without the racket, as a line of an order says it."""
        return self.variant.choice

    @property
    def price(self) -> int:
        return self.variant.price

    @property
    def gst_rate(self) -> str | None:
        return rate_today(self.product, self.price)

    @property
    def total_paise(self) -> int:
        return self.price * self.quantity

    @property
    def is_short(self) -> bool:
        """Whether there are fewer left than wanted."""
        return self.variant.stock < self.quantity

    @property
    def price_changed(self) -> bool:
        return self.price != self.seen_paise


@dataclass(frozen=True)
class Row:
    """What a shopper sees as one line: a thing, or a racket with its parts."""

    key: str
    lines: tuple[CartLine, ...]
    quantity: int
    seen_paise: int
    short: tuple[CartLine, ...]  # of which there are too few for the whole cart
    is_shared: bool = False  # whether another row of the cart takes of the same
    why_not: str = ""  # why a racket may not be built, by the catalogue of today

    @property
    def is_racket(self) -> bool:
        return len(self.lines) > 1

    @property
    def price(self) -> int:
        return sum(line.price for line in self.lines)

    @property
    def price_changed(self) -> bool:
        return self.price != self.seen_paise

    @property
    def total_paise(self) -> int:
        return self.price * self.quantity

    @property
    def skus(self) -> dict[str, str]:
        """A racket's parts as the builder's address names them."""
        return {role.value: sku for role, sku in rackets.parts_in(self.key).items()}


def row_of(
    key: str,
    wanted: Seen,
    found: Mapping[str, tuple[ShelfProduct, ShelfVariant]],
    pieces: Mapping[str, int],
) -> Row:
    """The row of a key whose skus were all found; `pieces` is what the whole cart wants."""
    parts = rackets.parts_in(key)
    roles: list[tuple[Role | None, str]] = [*parts.items()] or [(None, key)]
    lines = []
    for role, sku in roles:
        product, variant = found[sku]
        seen = variant.price if role else wanted.seen_paise
        lines.append(CartLine(product, variant, wanted.quantity, seen, role))
    short = tuple(line for line in lines if line.variant.stock < pieces[line.variant.sku])
    is_shared = any(pieces[line.variant.sku] > line.quantity for line in short)
    return Row(
        key, tuple(lines), wanted.quantity, wanted.seen_paise, short, is_shared, _why_not(lines)
    )


def _why_not(lines: Sequence[CartLine]) -> str:
    """What is against gluing these parts together; '' for anything but a racket, too."""
    parts = [Piece(line.product, line.variant) for line in lines if line.role]
    if len(parts) != len(Role):
        return ""
    if not all(fits(role, part.product) for role, part in zip(Role, parts, strict=True)):
        return str(NoSuchRacket())
    illegal = why_illegal(Build(*parts))
    return str(illegal) if illegal else ""
