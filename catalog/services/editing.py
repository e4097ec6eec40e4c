"""What staff change of a product: its facts, under the version they saw. Its stock is changed by
differences alone (`counting`), its pictures one by one (`picturing`)."""

import logging

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from catalog import queries, shelf
from catalog.errors import EditedMeanwhile, SkuTaken
from catalog.facts import Law, NewVariant, ProductFacts, Tax, VariantFacts
from catalog.models import Product
from catalog.services import adding_variants
from catalog.services.edit_actions import changes_of
from config import clock
from config.dynamo import persistently, refused, transaction, write

__all__ = ["Law", "NewVariant", "ProductFacts", "Tax", "VariantFacts"]  # named here by editors

log = logging.getLogger(__name__)


def edit_product(product_id: str, *, version_seen: int, facts: ProductFacts, by: str) -> bool:
    """Write what differs from the table, as one change; False if nothing does.

    Raises ProductNotFound, EditedMeanwhile if the product is not of the version that the person
    saw (items of the earlier system have none: theirs counts as 0), and for new variants what
    `adding_variants` raises. Every process sees the change within seconds, this one before the
    call returns.
    """
    row = queries.product(product_id)
    if row.version != version_seen:
        raise EditedMeanwhile
    changes = changes_of(row, facts)
    if not changes and not facts.added:
        return False
    if facts.added:
        _write_with_new_skus(row, facts, by)
    else:
        _write(row, changes, by)
    log.info("%s edited %s, version %d", by, product_id, version_seen + 1)
    shelf.announce({product_id})
    return True


def _write(row: Product, changes: list[Action], by: str) -> None:
    try:
        write(
            lambda: row.update(
                actions=[*changes, *stamp(row, by)], condition=version_is(row.version)
            )
        )
    except UpdateError as error:
        if not refused(error):
            raise
        raise EditedMeanwhile from error


def _write_with_new_skus(row: Product, facts: ProductFacts, by: str) -> None:
    def once() -> None:
        with transaction() as tx:
            tx.update(
                row,
                actions=[
                    *changes_of(row, facts),
                    *adding_variants.actions(row, facts.added),
                    *stamp(row, by),
                ],
                condition=version_is(row.version) & adding_variants.condition(row),
                or_else=EditedMeanwhile(),
            )
            adding_variants.claim(tx, facts.added)

    try:
        adding_variants.check(row, facts.added)
        persistently(once)
    except SkuTaken as refusal:
        # Who gave the sku away may have done so to this product, by the same press.
        if queries.product(row.product_id).version != row.version:
            raise EditedMeanwhile from refusal
        raise


def stamp(row: Product, by: str) -> list[Action]:
    """The next version, when it was made, and by whom."""
    after = row.version + 1
    return [
        *once_public(row),
        Product.version.set(after),
        Product.updated_at.set(clock.now()),
        Product.last_edit.set({"by": by, "version": str(after)}),
    ]


def once_public(row: Product) -> list[Action]:
    """That an item hidden by the earlier system was on sale once, which its want of a version says
    until it gets one."""
    is_theirs = not (row.is_active or row.version or row.retired_at)
    return [Product.retired_at.set(clock.now())] if is_theirs else []


def version_is(seen: int) -> Condition:
    """That nobody has changed the product since; an item of the earlier system has no version."""
    same: Condition = Product.version == seen
    there: Condition = Product.product_id.exists()
    return same if seen else there & (same | Product.version.does_not_exist())
