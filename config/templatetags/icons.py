"""The icons of the library `lucide`, each drawn once: it takes the picture apart for every tag."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags import lucide as drawing

register = template.Library()


@register.simple_tag
def lucide(name: str, *, size: int | None = 24, **attributes: object) -> SafeString:
    """The icon of this name as inline SVG, with these attributes."""
    return _drawn(name, size, tuple(attributes.items()))


@lru_cache(maxsize=512)
def _drawn(name: str, size: int | None, attributes: tuple[tuple[str, object], ...]) -> SafeString:
    drawn = drawing.lucide(name, size=size, **dict(attributes))
    return mark_safe(drawn)  # noqa: S308 - the library has escaped it
