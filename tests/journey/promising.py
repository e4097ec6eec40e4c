"""Waits until a promise is the couriers' own: a busy machine may be slower than a page's patience,
and then the page shows an estimate, as it should."""

from urllib.parse import urlencode

from playwright.sync_api import Page

from tests.journey.house import eventually


def know_couriers(page: Page, pincode: str, **goods: str) -> None:
    """Until the shop knows who goes to this pincode with these goods (`sku`; none: the cart)."""

    def is_known() -> bool:
        asked = urlencode({"pincode": pincode} | goods)
        headers = {"Accept": "application/json"}
        told = page.request.get(f"/shipping/promise?{asked}", headers=headers).json()
        return not told["isEstimate"]

    assert eventually(is_known, longest=60)
