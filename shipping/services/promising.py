"""The promise for a pincode, asked where it must be and remembered where it may."""

from collections.abc import Iterable
from datetime import datetime

from orders.cart import CartLine
from shipping.parcels import Piece
from shipping.pincodes import place_of
from shipping.promises import Promise, estimate_for, nowhere


def promise_for(pincode: str, pieces: Iterable[Piece], *, now: datetime) -> Promise:
    """When these pieces would be at that door. It takes less than a second, and never fails
    because Shiprocket does."""
    return nowhere(pincode) if place_of(pincode) is None else estimate_for(pincode, now=now)


def pieces_of(lines: Iterable[CartLine]) -> list[Piece]:
    """What goes into the box for a cart's lines."""
    return [
        Piece(x.product.category, x.quantity, x.product.weight_grams, x.product.size_cm)
        for x in lines
    ]
