"""Links and cookies that open an order's page without a sign-in."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from orders.errors import OrderNotFound

MONTH = 30 * 24 * 3600
MOST_REMEMBERED = 10
_signer = signing.Signer(salt="order-link")


def token_of(order_id: str) -> str:
    """What stands in `/track/<token>`: the order id and 256 bits that nobody can guess."""
    return _signer.sign(order_id).replace(":", "~")


def order_id_in(token: str) -> str:
    """The order id of a token; OrderNotFound if it is not one of ours."""
    try:
        return _signer.unsign(token.replace("~", ":"))
    except signing.BadSignature:
        raise OrderNotFound from None


def tracking_url(order_id: str) -> str:
    """The tracking page's whole address, fit for a mail."""
    return f"{settings.SITE_URL}{reverse('orders:track', args=[token_of(order_id)])}"


def pay_url(order_id: str) -> str:
    """The whole address at which whoever has it may pay for the order."""
    return f"{settings.SITE_URL}{reverse('payments:pay-by-link', args=[token_of(order_id)])}"


def placed_here(request: HttpRequest) -> dict[str, bool]:
    """The orders that this browser placed, newest last: id → whether its cart was emptied."""
    raw = request.COOKIES.get(settings.PLACED_COOKIE_NAME, "")
    try:
        found = signing.loads(raw, salt="placed", max_age=MONTH)
    except signing.BadSignature:
        return {}
    return dict(found) if isinstance(found, dict) else {}


def remember_placed(
    request: HttpRequest, response: HttpResponse, order_id: str, *, is_settled: bool = False
) -> None:
    """Let this browser see the order's pages for a month. `is_settled`: its cart was emptied."""
    placed = placed_here(request)
    placed.pop(order_id, None)
    placed[order_id] = is_settled
    newest = dict(list(placed.items())[-MOST_REMEMBERED:])
    response.set_cookie(
        settings.PLACED_COOKIE_NAME,
        signing.dumps(newest, salt="placed"),
        max_age=MONTH,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )
