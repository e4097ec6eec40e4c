"""Pieces of page that the catalogue lends: its categories, and how a product is drawn on a card."""

from dataclasses import dataclass

from django import template

from catalog.rules import KINDS, Category

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
