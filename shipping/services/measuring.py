"""How heavy and large a box will be, by what the catalogue knows of the goods in it."""

from catalog import queries as catalog_queries
from catalog.errors import ProductNotFound
from orders.models import Line, Order
from shipping.packing import Pieces, to_send
from shipping.parcels import Box, Piece, box_for


def expected_box(order: Order, contents: Pieces | None = None) -> Box:
    """The box for these pieces of the order's lines; for all that is to be sent if not said."""
    wanted = to_send(order) if contents is None else contents
    return box_for(_piece(order.lines[place], count) for place, count in wanted.items() if count)


def pieces_to_send(order: Order) -> list[Piece]:
    """What of the order is to be sent, as it counts in a box."""
    return [_piece(order.lines[place], count) for place, count in to_send(order).items()]


def _piece(line: Line, count: int) -> Piece:
    """The catalogue's measures of a line, as far as it still has the product."""
    product_id = line.product_id or line.old_id
    try:
        if not product_id:
            raise ProductNotFound
        product = catalog_queries.product(product_id)
    except ProductNotFound:
        return Piece("", count)
    return Piece(product.category, count, product.weight_grams, product.size_cm)
