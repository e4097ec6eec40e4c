"""Pieces of page that the catalogue lends: its categories, and how a product is drawn on a card."""

from dataclasses import dataclass

from django import template

from catalog import shots, specs
from catalog.rules import KINDS
from catalog.shelf import ShelfProduct

register = template.Library()


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
