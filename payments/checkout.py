"""What Razorpay's window is told (razorpay.md 3)."""

from django.conf import settings
from django.urls import reverse

from orders.links import token_of
from orders.models import Order


def callback_url(order_id: str) -> str:
    """Where the window sends the browser; the signed link names our order without a cookie."""
    return f"{settings.SITE_URL}{reverse('payments:callback')}?for={token_of(order_id)}"


def window_options(order: Order) -> dict[str, str]:
    """The window's options as `data-` attributes carry them; amounts in paise."""
    return {
        "key": settings.RAZORPAY_KEY_ID,
        "order": order.razorpay_order_id or "",
        "amount": str(order.total_amount),
        "name": settings.SHOP_NAME,
        "description": f"Order {order.order_id}",
        "callback": callback_url(order.order_id),
        "buyer": order.customer_name or "",
        "email": order.customer_email or "",
        "contact": order.customer_phone or "",
    }
