"""What stands still, gathered from all rooms."""

from typing import Any

from django import template

from config.stuck import Stuck, stuck_for

register = template.Library()


@register.simple_tag(takes_context=True)
def what_is_stuck(context: dict[str, Any]) -> list[Stuck]:
    """Each thing that stands still, for whoever is signed in."""
    return stuck_for(context["request"].staff)
