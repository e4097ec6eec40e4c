"""The drawn pictures of products: which there are, how they look, where they are. Where staff have
uploaded pictures, these take the place of the drawn face."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import blake2s
from pathlib import Path
from urllib.parse import urlencode

from django.urls import reverse

from catalog import photos
from catalog.art.choice import flat, kit, worn
from catalog.art.choice.goods import Goods, Views
from catalog.choices import choosing
from catalog.rules import Category
from catalog.shelf import ShelfProduct, ShelfVariant

VIEWS = ("face", "section", "scale")
KEPT = 600  # pictures of at most 4 KB that a process keeps

_CHOICES: dict[str, Callable[[Goods], Views]] = {
    Category.BLADES: flat.blade,
    Category.RUBBERS: flat.rubber,
    Category.RACKETS: flat.racket,
    Category.SHOES: worn.shoe,
    Category.CLOTHING: worn.clothing,
    Category.BALLS: kit.ball,
    Category.TABLES: kit.table,
    Category.BAGS: kit.bag,
    Category.ACCESSORIES: kit.accessory,
    Category.PRE_OWNED: flat.pre_owned,
}


def views_of(category: str) -> tuple[str, ...]:
    """The views that there are of goods of a category, the one for lists first."""
    return VIEWS if category in _CHOICES else VIEWS[:1]


def goods(
    *,
    category: str,
    brand: str,
    name: str,
    specs: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
) -> Goods:
    """The facts that a picture is drawn from, in a form that can be kept."""
    given, chosen = specs or {}, options or {}
    return Goods(category, brand, name, tuple(given.items()), tuple(chosen.items()))


@lru_cache(maxsize=KEPT)
def picture(goods: Goods, view: str = "face") -> str:
    """The SVG of one view, of at most 4 KB; any product of any category has one."""
    drawn = _CHOICES.get(goods.category, kit.box)(goods)
    shown = {"face": drawn.face, "section": drawn.section, "scale": drawn.scale}[view]
    return shown.svg()


def label(product: ShelfProduct, view: str = "face", sku: str | None = None) -> str:
    """What a picture shows, for those who do not see it."""
    drawn = _CHOICES[product.category](goods_of(product, sku))
    return {"face": drawn.face, "section": drawn.section, "scale": drawn.scale}[view].label


def picture_url(product: ShelfProduct, view: str = "face", sku: str | None = None) -> str:
    """The address of a product's picture; it changes when the picture does."""
    if view == VIEWS[0] and (shown := photos_of(product, sku)):
        return photos.url(shown[0])
    return drawing_url(product, view, sku)


def photos_of(product: ShelfProduct, sku: str | None = None) -> list[str]:
    """The uploaded pictures of a product, that of the variant first."""
    return photos.shown_by(product.images, product.variant(sku) if sku else None)


def drawing_url(product: ShelfProduct, view: str = "face", sku: str | None = None) -> str:
    """The address of a drawn picture, whatever was uploaded."""
    query = {"sku": sku} if sku else {}
    query["v"] = version_of(goods_of(product, sku))
    return f"{reverse('catalog:picture', args=[product.product_id, view])}?{urlencode(query)}"


def goods_of(product: ShelfProduct, sku: str | None = None) -> Goods:
    """The facts of a variant; without a sku those of the variant that its page opens with."""
    variant = product.variant(sku) if sku else _first(product)
    return goods(
        category=product.category,
        brand=product.brand,
        name=product.name,
        specs=product.specs,
        options=variant.options if variant else {},
    )


def version_of(goods: Goods) -> str:
    """A short digest of the facts and of the way that they are drawn."""
    return blake2s(repr(goods).encode() + _drawing(), digest_size=5).hexdigest()


def _first(product: ShelfProduct) -> ShelfVariant | None:
    return choosing(product, "", {}).variant


@lru_cache(maxsize=1)
def _drawing() -> bytes:
    """A digest of the code that draws, so that a browser keeps no picture of an older hand."""
    folder = Path(__file__).parent / "art"
    sources = b"".join(path.read_bytes() for path in sorted(folder.rglob("*.py")))
    return blake2s(sources, digest_size=8).digest()
