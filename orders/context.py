"""What the frame of every page shows of the cart."""

from django.http import HttpRequest

from orders.cart import cart_of


def cart(request: HttpRequest) -> dict[str, int]:
    """The number of pieces in this browser's cart; no table is asked."""
    return {"cart_count": cart_of(request).pieces}
