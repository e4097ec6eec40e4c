"""What every page knows about the shop."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shop(request: HttpRequest) -> dict[str, Any]:
    """The shop's names and addresses, as the law wants them on each page."""
    return {
        "shop": {
            "name": settings.SHOP_NAME,
            "url": settings.SITE_URL,
            "legal_name": settings.SHOP_LEGAL_NAME,
            "address": settings.SHOP_ADDRESS,
            "gstin": settings.SHOP_GSTIN,
            "phone": settings.SHOP_PHONE,
            "email": settings.SHOP_EMAIL,
            "grievance_officer": settings.GRIEVANCE_OFFICER,
        },
        "request_id": getattr(request, "request_id", ""),
        "head_cookie": settings.HEAD_COOKIE_NAME,
        "is_known": settings.SHOPPER_COOKIE_NAME in request.COOKIES,
    }
