"""What the frame of every page shows of the cart."""

from django.http import HttpRequest

from orders.cart import cart_of


def cart(request: HttpRequest) -> dict[str, int | None]:
    """The number of pieces in this browser's cart; no table is asked. None on a page that is the
    same for everybody, where a script puts it in."""
    is_for_all = getattr(request, "is_for_all", False)
    return {"cart_count": None if is_for_all else cart_of(request).pieces}
