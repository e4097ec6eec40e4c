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
from orders import rules
from orders.bill_rows import rate_today
from orders.errors import BadQuantity, TooManyLines
from orders.rules import Totals

MONTH = 30 * 24 * 3600
LONGEST_SKU = 64
_QUANTITY = re.compile(r"[0-9]{1,2}")


@dataclass(frozen=True)
class Wanted:
    """A line as the cookie keeps it: pieces, and the price in paise when it was added."""

    quantity: int
    seen_paise: int


@dataclass(frozen=True)
class CartLine:
    """A line as the page shows it, at today's price and stock."""

    product: ShelfProduct
    variant: ShelfVariant
    quantity: int
    seen_paise: int

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
class Cart:
    """What one browser has chosen, sku → Wanted, in the order it was added."""

    wanted: Mapping[str, Wanted]

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.wanted.values())

    @cached_property
    def lines(self) -> list[CartLine]:
        """The lines that are on sale."""
        found = on_shelf_by_sku(self.wanted)
        return [
            CartLine(*found[sku], line.quantity, line.seen_paise)
            for sku, line in self.wanted.items()
            if sku in found
        ]

    @cached_property
    def gone(self) -> list[str]:
        """The skus that are not on sale any more."""
        found = on_shelf_by_sku(self.wanted)
        return [sku for sku in self.wanted if sku not in found]

    @cached_property
    def totals(self) -> Totals:
        return rules.totals(self.lines)

    @property
    def is_ready(self) -> bool:
        """Whether it can be checked out as it stands."""
        return bool(self.lines) and not self.gone and not any(x.is_short for x in self.lines)

    def quantities(self) -> dict[str, int]:
        """sku → pieces, as placing wants them."""
        return {sku: line.quantity for sku, line in self.wanted.items()}

    def adding(self, sku: str, quantity: int, price_paise: int) -> "Cart":
        """One more choice. Raises TooManyLines, BadQuantity."""
        before = self.wanted[sku].quantity if sku in self.wanted else 0
        if sku not in self.wanted and len(self.wanted) >= rules.MOST_LINES:
            raise TooManyLines(rules.MOST_LINES)
        return self.with_quantity(sku, before + quantity, price_paise)

    def with_quantity(self, sku: str, quantity: int, price_paise: int) -> "Cart":
        """The line with another quantity. Raises BadQuantity outside 1 to 20."""
        if not 1 <= quantity <= rules.MOST_OF_ONE:
            raise BadQuantity(rules.MOST_OF_ONE)
        return Cart({**self.wanted, sku: Wanted(quantity, price_paise)})

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
    """This browser's cart; a missing, forged or outdated cookie is an empty one."""
    raw = request.COOKIES.get(settings.CART_COOKIE_NAME, "")
    try:
        rows = signing.loads(raw, salt="cart", max_age=MONTH)
        return Cart({sku: Wanted(quantity, seen) for sku, quantity, seen in rows})
    except (signing.BadSignature, ValueError, TypeError):
        return Cart({})


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
