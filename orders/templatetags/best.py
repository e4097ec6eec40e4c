"""What is bought most, lent to the catalogue's pages."""

from django import template

from catalog.shelf import ShelfProduct, shelf
from orders import best_sellers as selling

register = template.Library()


@register.simple_tag
def best_sellers() -> list[ShelfProduct]:
    """Four in stock, the most bought first; none while that is not known. Asks no table."""
    return selling.best(shelf())
