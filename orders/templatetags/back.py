"""The form on a product page that asks for a mail when something is back."""

from django import template

from orders.back_forms import BackForm

register = template.Library()


@register.simple_tag
def back_form() -> BackForm:
    """The empty form."""
    return BackForm(auto_id="back-%s")
