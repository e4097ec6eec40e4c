"""Pieces of page that the catalogue lends: its categories, and how a product is drawn on a card."""

from dataclasses import dataclass

from django import template
from django.utils.safestring import SafeString

from catalog import facet_html, shots
from catalog.card_html import Way, drawn
from catalog.facets import Facet
from catalog.kept import KeptOf
from catalog.rules import KINDS
from catalog.shelf import ShelfProduct, ShelfVariant

register = template.Library()
_cards: KeptOf[ShelfProduct, tuple[str, str, Way], SafeString] = KeptOf(2_000)


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
    way = Way(heading, eager, tick)
    key = (product.product_id, sku, way)
    return _cards.get(product, key, lambda: SafeString(drawn(product, sku, way)))


@register.simple_tag
def facet(facet: Facet) -> SafeString:
    """A filter by values."""
    return SafeString(facet_html.drawn(facet))


@register.filter
def varies(product: ShelfProduct) -> bool:
    """Whether its variants have different prices."""
    return len({variant.price for variant in product.variants}) > 1
