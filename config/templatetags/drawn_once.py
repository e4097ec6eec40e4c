"""Parts of a page that are the same on every page: drawn once in each process, then kept."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

MOST = 16  # other values of what it is drawn of are few: settings do not change while we serve
register = template.Library()


class DrawnOnce(template.Node):
    """Its inside, kept for the values that it is drawn of."""

    def __init__(self, of: list[FilterExpression], inside: NodeList) -> None:
        self.of, self.nodelist = of, inside
        self._kept: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """The inside as it was drawn of these values before, or drawn now."""
        key = tuple(_plain(each.resolve(context)) for each in self.of)
        drawn = self._kept.get(key)
        if drawn is None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            drawn = self._kept[key] = self.nodelist.render(context)
        return drawn


@register.tag
def drawn_once(parser: Parser, token: Token) -> DrawnOnce:
    """`{% drawn_once of shop %} … {% enddrawn_once %}`: the inside may depend on nothing but the
    values that are named, and on settings and addresses."""
    _, of, *names = token.split_contents()
    if of != "of" or not names:
        raise template.TemplateSyntaxError("drawn_once says what it is drawn of")
    inside = parser.parse(("enddrawn_once",))
    parser.delete_first_token()
    return DrawnOnce([parser.compile_filter(name) for name in names], inside)


def _plain(value: Any) -> object:
    """What can be a key and tells one value from another; an object without either is refused."""
    return tuple(value.items()) if isinstance(value, Mapping) else value
