"""sitemap.xml: the pages that search engines may show, and no other. Pure, but for addresses."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from django.urls import reverse

from catalog.bits import places_of
from catalog.build import CATEGORY_OF
from catalog.facet_sets import Sets
from catalog.list_words import own_pages
from catalog.pictures import picture_url
from catalog.rules import KINDS
from catalog.search import index_of
from catalog.shelf import Shelf, ShelfProduct
from catalog.structured import absolute, product_address

MOST = 50_000  # addresses in one file; the protocol knows no more
POLICIES = ("shipping", "refunds", "privacy", "terms")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">\n'
)
_latest: tuple[Shelf, str] | None = None


@dataclass(frozen=True)
class Place:
    """A page: its address, when it changed last if that is known, and its picture."""

    address: str
    changed: str = ""
    picture: str = ""

    def xml(self) -> str:
        parts = [f"<loc>{escape(self.address)}</loc>"]
        if self.changed:
            parts.append(f"<lastmod>{escape(self.changed)}</lastmod>")
        if self.picture:
            loc = f"<image:loc>{escape(self.picture)}</image:loc>"
            parts.append(f"<image:image>{loc}</image:image>")
        return f"<url>{''.join(parts)}</url>\n"


def sitemap_of(shelf: Shelf) -> str:
    """The sitemap of this shelf, written once for each."""
    global _latest  # noqa: PLW0603 - one per process, as there is one shelf
    if _latest is None or _latest[0] is not shelf:
        _latest = (shelf, _written(shelf))
    return _latest[1]


def places(shelf: Shelf) -> Iterator[Place]:
    """The front, the lists that have something in them, the products, the shop's own pages."""
    newest = max((_changed(product) for product in shelf.products.values()), default="")
    yield Place(absolute(reverse("catalog:home")), newest)
    yield Place(absolute(reverse("catalog:list")), newest)
    for category in KINDS:
        of_kind = shelf.by_category[category]
        if of_kind:
            address = f"{reverse('catalog:list')}?category={category.value}"
            yield Place(absolute(address), max(_changed(product) for product in of_kind))
    if all(shelf.by_category[category] for category in CATEGORY_OF.values()):
        yield Place(absolute(reverse("orders:build")), newest)
    yield from _chosen_lists(index_of(shelf).sets)
    yield Place(absolute(reverse("contact")))
    for name in POLICIES:
        yield Place(absolute(reverse("policy", args=[name])))
    for product in shelf.products.values():
        picture = absolute(picture_url(product))
        yield Place(product_address(product.product_id), _changed(product), picture)


def _chosen_lists(sets: Sets) -> Iterator[Place]:
    for wanted, goods in own_pages(sets):
        changed = max(_changed(sets.products[place]) for place in places_of(goods))
        yield Place(absolute(f"{reverse('catalog:list')}{wanted.query()}"), changed)


def _written(shelf: Shelf) -> str:
    lines = [place.xml() for place in places(shelf)][:MOST]
    return f"{_HEAD}{''.join(lines)}</urlset>\n"


def _changed(product: ShelfProduct) -> str:
    return product.updated_at or product.created_at
