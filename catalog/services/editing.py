"""What staff change of a product: its texts, prices and activity, under the version they saw; its
stock by differences, under the stock that is there."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pynamodb.constants import BOOLEAN, NUMBER, STRING
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from catalog import queries, shelf
from catalog.errors import EditedMeanwhile
from catalog.models import Product, Variant
from config import clock
from config.dynamo import refused, write

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class VariantFacts:
    """What staff say of a variant; a price (paise) of None is the product's own."""

    price: int | None
    is_active: bool
    shelf: str


@dataclass(frozen=True)
class Tax:
    """The HSN of a product and its GST rate in percent; None where nobody has said it."""

    hsn: str | None
    gst_rate: str | None


@dataclass(frozen=True)
class ProductFacts:
    """What staff say of a product, prices in paise; variants that are not named stay as they are,
    and so does its tax where they say nothing of it."""

    name: str
    description: str
    price: int
    original_price: int | None
    is_active: bool
    variants: Mapping[str, VariantFacts] = field(default_factory=dict)
    tax: Tax | None = None


def edit_product(product_id: str, *, version_seen: int, facts: ProductFacts, by: str) -> bool:
    """Write what differs from the table, as one change; False if nothing does.

    Raises ProductNotFound, and EditedMeanwhile if the product is not of the version that the
    person saw. Items of the earlier system have none: theirs counts as 0. Every process sees the
    change within seconds, this one before the call returns.
    """
    row = queries.product(product_id)
    if row.version != version_seen:
        raise EditedMeanwhile
    changes = [*_of_product(row, facts), *_of_variants(row, facts)]
    if not changes:
        return False
    now = clock.now()

    def once() -> None:
        row.update(
            actions=[*changes, Product.version.set(version_seen + 1), Product.updated_at.set(now)],
            condition=_version_is(version_seen),
        )

    try:
        write(once)
    except UpdateError as error:
        if not refused(error):
            raise
        raise EditedMeanwhile from error
    log.info("%s edited %s, version %d", by, product_id, version_seen + 1)
    shelf.announce({product_id})
    return True


def _version_is(seen: int) -> Condition:
    same: Condition = Product.version == seen
    return same if seen else same | Product.version.does_not_exist()


def _of_product(row: Product, facts: ProductFacts) -> list[Action]:
    wanted: list[tuple[Any, object, object]] = [
        (Product.name, row.name, facts.name),
        (Product.description, row.description or None, facts.description or None),
        (Product.price, row.price, facts.price),
        (Product.original_price, row.original_price, facts.original_price),
        (Product.is_active, row.is_active, facts.is_active),
    ]
    if facts.tax is not None:
        wanted += [
            (Product.hsn, row.hsn, facts.tax.hsn),
            (Product.gst_rate, row.gst_rate, facts.tax.gst_rate),
        ]
    return [
        attribute.remove() if new is None else attribute.set(new)
        for attribute, old, new in wanted
        if old != new
    ]


def _of_variants(row: Product, facts: ProductFacts) -> list[Action]:
    present = row.variants or {}
    return [
        action
        for sku, wanted in facts.variants.items()
        if sku in present
        for action in _of_variant(sku, present[sku], wanted)
    ]


def _of_variant(sku: str, old: Variant, new: VariantFacts) -> list[Action]:
    path = Product.variants[sku]
    actions: list[Action] = []
    if new.price != old.price:
        actions.append(
            path["price"].remove()
            if new.price is None
            else path["price"].set({NUMBER: Product.price.serialize(new.price)})
        )
    if new.is_active != old.is_active:
        actions.append(path["isActive"].set({BOOLEAN: new.is_active}))
    if new.shelf != (old.shelf or ""):
        actions.append(
            path["shelf"].set({STRING: new.shelf}) if new.shelf else path["shelf"].remove()
        )
    return actions
