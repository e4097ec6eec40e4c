"""Data blocks for search engines, beside what the pages show."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from catalog import structured
from catalog.cards import shop_card_address
from catalog.kept import KeptOf
from catalog.shelf import ShelfProduct
from catalog.structured import Terms
from config.money import plain_rupees

register = template.Library()
_blocks: KeptOf[ShelfProduct, tuple[str, Terms], SafeString] = KeptOf(500)
register.filter("plain_rupees", plain_rupees)


@register.simple_tag
def product_data(product: ShelfProduct, terms: Terms) -> SafeString:
    """The product with all its offers. Made once for each copy of the product, as its card is."""
    return _blocks.get(
        product,
        (product.product_id, terms),
        lambda: structured.block(structured.product_facts(product, terms)),
    )


@register.simple_tag
def shop_card() -> str:
    """The whole address of the card of pages that have none of their own."""
    return structured.absolute(shop_card_address())


@register.simple_tag
def crumbs_data(crumbs: Sequence[tuple[str, str]] | str | None, here: str) -> SafeString:
    """The way to the page; nothing of it differs from the line that people read."""
    path = [] if not crumbs or isinstance(crumbs, str) else crumbs
    return structured.block(structured.breadcrumbs(path, here))


@register.simple_tag
def shop_data(shop: dict[str, Any], terms: Terms) -> SafeString:
    """The shop itself, for its front page."""
    contact = {"@type": "ContactPoint", "contactType": "customer service", "areaServed": "IN"}
    contact |= {k: v for k, v in {"telephone": shop["phone"], "email": shop["email"]}.items() if v}
    facts = {
        "@type": "OnlineStore",
        "name": shop["name"],
        "legalName": shop["legal_name"],
        "url": f"{settings.SITE_URL}/",
        "logo": structured.absolute(reverse("catalog:shop-card")),
        "address": shop["address"],
        "taxID": shop["gstin"],
        "contactPoint": contact,
        "hasMerchantReturnPolicy": structured.returns(terms),
    }
    return structured.block({name: fact for name, fact in facts.items() if fact})
