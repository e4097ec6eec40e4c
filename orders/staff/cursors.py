"""The place in a list at which its next page begins: DynamoDB's own key, signed, so that nobody
makes us read from where they like."""

from collections.abc import Mapping
from typing import Any

from django.core import signing

from config.errors import ShopError


class BadCursor(ShopError):
    def __init__(self) -> None:
        super().__init__(
            "This link to a further page is not one of ours. Begin again at the first page."
        )


def cursor_after(key: Mapping[str, Any] | None, listed: str) -> str:
    """The text that leads to what follows `key` in the list called `listed`; '' at its end."""
    return signing.dumps(dict(key), salt=f"staff-list-{listed}") if key else ""


def key_in(cursor: str, listed: str) -> dict[str, Any] | None:
    """The key to go on from, None for the first page; BadCursor if we did not write it for this
    very list."""
    if not cursor:
        return None
    try:
        key: dict[str, Any] = signing.loads(cursor, salt=f"staff-list-{listed}")
    except signing.BadSignature:
        raise BadCursor from None
    return key
