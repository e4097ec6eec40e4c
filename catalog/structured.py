"""What search engines read of a product, in the words of schema.org: the same facts as the page
shows, from the same place. Pure, but for addresses."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from catalog.rules import KINDS, Category
from catalog.shelf import ShelfProduct, ShelfVariant
from catalog.shots import shots
from config.money import plain_rupees

Facts = dict[str, Any]
CONTEXT = "https://schema.org"
# What schema.org has a word for; any other option is a property by its own name.
_PROPERTIES = {"Colour": "color", "Size": "size", "Pack": "size"}
_OTHER = "additionalProperty"
# `</script>` in a name must not end the block, nor `<!--` hide what follows it.
_ESCAPED = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Terms:
    """On which terms goods are sold: the fee of delivery and from what on it is free, in paise,
    and for how many days they may come back unused; None where only a fault brings them back."""

    fee_paise: int
    free_from_paise: int
    return_days: int | None


def block(facts: Facts) -> SafeString:
    """The facts as a data block of a page. No browser runs it, whatever stands in a name."""
    text = json.dumps({"@context": CONTEXT, **facts}, ensure_ascii=False, separators=(",", ":"))
    safe = text.translate(_ESCAPED)
    page = f'<script type="application/ld+json">{safe}</script>'
    return mark_safe(page)  # noqa: S308 - escaped just above


def absolute(address: str) -> str:
    """An address with the shop's own name before it, if it has none."""
    return urljoin(f"{settings.SITE_URL}/", address)


def product_address(product_id: str) -> str:
    """The one address of a product that search engines keep."""
    return absolute(reverse("catalog:product", args=[product_id]))


def product_facts(product: ShelfProduct, terms: Terms) -> Facts:
    """A product, or a group of its variants where it comes in several."""
    plain = f"{product.brand} {product.name}"
    facts: Facts = {
        "name": plain,
        "description": product.description or f"{plain}, {KINDS[product.category].one}.",
        "brand": {"@type": "Brand", "name": product.brand},
        "category": KINDS[product.category].title,
        "url": product_address(product.product_id),
        "image": [absolute(shot.url) for shot in shots(product, None)],
        **_from(product),
    }
    if not product.option_names:
        own = [{"sku": v.sku, "offers": offer(product, v, terms)} for v in product.variants[:1]]
        return {"@type": "Product", **facts, **(own[0] if own else {})}
    return {
        "@graph": [
            {"@type": "ProductGroup", **facts, **_group(product, terms)},
            *terms_facts(terms, {variant.price for variant in product.variants}),
        ]
    }


def offer(product: ShelfProduct, variant: ShelfVariant, terms: Terms) -> Facts:
    """For how much this can be had now."""
    in_group = bool(product.option_names)
    address = product_address(product.product_id)
    used = product.category is Category.PRE_OWNED
    shipping, back = delivery(terms, variant.price), returns(terms)
    return {
        "@type": "Offer",
        "url": f"{address}?{urlencode({'sku': variant.sku})}" if in_group else address,
        "price": plain_rupees(variant.price),
        "priceCurrency": "INR",
        "availability": f"{CONTEXT}/{'InStock' if variant.stock > 0 else 'OutOfStock'}",
        "itemCondition": f"{CONTEXT}/{'UsedCondition' if used else 'NewCondition'}",
        "shippingDetails": {"@id": shipping["@id"]} if in_group else shipping,
        "hasMerchantReturnPolicy": {"@id": back["@id"]} if in_group else back,
    }


def delivery(terms: Terms, price_paise: int) -> Facts:
    """What it costs to have something of this price brought."""
    fee = 0 if price_paise >= terms.free_from_paise else terms.fee_paise
    return {
        "@type": "OfferShippingDetails",
        "@id": "#delivery" if fee else "#free-delivery",
        "shippingRate": {
            "@type": "MonetaryAmount",
            "value": plain_rupees(fee),
            "currency": "INR",
        },
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": "IN"},
    }


def returns(terms: Terms) -> Facts:
    """What may come back, and who pays for it."""
    policy: Facts = {
        "@type": "MerchantReturnPolicy",
        "@id": "#returns",
        "applicableCountry": "IN",
        "merchantReturnLink": absolute(reverse("policy", args=["refunds"])),
    }
    if terms.return_days is None:
        never = f"{CONTEXT}/MerchantReturnNotPermitted"
        return {**policy, "returnPolicyCategory": never}
    return {
        **policy,
        "returnPolicyCategory": f"{CONTEXT}/MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": terms.return_days,
        "returnMethod": f"{CONTEXT}/ReturnByMail",
        "returnFees": f"{CONTEXT}/FreeReturn",
    }


def terms_facts(terms: Terms, prices: set[int]) -> list[Facts]:
    """Each set of terms once, for the offers that name them."""
    found = [delivery(terms, price) for price in prices]
    return [*{each["@id"]: each for each in found}.values(), returns(terms)]


def breadcrumbs(crumbs: Sequence[tuple[str, str]], here: str) -> Facts:
    """The way to a page, as the page shows it."""
    path = [("Home", reverse("catalog:home")), *crumbs]
    steps: list[Facts] = [
        {"@type": "ListItem", "position": n, "name": title, "item": absolute(address)}
        for n, (title, address) in enumerate(path, start=1)
    ]
    last = {"@type": "ListItem", "position": len(steps) + 1, "name": here}
    return {"@type": "BreadcrumbList", "itemListElement": [*steps, last]}


def _group(product: ShelfProduct, terms: Terms) -> Facts:
    varied = dict.fromkeys(_PROPERTIES.get(name, _OTHER) for name in product.option_names)
    return {
        "productGroupID": product.product_id,
        "variesBy": [f"{CONTEXT}/{name}" for name in varied],
        "hasVariant": [_variant(product, variant, terms) for variant in product.variants],
    }


def _variant(product: ShelfProduct, variant: ShelfVariant, terms: Terms) -> Facts:
    facts: Facts = {
        "@type": "Product",
        "sku": variant.sku,
        "name": f"{product.brand} {product.name}, {variant.choice}",
        "offers": offer(product, variant, terms),
    }
    others = []
    for name, value in variant.options.items():
        if name in _PROPERTIES:
            facts[_PROPERTIES[name]] = value
        else:
            others.append({"@type": "PropertyValue", "name": name, "value": value})
    return {**facts, _OTHER: others} if others else facts


def _from(product: ShelfProduct) -> Facts:
    found: Facts = {}
    if product.manufacturer:
        found["manufacturer"] = {"@type": "Organization", "name": product.manufacturer}
    if product.country_of_origin:
        found["countryOfOrigin"] = {"@type": "Country", "name": product.country_of_origin}
    return found
