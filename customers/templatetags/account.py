"""The frame of a shopper's own pages: a title said twice, and their menu."""

from dataclasses import dataclass

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

register = template.Library()
TITLE = "account_title"


@dataclass(frozen=True)
class Entry:
    """A page of the menu. Its name is what a page writes into its block `account_here`."""

    name: str
    label: str
    url_name: str

    @property
    def url(self) -> str:
        return reverse(self.url_name)


ENTRIES = (
    Entry("orders", "Orders", "orders:account"),
    Entry("returns", "Returns", "orders:account-returns"),
    Entry("addresses", "Addresses", "customers:addresses"),
    Entry("profile", "Profile", "customers:profile"),
    Entry("sign-in", "Sign-in", "customers:devices"),
    Entry("data", "Your data", "payments:data"),
)


@register.simple_block_tag(takes_context=True)
def account_title(context: template.Context, content: str) -> str:
    """What stands inside the tag, kept for the heading of the same page."""
    context.render_context[TITLE] = content
    return content


@register.simple_tag(takes_context=True)
def account_heading(context: template.Context) -> str:
    """The title once more."""
    title: str = context.render_context[TITLE]
    return title


@register.simple_block_tag
def account_menu(content: str) -> SafeString:
    """The menu, with the entry marked whose name stands inside the tag."""
    context = {"entries": ENTRIES, "here": content.strip()}
    return render_to_string("customers/account_menu.html", context)
