"""The piece of a page that measures how fast it is."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.vitals_rules import ONE_IN, TYPES

register = template.Library()
SCRIPT = (
    '<script type="module" src="{}" fetchpriority="low"'
    ' data-vitals="{}" data-page="{}" data-one-in="{}"></script>'
)


@register.simple_tag(takes_context=True)
def measured(context: dict[str, Any]) -> SafeString | str:
    """The script, on a page whose type is measured; nothing on any other."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    page = TYPES.get(match.view_name) if match else None
    if page is None:
        return ""
    return format_html(SCRIPT, static("js/vitals.js"), reverse("catalog:vitals"), page, ONE_IN)
