"""Stock as people change it: by a difference, with a reason, never below nothing."""

import hashlib
import json
from datetime import timedelta

from django.conf import settings
from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from catalog import queries, shelf
from catalog.errors import CountedAlready, StockTooLow, UnknownSku
from catalog.models import Product, StockChange
from config import clock
from config.attributes import UnixTimeAttribute
from config.dynamo import TableMeta, Transaction, persistently, refused, transaction, write

KEPT_CHANGES = 100
KEPT = timedelta(days=7)  # how long a form is known again


class Counted(Model):
    """`#counted/<digest>`: this very change, of this very form, was made."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}products"

    key = UnicodeAttribute(hash_key=True, attr_name="productId")
    range = UnicodeAttribute(range_key=True, attr_name="sellerId")
    expires_at = UnixTimeAttribute(attr_name="expiresAt")


def change_stock(
    product_id: str, sku: str, change: int, reason: str, by: str, key: str = ""
) -> None:
    """Add `change` (it may be negative) to a variant's stock and to the product's sum, and write
    down who did it and why: one write, so a sale in the same moment is never lost. It is a
    transaction, because a plain update whose answer is lost is sent, and added, again.

    `key` is the form's: the same change under the same key is made once.
    Raises ProductNotFound, UnknownSku, StockTooLow, CountedAlready; then nothing changed.
    """
    row = queries.product(product_id)
    if sku not in (row.variants or {product_id}):
        raise UnknownSku(sku)
    line = StockChange(at=clock.now(), by=by, sku=sku, change=change, reason=reason)
    persistently(lambda: _count(row, line, key))
    if len(row.stock_history or []) >= KEPT_CHANGES:
        forget_the_oldest(queries.product(product_id))
    shelf.announce({product_id})


def _count(row: Product, line: StockChange, key: str) -> None:
    with transaction() as tx:
        tx.update(
            row,
            actions=_actions(row, line.sku, line.change, line),
            condition=_enough(row, line.sku, line.change),
            or_else=StockTooLow(line.sku),
        )
        if key:
            _once(tx, row.product_id, key, line)


def _once(tx: Transaction, product_id: str, key: str, line: StockChange) -> None:
    """Add to the caller's transaction: nobody has sent this before. What was typed into the same
    form after that is another change."""
    words = json.dumps([product_id, key, line.sku, line.change, line.reason])
    digest = hashlib.sha256(words.encode()).hexdigest()
    tx.put(
        Counted(f"#counted/{digest[:32]}", "#", expires_at=clock.now() + KEPT),
        condition=Counted.key.does_not_exist(),
        or_else=CountedAlready(line.sku),
    )


def _actions(row: Product, sku: str, change: int, line: StockChange) -> list[Action]:
    actions: list[Action] = [
        Product.stock.add(change),
        Product.stock_history.set((Product.stock_history | []).append([line])),
    ]
    if row.variants:
        stock = Product.variants[sku]["stock"]
        actions.append(stock.set((stock | 0) + change))
    return actions


def _enough(row: Product, sku: str, change: int) -> Condition:
    """Still in the table, with variants if it had any; and what is taken off is there."""
    there: Condition = Product.product_id.exists()
    if row.variants:
        there &= Product.variants[sku].exists()
        enough = Product.variants[sku]["stock"] >= -change
    else:
        there &= Product.variants.does_not_exist()
        enough = Product.stock >= -change
    return there & enough if change < 0 else there


def forget_the_oldest(row: Product) -> None:
    """Keep the last hundred changes. Whoever meets another change leaves it to the next."""
    kept = len(row.stock_history or [])
    if kept <= KEPT_CHANGES:
        return
    # From the back: DynamoDB minds the places as they were, the local engine counts anew each time.
    places = reversed(range(kept - KEPT_CHANGES))
    surplus = [Product.stock_history[n].remove() for n in places]
    try:
        write(lambda: row.update(actions=[*surplus], condition=size(Product.stock_history) == kept))
    except UpdateError as error:
        if not refused(error):
            raise
