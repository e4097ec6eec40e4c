"""The shop's WSGI door with the condition on stock taken out, to show that nothing else holds it:
`gunicorn tests.journey.careless`."""

from pynamodb.expressions.condition import Condition

from catalog.models import Product
from catalog.services import stock
from config.wsgi import application


def _is_there(*_: object) -> list[Condition]:
    return [Product.product_id.exists()]


stock._as_shown = _is_there  # type: ignore[assignment]

__all__ = ["application"]
