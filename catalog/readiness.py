"""Whether this process can show the catalogue, for `/readyz`."""

from pynamodb.exceptions import PynamoDBException

from catalog.shelf import shelf
from config.errors import ShopError


def missing() -> str:
    """'' once the shelf is filled (asked of the tables only where it never was), else what is
    missing."""
    try:
        shelf()
    except (PynamoDBException, ShopError):
        return "The catalogue cannot be read"
    return ""
