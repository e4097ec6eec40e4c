"""Tags of the staff frame."""

from collections.abc import Sequence
from typing import Any

from django import template

from config.staff_menu import Entry, menu_of

register = template.Library()
MOST_IN_BADGE = 99


@register.simple_tag(takes_context=True)
def staff_menu(context: dict[str, Any]) -> Sequence[Entry]:
    """The menu of whoever is signed in; empty where nobody is."""
    member = getattr(context.get("request"), "staff", None)
    return menu_of(member) if member else ()


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], right: str) -> bool:
    """Whether whoever is signed in may do this."""
    member = getattr(context.get("request"), "staff", None)
    return member.may(right) if member else False


@register.filter
def badge(number: int) -> str:
    """'7', '99+': as much as a small mark holds."""
    return str(number) if number <= MOST_IN_BADGE else f"{MOST_IN_BADGE}+"


@register.filter
def pieces(number: int) -> str:
    """'1 piece', '5 pieces'."""
    return "1 piece" if number == 1 else f"{number} pieces"
