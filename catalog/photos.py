"""Uploaded pictures of products: their names, their addresses, and which of them show a product.

A picture is known by a digest of what it shows. It lies in the storage `pictures` in four sizes and
two kinds; the table keeps the address of one of them, `/photos/<digest>/800.webp`, so that whoever
reads the table can show it. What an import left in `images` is of another shape and is not shown.
"""

import re
from collections.abc import Iterable
from typing import Protocol

from django.core.files.storage import Storage, storages

SIZES = (160, 400, 800, 1600)
KINDS = {"avif": "image/avif", "webp": "image/webp"}
FOR_LISTS = 400
IN_THE_TABLE = 800
MOST = 8  # pictures of one product
_ADDRESS = re.compile(rf"/photos/([0-9a-f]{{32}})/{IN_THE_TABLE}\.webp", re.ASCII)


class Pictured(Protocol):
    """A product or a variant of it, as far as its pictures are concerned."""

    @property
    def image(self) -> str | None: ...


def storage() -> Storage:
    """Where the files lie: a folder of this machine, or a bucket."""
    return storages["pictures"]


def file_name(digest: str, size: int, kind: str) -> str:
    """Under which name a file lies in the storage."""
    return f"{digest}/{size}.{kind}"


def address(digest: str) -> str:
    """What the table keeps of a picture."""
    return f"/photos/{digest}/{IN_THE_TABLE}.webp"


def digest_in(kept: str | None) -> str | None:
    """The picture whose address the table keeps; None where it is none of ours."""
    found = _ADDRESS.fullmatch(kept or "")
    return found[1] if found else None


def digests(images: Iterable[object] | None) -> list[str]:
    """Our pictures among those of a product, in their order."""
    found = (digest_in(str(image)) for image in images or ())
    return [digest for digest in dict.fromkeys(found) if digest]


def shown_by(images: Iterable[object] | None, variant: Pictured | None) -> list[str]:
    """The pictures of a product, that of the variant first."""
    every = digests(images)
    own = digest_in(variant.image) if variant else None
    return [own, *(each for each in every if each != own)] if own in every else every


def url(digest: str, size: int = FOR_LISTS, kind: str = "webp") -> str:
    """Where a browser finds one file of a picture."""
    return storage().url(file_name(digest, size, kind))


def srcset(digest: str, kind: str) -> str:
    """All sizes of a picture, for a browser to choose from."""
    return ", ".join(f"{url(digest, size, kind)} {size}w" for size in SIZES)


def choices(images: Iterable[object] | None) -> list[tuple[str, str]]:
    """The pictures of a product as a variant may have them: address and name."""
    return [(address(each), f"Picture {n}") for n, each in enumerate(digests(images), start=1)]
