"""The parts of the frame that are the same on many pages: each is drawn once and then kept."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()
MOST = 200  # categories, with and without each mark, and one foot


@register.simple_tag
def foot(shop: Mapping[str, str]) -> SafeString:
    """What stands under every page."""
    return _drawn("components/foot.html", shop)


@register.simple_tag
def cats(shop: Mapping[str, str], category: str | None, **marks: object) -> SafeString:
    """The categories; `marks` says which page this is, and whether somebody is signed in."""
    marks = {name: bool(mark) for name, mark in marks.items()}
    return _drawn("components/cats.html", shop, category=str(category or ""), **marks)


def _drawn(name: str, shop: Mapping[str, str], **context: Any) -> SafeString:
    draw = _draw.__wrapped__ if settings.DEBUG else _draw
    return draw(name, tuple(shop.items()), tuple(context.items()))


@lru_cache(maxsize=MOST)
def _draw(name: str, shop: tuple[Any, ...], context: tuple[Any, ...]) -> SafeString:
    return render_to_string(name, {"shop": dict(shop), **dict(context)})
