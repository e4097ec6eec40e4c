"""What the template of the product page needs, put together."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator

from catalog.cards import card_address
from catalog.choices import Choosing, groups
from catalog.declarations import declarations
from catalog.rules import KINDS
from catalog.shelf import ShelfProduct
from catalog.shots import shots
from catalog.specs import RATINGS_SOURCE, meters, span, spec, told_by_meters
from catalog.structured import absolute, product_address
from config.money import short_rupees

MOST_OF_ONE = 20  # what the cart takes of one thing
PACK = "Pack"  # the option that says how many are in it


@dataclass(frozen=True)
class Amounts:
    """The price of what is chosen, in paise: MRP and saving are 0 where there is no saving."""

    price: int
    mrp: int
    saving: int
    percent: int


def product_page(product: ShelfProduct, chosen: Choosing) -> dict[str, Any]:
    """The context of the product page, but for its neighbours."""
    variant = chosen.variant
    priced = variant or product
    kind = KINDS[product.category]
    in_category = f"{reverse('catalog:list')}?category={product.category.value}"
    return {
        "crumbs": [(kind.title, in_category)],
        "shots": shots(product, variant),
        "meters": meters(product),
        "source": spec(product, RATINGS_SOURCE),
        "specs": spec_rows(product),
        "most": min(MOST_OF_ONE, variant.stock) if variant else 0,
        "product": product,
        "choose_at": reverse("catalog:product", args=[product.product_id]),
        "variant": variant,
        "choice": ", ".join(chosen.options.values()),
        "groups": groups(product, chosen),
        "amounts": amounts(priced.price, priced.original_price),
        "declared": declarations(
            product,
            product.category,
            pack=chosen.options.get(PACK, ""),
            price_paise=priced.price,
            mrp_paise=priced.original_price,
        ),
        "kind": kind,
        "category": product.category.value,
        **told_elsewhere(product),
    }


def told_elsewhere(product: ShelfProduct) -> dict[str, str]:
    """What search engines and other sites say of the product: its title and a sentence or two,
    the same whatever is chosen, and the address and the picture that go with them."""
    name = f"{product.brand} {product.name}"
    facts = ", ".join(f"{meter.name.lower()} {meter.text}" for meter in meters(product))
    about = f"{name}, {KINDS[product.category].one}" + (f": {facts} of 10" if facts else "")
    return {
        "title": name,
        "description": f"{about}. {short_rupees(product.price)} with all taxes."
        f" {Truncator(product.description).words(18)}".rstrip(),
        "canonical": product_address(product.product_id),
        "card": absolute(card_address(product)),
    }


def spec_rows(product: ShelfProduct) -> list[tuple[str, str]]:
    """The specifications but for what stands beside the three numbers, and what is offered of each
    option. A speed on another scale than ours is no number of ours, so it stands here."""
    hidden = told_by_meters(product)
    rows = {name: value for name, value in product.specs.items() if name.lower() not in hidden}
    for name in product.option_names:
        rows[name] = span(v.options[name] for v in product.variants if name in v.options)
    return list(rows.items())


def amounts(price: int, mrp: int | None) -> Amounts:
    """A price beside its MRP; the saving in whole per cent, rounded down."""
    saving = max(0, (mrp or 0) - price)
    if not saving or mrp is None:
        return Amounts(price, 0, 0, 0)
    return Amounts(price, mrp, saving, saving * 100 // mrp)
