"""The products that somebody chose in the list: those that are ticked, or all that fit."""

from collections.abc import Iterator

from django.http import QueryDict

from catalog.bulk import MOST_PRODUCTS
from catalog.bulk_errors import TooMuchAtOnce
from catalog.models import Product
from catalog.queries import LONGEST_ID
from catalog.staff import listing
from catalog.staff.wanted import wanted_in

Key = tuple[str, str]


def chosen(sent: QueryDict) -> list[Product]:
    """The products as they stand in the table now, by brand and name. Raises TooMuchAtOnce."""
    keys = list(dict.fromkeys(_keys(sent)))
    if len(keys) > MOST_PRODUCTS:
        raise TooMuchAtOnce
    rows = Product.batch_get(keys, consistent_read=True) if keys else ()
    return sorted(rows, key=lambda row: row.title.casefold())


def _keys(sent: QueryDict) -> Iterator[Key]:
    if sent.get("all"):
        yield from ((row.product_id, row.seller_id) for row in listing.rows(wanted_in(sent)))
        return
    for tick in sent.getlist("products"):
        seller_id, _, product_id = tick.partition("|")
        is_key = 0 < len(product_id) <= LONGEST_ID and 0 < len(seller_id) <= LONGEST_ID
        if is_key and not product_id.startswith("#"):
            yield product_id, seller_id
