"""Pieces of page that the catalogue lends: its categories, and how a product is drawn on a card."""

import re
from dataclasses import dataclass

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from catalog import shots, specs
from catalog.kept import KeptOf
from catalog.rules import KINDS
from catalog.shelf import ShelfProduct, ShelfVariant

register = template.Library()
_cards: KeptOf[ShelfProduct, tuple[str, str, str, bool, bool], SafeString] = KeptOf(2_000)
_INDENT = re.compile(r"\s*\n\s*")  # two dozen cards of it weigh as much as ten


@dataclass(frozen=True)
class CategoryLink:
    """A category as a menu needs it."""

    value: str
    title: str
    short: str


CATEGORY_LINKS = [
    CategoryLink(category.value, kind.title, kind.title.split(" and ")[0])
    for category, kind in KINDS.items()
]


@register.simple_tag
def categories() -> list[CategoryLink]:
    """All ten categories, in the shop's order."""
    return CATEGORY_LINKS


@register.simple_tag
def picture(product: ShelfProduct, sku: str | None = None) -> str:
    """The address of the product's picture, or that of one of its variants."""
    return shots.picture(product, sku=sku)


@register.simple_tag
def portrait(product: ShelfProduct, variant: ShelfVariant | None = None) -> shots.Shot:
    """The product's picture in all its sizes, or that of one of its variants."""
    return shots.portrait(product, variant)


@register.simple_tag
def further(product: ShelfProduct, variant: ShelfVariant | None = None) -> list[shots.Shot]:
    """The other pictures of its card, where it has some."""
    return shots.further(product, variant)


@register.simple_tag
def card(
    product: ShelfProduct,
    heading: str = "h3",
    *,
    sku: str = "",
    eager: bool = False,
    tick: bool = False,
) -> SafeString:
    """The product as a card, or one variant of it, with a tick to compare it where the page has a
    form for that. Drawn once for each copy of the product and kept: it shows nothing but the
    product's own facts, and a page holds two dozen."""
    key = (product.product_id, heading, sku, eager, tick)

    def drawn() -> SafeString:
        variant = product.variant(sku) if sku else None
        context: dict[str, object] = {"heading": heading, "eager": eager, "tick": tick}
        context |= {"product": product, "variant": variant, "of": variant or product}
        card = render_to_string("components/card.html", context)
        return SafeString(_INDENT.sub("\n", card))

    return _cards.get(product, key, drawn)


@register.filter
def meters(product: ShelfProduct) -> list[specs.Meter]:
    """Speed, spin and control, as far as the product has them."""
    return specs.meters(product)


@register.filter
def spec_lines(product: ShelfProduct) -> list[str]:
    """At most two short lines that tell the product from its neighbours."""
    return specs.lines(product)


@register.filter
def varies(product: ShelfProduct) -> bool:
    """Whether its variants have different prices."""
    return len({variant.price for variant in product.variants}) > 1


@register.filter
def grade(product: ShelfProduct) -> str:
    """The grade of a pre-owned racket ('A'), '' of anything else."""
    return specs.spec(product, "Grade")
