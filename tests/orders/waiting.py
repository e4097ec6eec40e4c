"""Something that is sold out, and people who wait for it."""

from datetime import timedelta
from typing import Any

from django.test import Client

from catalog import shelf
from catalog.models import Product
from config import clock
from orders.back_models import BackList, BackWish, digest_of
from orders.back_queries import skus_on
from orders.services import back_mails
from tests.factories import a_product

RAVI = "ravi@example.in"


def a_sold_out_sheet() -> Product:
    """Black is sold out, red is not."""
    return a_product(
        product_id="t05",
        name="Tenergy 05",
        brand="Butterfly",
        variants={
            "B17": {"stock": 0, "options": {"Colour": "Black"}},
            "R21": {"stock": 4, "options": {"Colour": "Red"}},
        },
    )


def asks(client: Client, email: str = RAVI, sku: str = "B17") -> Any:
    """Send the form."""
    return client.post(f"/back-in-stock?sku={sku}", {"email": email})


def comes_back(product: Product, pieces: int = 3) -> None:
    """There is black again, or none."""
    product.update(actions=[Product.variants["B17"]["stock"].set(pieces)])
    shelf.forget()


def tell(after: timedelta = timedelta(0)) -> int:
    """What the worker does; how many were written to."""
    now = clock.now() + after
    return sum(back_mails.tell(back, now=now) for back in back_mails.come_back())


def left() -> list[Any]:
    """What is kept of anybody's waiting, but for empty lists."""
    rows = [*BackWish.scan(BackWish.person.exists())]
    return [*rows, *skus_on(BackList.all()), *skus_on(BackList.of(digest_of(RAVI)))]
