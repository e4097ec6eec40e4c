"""The cart: a signed cookie, and no table touched (design.md 4.1)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from catalog.queries import on_shelf_by_sku
from catalog.shelf import ShelfProduct, ShelfVariant
from orders import rackets, rules
from orders.cart_lines import CartLine, Row, row_of
from orders.errors import BadQuantity, TooManyLines
from orders.rules import Totals

MONTH = 30 * 24 * 3600
LONGEST_SKU = 64
LONGEST_KEY = 3 * LONGEST_SKU + 16  # of a racket: three skus
_QUANTITY = re.compile(r"[0-9]{1,2}")


@dataclass(frozen=True)
class Wanted:
    """A line as the cookie keeps it: pieces, and the price in paise when it was added."""

    quantity: int
    seen_paise: int


@dataclass(frozen=True)
class Cart:
    """What one browser has chosen, sku (or racket) → Wanted, in the order it was added."""

    wanted: Mapping[str, Wanted]

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.wanted.values())

    @cached_property
    def lines(self) -> list[CartLine]:
        """The lines that are on sale, those of a racket's parts among them."""
        return [line for row in self.rows for line in row.lines]

    @cached_property
    def rows(self) -> list[Row]:
        """What is on sale as a shopper reads it: a racket is one row."""
        gone, pieces = set(self.gone), rackets.by_sku(self.quantities())
        return [
            row_of(key, line, self._found, pieces)
            for key, line in self.wanted.items()
            if key not in gone
        ]

    @cached_property
    def _found(self) -> dict[str, tuple[ShelfProduct, ShelfVariant]]:
        return on_shelf_by_sku(rackets.skus_in(self.wanted))

    @cached_property
    def gone(self) -> list[str]:
        """The skus that are not on sale any more, and rackets that lack a part."""
        return [
            key for key in self.wanted if any(s not in self._found for s in rackets.skus_in([key]))
        ]

    @cached_property
    def totals(self) -> Totals:
        return rules.totals(self.lines)

    @property
    def has_racket(self) -> bool:
        """Whether a racket that we glue is in it."""
        return any(rackets.parts_in(key) for key in self.wanted)

    @property
    def is_ready(self) -> bool:
        """Whether it can be checked out as it stands."""
        return (
            bool(self.lines)
            and not self.gone
            and not any(row.short or row.why_not for row in self.rows)
        )

    def quantities(self) -> dict[str, int]:
        """sku → pieces, as placing wants them."""
        return {sku: line.quantity for sku, line in self.wanted.items()}

    def adding(self, sku: str, quantity: int, price_paise: int) -> "Cart":
        """One more choice. Raises TooManyLines, BadQuantity."""
        before = self.wanted[sku].quantity if sku in self.wanted else 0
        if rackets.count_lines({*self.wanted, sku}) > rules.MOST_LINES:
            raise TooManyLines(rules.MOST_LINES)
        return self.with_quantity(sku, before + quantity, price_paise)

    def with_quantity(self, sku: str, quantity: int, price_paise: int) -> "Cart":
        """The line with another quantity. Raises BadQuantity outside 1 to 20."""
        if not 1 <= quantity <= rules.MOST_OF_ONE:
            raise BadQuantity(rules.MOST_OF_ONE)
        return Cart({**self.wanted, sku: Wanted(quantity, price_paise)})

    def joined_with(self, other: "Cart") -> "Cart":
        """Both carts, what stands in both once and with the larger quantity; up to forty lines."""
        both = dict(self.wanted)
        for key, line in other.wanted.items():
            if key in both:
                most = max(both[key].quantity, line.quantity)
                both[key] = Wanted(most, both[key].seen_paise)
            elif rackets.count_lines({*both, key}) <= rules.MOST_LINES:
                both[key] = line
        return Cart(both)

    def without(self, skus: Iterable[str]) -> "Cart":
        """The cart less these lines."""
        out = set(skus)
        return Cart({sku: line for sku, line in self.wanted.items() if sku not in out})


def quantity_from(text: str) -> int:
    """Read a quantity that a person or a program sent: ASCII digits, 1 to 20, else BadQuantity."""
    if not _QUANTITY.fullmatch(text) or not 1 <= int(text) <= rules.MOST_OF_ONE:
        raise BadQuantity(rules.MOST_OF_ONE)
    return int(text)


def cart_of(request: HttpRequest) -> Cart:
    """This browser's cart; a missing, forged or outdated cookie is an empty one. The cookie is
    opened once for a request; what is looked up on the shelf is looked up at each call."""
    return cart_seen(request, request.COOKIES.get(settings.CART_COOKIE_NAME, ""))


def cart_seen(request: HttpRequest, raw: str) -> Cart:
    """`cart_in(raw)`, with what this request has opened already not opened again."""
    opened: dict[str, Mapping[str, Wanted]] = request.__dict__.setdefault("opened_carts", {})
    if raw not in opened:
        opened[raw] = cart_in(raw).wanted
    return Cart(opened[raw])


def cart_in(raw: str) -> Cart:
    """The cart of a cookie's text; empty where it is missing, forged or outdated."""
    if not raw:
        return Cart({})
    try:
        rows = signing.loads(raw, salt="cart", max_age=MONTH)
        return Cart({sku: _line(sku, quantity, seen) for sku, quantity, seen in rows})
    except (signing.BadSignature, ValueError, TypeError):
        return Cart({})


def _line(sku: object, quantity: object, seen_paise: object) -> Wanted:
    """ValueError for a line as no cart of today's code writes it."""
    if not isinstance(sku, str) or type(quantity) is not int or type(seen_paise) is not int:
        raise ValueError("a sku and two numbers are wanted")
    if not 1 <= quantity <= rules.MOST_OF_ONE:
        raise ValueError("nobody can have chosen so many")
    return Wanted(quantity, seen_paise)


def keep_cart(response: HttpResponse, cart: Cart) -> None:
    """Write the cart into the answer's cookie, for a month."""
    rows = [[sku, line.quantity, line.seen_paise] for sku, line in cart.wanted.items()]
    response.set_cookie(
        settings.CART_COOKIE_NAME,
        signing.dumps(rows, salt="cart", compress=True),
        max_age=MONTH,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )
