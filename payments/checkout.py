"""What Razorpay's window is told (razorpay.md 3)."""

from django.conf import settings
from django.urls import reverse

from orders.links import token_of
from orders.models import Order


def callback_url(order_id: str, *, is_by_link: bool = False) -> str:
    """Where the window sends the browser; the signed link names our order without a cookie."""
    address = f"{settings.SITE_URL}{reverse('payments:callback')}?for={token_of(order_id)}"
    return f"{address}&by=link" if is_by_link else address


def window_options(order: Order, *, is_by_link: bool = False) -> dict[str, str]:
    """The window's options as `data-` attributes carry them; amounts in paise. Whoever pays by a
    link may not be the buyer, and is told nothing of them."""
    return {
        "key": settings.RAZORPAY_KEY_ID,
        "order": order.razorpay_order_id or "",
        "amount": str(order.total_amount),
        "name": settings.SHOP_NAME,
        "description": f"Order {order.order_id}",
        "callback": callback_url(order.order_id, is_by_link=is_by_link),
        "buyer": "" if is_by_link else order.customer_name or "",
        "email": "" if is_by_link else order.customer_email or "",
        "contact": "" if is_by_link else order.customer_phone or "",
    }
