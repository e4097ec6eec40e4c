"""Filters of the readable copy of somebody's data."""

import re

from django import template

register = template.Library()
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@register.filter
def is_map(value: object) -> bool:
    """Whether it has names."""
    return isinstance(value, dict)


@register.filter
def is_list(value: object) -> bool:
    """Whether it is one thing after the other."""
    return isinstance(value, list)


@register.filter
def pairs(value: dict[str, object]) -> list[tuple[str, object]]:
    """Its names and values, whatever they are called: an order has an attribute `items`."""
    return list(value.items())


@register.filter
def in_words(name: str) -> str:
    """'Customer phone' of 'customerPhone'."""
    return _HUMP.sub(" ", str(name)).capitalize()
