"""An earlier order's lines in the cart again: at today's prices, as far as there are any left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from catalog.queries import on_shelf_by_sku
from catalog.shelf import ShelfProduct, ShelfVariant
from config.money import short_rupees
from orders import rules
from orders.cart import Cart
from orders.errors import TooManyLines
from orders.line_parts import in_rows
from orders.models import Line, Order
from orders.rackets import key_of, keys_of, parts_in

MOST_NAMED = 6  # of one kind; the words travel in a cookie
LONGEST_NAME = 60
Found = Mapping[str, tuple[ShelfProduct, ShelfVariant]]


@dataclass
class Again:
    """The cart with what could be put into it, and the lines of which something is to be said."""

    cart: Cart
    count: int = 0
    gone: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    repriced: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return f"{self.count} line{'' if self.count == 1 else 's'} of your order in the cart."

    @property
    def warnings(self) -> list[str]:
        """What the person must know before ordering, a sentence a kind."""
        told = [
            ("Sold out or no longer on sale", self.gone),
            ("Fewer left than you bought then", self.short),
            ("The price has changed since then", self.repriced),
            ("The cart holds no more different items, so without", self.left_out),
        ]
        return [f"{head}: {_listed(names)}." for head, names in told if names]


def buy_again(cart: Cart, order: Order) -> Again:
    """The order's lines beside what the cart holds. Pressed twice it is the same: a line that is
    in the cart already gets no more pieces than were bought."""
    result = Again(cart)
    found = on_shelf_by_sku(_sku_of(line) for line in order.lines)
    prices = _prices_then(order)
    for key, quantity in keys_of([line for line in order.lines if line.racket]).items():
        _put_racket(result, key, quantity, found, prices.get(key))
    for line in order.lines:
        if line.racket:
            continue
        product_and_variant = found.get(_sku_of(line))
        if product_and_variant is None or product_and_variant[1].stock <= 0:
            result.gone.append(_name_of(line))
        else:
            _put(result, line, product_and_variant[1])
    return result


def _put_racket(
    result: Again, key: str, quantity: int, found: Found, then_paise: int | None
) -> None:
    """A racket as a whole, or not at all: half a racket is no use."""
    skus = list(parts_in(key).values())
    blade = found.get(skus[0]) if skus else None
    name = f"the racket with {blade[0].name}" if blade else "a racket"
    left = min((found[sku][1].stock if sku in found else 0 for sku in skus), default=0)
    if left <= 0:
        result.gone.append(name)
        return
    there = result.cart.wanted[key].quantity if key in result.cart.wanted else 0
    pieces = max(there, 1, min(quantity, left, rules.MOST_OF_ONE))
    price = sum(found[sku][1].price for sku in skus)
    try:
        result.cart = result.cart.adding(key, pieces - there, price)
    except TooManyLines:
        result.left_out.append(name)
        return
    result.count += 1
    if left < quantity:
        result.short.append(f"{name}, {left} instead of {quantity}")
    if then_paise is not None and then_paise != price:
        result.repriced.append(_changed(name, then_paise, price))


def _prices_then(order: Order) -> dict[str, int]:
    """What each racket of the order cost, by the cart's key."""
    rows = (row for row in in_rows(order.lines) if row[0].is_part)
    return {key_of(line.sku or "" for line in row): sum(line.price for line in row) for row in rows}


def _changed(name: str, then_paise: int, now_paise: int) -> str:
    return f"{name}, {short_rupees(then_paise)} then and {short_rupees(now_paise)} now"


def _put(result: Again, line: Line, variant: ShelfVariant) -> None:
    there = result.cart.wanted[variant.sku].quantity if variant.sku in result.cart.wanted else 0
    pieces = max(there, 1, min(line.quantity, variant.stock, rules.MOST_OF_ONE))
    try:
        result.cart = result.cart.adding(variant.sku, pieces - there, variant.price)
    except TooManyLines:
        result.left_out.append(_name_of(line))
        return
    result.count += 1
    if variant.stock < line.quantity:
        result.short.append(f"{_name_of(line)}, {variant.stock} instead of {line.quantity}")
    if variant.price != line.price:
        result.repriced.append(_changed(_name_of(line), line.price, variant.price))


def _sku_of(line: Line) -> str:
    """Lines of the earlier system name the product, which without variants is its own sku."""
    return line.sku or line.old_id or ""


def _name_of(line: Line) -> str:
    name = f"{line.name}, {line.choice}" if line.choice else line.name
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    named = "; ".join(names[:MOST_NAMED])
    return f"{named}; and {more} more" if more > 0 else named
