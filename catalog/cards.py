"""The card of a product that other sites show beside a link to it. They take no SVG, so Typst sets
it, as it sets our papers; it is loaded with the first card."""

import io
import json
from functools import lru_cache
from hashlib import blake2s
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from PIL import Image

from catalog import photos, uploads
from catalog.kept_cards import file_name, kept_card
from catalog.pictures import goods_of, photos_of, picture, version_of
from catalog.rules import KINDS
from catalog.shelf import ShelfProduct
from config.money import short_rupees

if TYPE_CHECKING:
    import typst

SIZE = (1200, 630)
TEMPLATE = Path(__file__).parent / "card.typ"
QUALITY = 86
Facts = tuple[tuple[str, str], ...]


def card_facts(product: ShelfProduct) -> Facts:
    """What stands on a product's card; its picture by name."""
    uploaded = photos_of(product)
    varies = len({variant.price for variant in product.variants}) > 1
    words = {
        "above": product.brand,
        "name": product.name,
        "price": f"{'from ' if varies else ''}{short_rupees(product.price)}",
        "below": "with all taxes, delivered in all of India",
        "shop": settings.SHOP_NAME,
        "picture": uploaded[0] if uploaded else version_of(goods_of(product)),
    }
    return tuple(words.items())


def shop_facts() -> Facts:
    """What stands on the card of every other page."""
    words = {
        "above": "Table-tennis equipment",
        "name": "Blades, rubbers and all the rest, by the numbers",
        "price": "",
        "below": f"{len(KINDS)} kinds of goods, with all taxes in the price",
        "shop": settings.SHOP_NAME,
    }
    return tuple(words.items())


def card_address(product: ShelfProduct) -> str:
    """Where the product's card is; it changes when the card does."""
    path = reverse("catalog:card", args=[product.product_id])
    return f"{path}?{urlencode({'v': card_version(card_facts(product))})}"


def shop_card_address() -> str:
    """Where the card of the shop is."""
    return f"{reverse('catalog:shop-card')}?{urlencode({'v': card_version(shop_facts())})}"


def card_version(facts: Facts) -> str:
    """A short digest of what stands on a card and of the way that it is set."""
    return blake2s(_told(facts), digest_size=5).hexdigest()


def _told(facts: Facts) -> bytes:
    return repr(facts).encode() + _setting()


def card(product: ShelfProduct) -> bytes:
    """The product's card, as a JPEG. Raises Unavailable where its photograph cannot be read, or
    where too many others have theirs drawn."""
    facts = card_facts(product)
    return kept_card(file_name(_told(facts)), lambda: _draw(product, facts))


def shop_card() -> bytes:
    """The card of the shop, as a JPEG. Raises Unavailable where too many others are drawn."""
    facts = shop_facts()
    return kept_card(file_name(_told(facts)), lambda: _set(dict(facts)))


def _draw(product: ShelfProduct, facts: Facts) -> bytes:
    uploaded = photos_of(product)
    name = photos.file_name(uploaded[0], photos.IN_THE_TABLE, "webp") if uploaded else ""
    photo = uploads.read(name) if name else None
    if photo is not None:
        return _set(dict(facts), photo=photo)
    return _set({**dict(facts), "svg": picture(goods_of(product))})


def _set(facts: dict[str, str], photo: bytes | None = None) -> bytes:
    import typst

    inputs = {"facts": json.dumps(facts)}
    drawn = typst.compile(
        TEMPLATE.read_bytes(), font_paths=_fonts(), sys_inputs=inputs, format="png", ppi=72
    )
    assert isinstance(drawn, bytes)  # noqa: S101 - a document of one page
    whole = Image.open(io.BytesIO(drawn)).convert("RGB")
    if photo is not None:
        beside = Image.open(io.BytesIO(photo)).convert("RGB").resize((SIZE[1], SIZE[1]))
        whole.paste(beside, (0, 0))
    out = io.BytesIO()
    whole.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


@lru_cache(maxsize=1)
def _fonts() -> "typst.Fonts":
    import fontpkg_mukta
    import typst

    folder = Path(fontpkg_mukta.ROOT) / "files"
    return typst.Fonts(font_paths=[str(folder)], include_system_fonts=False)


@lru_cache(maxsize=1)
def _setting() -> bytes:
    return blake2s(TEMPLATE.read_bytes() + Path(__file__).read_bytes(), digest_size=8).digest()
