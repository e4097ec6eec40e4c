"""What a cancel leaves for a person to count in by hand, as the order's flag says it."""

from collections.abc import Iterable, Mapping

from orders.models import Order
from orders.services.glued import held_glued

STOCK_FLAG = "stock"


def to_count(order: Order, gone: Iterable[str]) -> dict[str, str]:
    """The flag (kind → sentence), if anything is to be counted: pieces of products (`gone`) that
    are no longer in the catalogue, and parts of a racket that may be glued."""
    missing, glued = sorted(gone), held_glued(order)
    said = [_of_products(missing)] if missing else []
    said += [_of_rackets(order, glued)] if glued else []
    return {STOCK_FLAG: " ".join([*said, "Then press Settled."])} if said else {}


def _of_products(missing: Iterable[str]) -> str:
    return (
        f"Cancelled, but these products are no longer in the catalogue: {', '.join(missing)}."
        " Their pieces are on your shelf and in no count; add them by hand."
    )


def _of_rackets(order: Order, pieces: Mapping[int, int]) -> str:
    parts = [f"{count} of {order.lines[place].sku}" for place, count in pieces.items()]
    return (
        "Cancelled on the bench, so these parts of a racket are in no count, for they may be glued:"
        f" {', '.join(parts)}. Add by hand what is not glued."
    )
