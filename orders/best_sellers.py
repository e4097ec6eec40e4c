"""What is bought most, for the front and for a search that found nothing. The thread that looks at
the shelf reads it from the day sums now and then; no request waits for it."""

import logging
import time
from collections import Counter
from datetime import date

from pynamodb.exceptions import PynamoDBException

from catalog.shelf import Shelf, ShelfProduct, follow
from config import clock
from orders.day_queries import days_until, pieces_sold
from orders.day_rules import day_of

DAYS = 30
SHOWN = 4
KEPT_SECONDS = 600.0
log = logging.getLogger(__name__)


class _Bestsellers:
    """The pieces sold by sku, as this process read them last."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._sold: Counter[str] = Counter()
        self._read_at: float | None = None
        self._ranked: tuple[Shelf, list[ShelfProduct]] | None = None

    def look(self, *, today: date) -> None:
        """Read the day sums if that was some minutes ago. A table that does not answer is asked
        again as late as that, and the last figures stay."""
        now = time.monotonic()
        if self._read_at is not None and now - self._read_at < KEPT_SECONDS:
            return
        self._read_at = now
        try:
            self._sold = pieces_sold(days_until(today, DAYS))
        except PynamoDBException:
            log.warning("What is bought most could not be read; the last figures stay.")
        self._ranked = None

    def best(self, shelf: Shelf) -> list[ShelfProduct]:
        """Four that are in stock, the most pieces first; none while fewer were bought."""
        if self._ranked is None or self._ranked[0] is not shelf:
            self._ranked = (shelf, _ranked(shelf, self._sold))
        return self._ranked[1]


def _ranked(shelf: Shelf, sold: Counter[str]) -> list[ShelfProduct]:
    by_product: Counter[str] = Counter()
    for sku, pieces in sold.items():
        if found := shelf.by_sku.get(sku):
            by_product[found[0].product_id] += pieces
    bought = [shelf.products[name] for name, pieces in by_product.items() if pieces > 0]
    bought = [product for product in bought if product.stock]
    bought.sort(key=lambda product: (-by_product[product.product_id], product.name))
    return bought[:SHOWN] if len(bought) >= SHOWN else []


_bestsellers = _Bestsellers()
best = _bestsellers.best
forget = _bestsellers.forget


@follow
def look(_: Shelf) -> None:
    """See that the figures are not older than some minutes."""
    _bestsellers.look(today=day_of(clock.now()))
