"""Stock as people change it: by a difference, with a reason, never below nothing."""

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from catalog import queries, shelf
from catalog.errors import StockTooLow, UnknownSku
from catalog.models import Product, StockChange
from config import clock
from config.dynamo import persistently, refused, transaction, write

KEPT_CHANGES = 100


def change_stock(product_id: str, sku: str, change: int, reason: str, by: str) -> None:
    """Add `change` (it may be negative) to a variant's stock and to the product's sum, and write
    down who did it and why: one write, so a sale in the same moment is never lost. It is a
    transaction, because a plain update whose answer is lost is sent, and added, again.

    Raises ProductNotFound, UnknownSku, StockTooLow; then nothing changed.
    """
    row = queries.product(product_id)
    if sku not in (row.variants or {product_id}):
        raise UnknownSku(sku)
    line = StockChange(at=clock.now(), by=by, sku=sku, change=change, reason=reason)

    def once() -> None:
        with transaction() as tx:
            tx.update(
                row,
                actions=_actions(row, sku, change, line),
                condition=_enough(row, sku, change),
                or_else=StockTooLow(sku),
            )

    persistently(once)
    if len(row.stock_history or []) >= KEPT_CHANGES:
        forget_the_oldest(queries.product(product_id))
    shelf.announce({product_id})


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
