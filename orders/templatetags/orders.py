"""Pieces of page that orders lends to other apps' pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static

from catalog.pictures import picture_url
from catalog.queries import on_shelf_by_sku
from catalog.shelf import ShelfProduct
from config.money import short_rupees
from config.templatetags.shop import telephone
from orders import arrival, rules
from orders.cart import cart_of
from orders.cart_lines import CartLine
from orders.line_parts import in_rows, pieces_in
from orders.links import pay_url, placed_here
from orders.models import Line, Order
from orders.progress import author_of
from orders.rackets import keys_of, parts_in
from orders.reasons import reason_words
from orders.return_rules import BUILT_RULE_WORDS

register = template.Library()
MOST_NAMED = 3
register.filter("arrives", arrival.arrival_words)
register.filter("is_estimate", arrival.is_estimate)
register.filter("reason_words", reason_words)


@dataclass(frozen=True)
class Row:
    """What was bought as one thing."""

    lines: list[Line]

    @property
    def is_racket(self) -> bool:
        return self.lines[0].is_part

    @property
    def quantity(self) -> int:
        return self.lines[0].quantity

    @property
    def total_paise(self) -> int:
        return sum(line.total_paise for line in self.lines)


@register.simple_tag
def delivery_note(price_paise: int) -> str:
    """What delivery costs if this is all that is bought."""
    fee = rules.shipping_fee(price_paise)
    if not fee:
        return "Delivery free."
    free_from = short_rupees(rules.FREE_DELIVERY_FROM_PAISE)
    return f"Delivery {short_rupees(fee)}, free from {free_from}."


@register.filter
def ways_to_pay(category: str) -> str:
    """How goods of this category may be paid for."""
    online = "UPI, card, net banking or wallet"
    return online if category in rules.NO_COD else f"{online}, or in cash to the courier"


@register.simple_tag
def product_of(sku: str) -> ShelfProduct | None:
    """The product on sale under this sku, or the blade of this racket; None if there is none."""
    first = next(iter(parts_in(sku).values()), sku)
    found = on_shelf_by_sku([first]).get(first)
    return found[0] if found else None


@register.filter
def is_racket(key: str) -> bool:
    """Whether a line of the cart is a racket that we glue."""
    return bool(parts_in(key))


@register.filter
def racket_skus(key: str) -> dict[str, str]:
    """The parts of a racket as the builder's address names them."""
    return {role.value: sku for role, sku in parts_in(key).items()}


@register.filter
def in_address(skus: Mapping[str, str]) -> str:
    """What follows `?` in the address of a racket."""
    return urlencode(skus)


@register.filter
def as_rows(lines: Sequence[Line]) -> list[Row]:
    """An order's lines as a customer reads them: a racket that we glued is one."""
    return [Row(row) for row in in_rows(lines)]


@register.simple_tag
def built_rule() -> str:
    """What may come back of a racket that we glue."""
    return BUILT_RULE_WORDS


@register.simple_tag
def line_picture(line: CartLine | Line) -> str:
    """The address of the picture of what was chosen; a plain one where the product is gone."""
    if isinstance(line, CartLine):
        return picture_url(line.product, sku=line.variant.sku)
    sku = line.sku or line.old_id or ""  # a product of the earlier system is its own sku
    if found := on_shelf_by_sku([sku]).get(sku):
        return picture_url(found[0], sku=sku)
    return static("img/favicon.svg")


@register.filter
def goods_names(order: Order) -> str:
    """'Tenergy 05, Nittaku Premium and 2 more': what was bought, in a line."""
    rows = as_rows(order.lines)
    names = [f"Racket {r.lines[0].name}" if r.is_racket else r.lines[0].name for r in rows]
    more = len(names) - MOST_NAMED
    named = ", ".join(names[:MOST_NAMED])
    return f"{named} and {more} more" if more > 0 else named


@register.filter
def pieces_bought(order: Order) -> int:
    """How many pieces the order is of; a racket that we glued is one."""
    return pieces_in(order.lines)


@register.simple_tag
def order_tax(order: Order) -> int:
    """The GST inside the total, in paise."""
    return rules.gst_within(order.lines, order.shipping_fee or 0, order.cod_fee or 0)


@register.simple_tag(takes_context=True)
def cart_count_without(context: Context, order: Order) -> int:
    """How many pieces the cart holds beside a paid order's, which this very answer takes out."""
    request: HttpRequest = context["request"]
    cart = cart_of(request)
    if placed_here(request).get(order.order_id) is False:
        cart = cart.without(keys_of(order.lines))
    return cart.pieces


@register.filter
def pay_link(order: Order) -> str:
    """The whole address at which whoever has it may pay for the order."""
    return pay_url(order.order_id)


@register.filter
def author(by: str, shop_name: str) -> str:
    """Who told a line of the story, as a customer reads it; never a name of our people."""
    return author_of(by, shop=shop_name)


@register.filter
def masked_phone(number: str | None) -> str:
    """'98••• ••345': enough to know one's own number by."""
    shown = telephone(number or "")
    if len(shown) < 8:
        return "you"
    return f"{shown[:2]}••• ••{shown[-3:]}"


@register.filter
def initials(name: str | None) -> str:
    """'Ananya Rao' as 'A. R.'"""
    return " ".join(f"{word[0]}." for word in (name or "").split())
