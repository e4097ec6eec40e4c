"""The pictures of a product: added, put in order, described, taken away. Each act looks at the
product as it is now and holds only if nobody changes it in between, else it looks again."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from pynamodb.constants import MAP, STRING
from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from catalog import photos, queries, shelf, uploads
from catalog.errors import PictureNotFound, PictureRefused
from catalog.models import Product
from catalog.services.editing import stamp, version_is
from config.dynamo import BUSY, PASSING, REFUSED, code_of, persistently
from config.errors import Unavailable

log = logging.getLogger(__name__)
LONGEST_WORDS = 150


def add_pictures(product_id: str, sent: "Sequence[UploadedFile[Any]]", *, by: str) -> int:
    """Put new pictures behind those that are there; how many were new. The same one sent twice is
    there once. Raises PictureRefused, and then keeps none, and ProductNotFound."""
    row = queries.product(product_id)
    if not sent:
        raise PictureRefused("Choose one picture or more.")
    if len(photos.digests(row.images)) + len(sent) > photos.MOST:
        raise PictureRefused(f"A product has room for {photos.MOST} pictures. Choose fewer.")
    drawn = [uploads.drawn(each, number) for number, each in enumerate(sent, start=1)]
    for picture in drawn:
        uploads.keep(picture)
    added = 0

    def change(row: Product) -> list[Action]:
        nonlocal added
        present = photos.digests(row.images)
        new = [each.digest for each in drawn if each.digest not in present]
        added = len(set(new))
        if len(present) + added > photos.MOST:
            raise PictureRefused(f"A product has room for {photos.MOST} pictures. Choose fewer.")
        return _with(row, [*present, *dict.fromkeys(new)]) if new else []

    _change(product_id, change, by=by)
    return added


def move_picture(product_id: str, digest: str, *, seen_at: int, to: int, by: str) -> bool:
    """Put a picture from the place (0 is the first) at which the person saw it to another; False
    where it was not there any more. Raises PictureNotFound."""

    def change(row: Product) -> list[Action]:
        order = _order_with(row, digest)
        if order.index(digest) != seen_at or not 0 <= to < len(order):
            return []
        order.insert(to, order.pop(seen_at))
        return _with(row, order)

    return _change(product_id, change, by=by)


def describe_picture(product_id: str, digest: str, words: str, *, by: str) -> bool:
    """Say what a picture shows, for those who do not see it. Raises PictureNotFound."""

    def change(row: Product) -> list[Action]:
        _order_with(row, digest)
        present = row.image_words or {}
        if present.get(digest, "") == words:
            return []
        texts = {key: {STRING: text} for key, text in (present | {digest: words}).items() if text}
        return [Path(Product.image_words).set({MAP: texts})]

    return _change(product_id, change, by=by)


def remove_picture(product_id: str, digest: str, *, by: str) -> bool:
    """Show a picture no longer; False where it was gone already. Its files stay, because orders
    and other products may show it."""

    def change(row: Product) -> list[Action]:
        order = photos.digests(row.images)
        if digest not in order:
            return []
        left = [each for each in order if each != digest]
        shown = {sku: photos.digest_in(v.image) for sku, v in (row.variants or {}).items()}
        bearers = [sku for sku, own in shown.items() if own == digest]
        return [*_with(row, left), *(Product.variants[sku]["image"].remove() for sku in bearers)]

    return _change(product_id, change, by=by)


def _order_with(row: Product, digest: str) -> list[str]:
    order = photos.digests(row.images)
    if digest not in order:
        raise PictureNotFound
    return order


def _with(row: Product, order: list[str]) -> list[Action]:
    """The product with these pictures, in this order, before whatever an import has left there."""
    others = [str(image) for image in row.images or () if not photos.digest_in(str(image))]
    wanted = [*(photos.address(digest) for digest in order), *others]
    actions: list[Action] = [Product.images.set(wanted)]
    if order:
        actions.append(Product.image.set(photos.address(order[0])))
    elif photos.digest_in(row.image):
        actions.append(Product.image.remove())
    return actions


def _change(product_id: str, change: Callable[[Product], list[Action]], *, by: str) -> bool:
    def once() -> bool:
        row = queries.product(product_id)
        actions = change(row)
        if not actions:
            return False
        try:
            row.update(actions=[*actions, *stamp(row, by)], condition=version_is(row.version))
        except PynamoDBException as error:
            if code_of(error) in PASSING | REFUSED:
                raise Unavailable(BUSY) from error
            raise
        return True

    is_changed = persistently(once)
    if is_changed:
        log.info("%s changed the pictures of %s", by, product_id)
        shelf.announce({product_id})
    return is_changed
