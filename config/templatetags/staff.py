"""Tags of the staff frame."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from config.staff_menu import Entry, menu_of

register = template.Library()
MOST_IN_BADGE = 99


@register.simple_tag(takes_context=True)
def staff_menu(context: dict[str, Any]) -> Sequence[Entry]:
    """The menu of whoever is signed in; empty where nobody is."""
    member = getattr(context.get("request"), "staff", None)
    return menu_of(member) if member else ()


@register.simple_tag(takes_context=True)
def menu_entry(context: dict[str, Any], entry: Entry) -> SafeString:
    """An entry of the menu: lit in its room, and with its number where the page shows numbers."""
    place = context["request"].resolver_match  # None where there is no such address
    room = context.get("lit_room") or getattr(place, "namespace", "")
    is_here = entry.url_name == getattr(place, "view_name", "")
    number = entry.count.value if context.get("counted") and entry.count else 0
    return _entry(entry, number, entry.namespace == room, is_here)


@lru_cache(maxsize=400)
def _entry(entry: Entry, number: int, is_lit: bool, is_here: bool) -> SafeString:
    marks = {"number": number, "is_lit": is_lit, "is_here": is_here}
    return render_to_string("staff/menu_entry.html", {"entry": entry, **marks})


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
