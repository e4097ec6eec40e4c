"""The key of an imported product, made from what it is so that every run makes the same.

It is of category, brand and name (`blades-butterfly-viscaria`), because the old ids begin at 1 in
every list; a pre-owned racket adds its old id, being one of a kind.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping

from catalog.importing.fields import BadValue
from catalog.rules import Category

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
RESERVED = {"new", "bulk", "csv", "suggest"}  # addresses of pages, where a product's would be


def make_key(category: Category, found: Mapping[str, str], old_id: str | None) -> str:
    """The product's id and address: `rubbers-butterfly-tenergy-05`."""
    brand, name = found["brand"], found["name"]
    title = name if name.lower().startswith(brand.lower()) else f"{brand} {name}"
    pieces = [category.value]
    pieces.append(slug(title))
    if category is Category.PRE_OWNED and old_id:
        pieces.append(slug(old_id))
    return "-".join(pieces)


def slug(words: str) -> str:
    """Small letters, figures and hyphens; letters that are lost leave a digest in their place."""
    latin = unicodedata.normalize("NFKD", words).replace("+", " plus ")
    kept = "-".join(re.findall(r"[a-z0-9]+", latin.lower()))[:80].strip("-")
    lost = [sign for sign in latin if sign.isalnum() and not sign.isascii()]
    if not kept or lost or len(words) > 80:
        digest = hashlib.sha256(words.encode()).hexdigest()[:8]
        kept = f"{kept}-{digest}".strip("-")
    return kept


def given_key(given: str) -> str:
    """A key that the file brings; BadValue where it is not fit for an address."""
    if not KEY.fullmatch(given):
        raise BadValue(f"productId: {given!r} has other signs than letters, figures, - . _")
    if given.lower() in RESERVED:
        raise BadValue(f"productId: {given!r} is the address of another page")
    return given
