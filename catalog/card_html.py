"""The HTML of a product's card. A list holds two dozen, a new search draws most of them anew, and
a template takes almost four times as long: so it is put together here. Every word of the goods
goes through `escape`. The styles are in `static/css/components/card.css`, as for any component."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse
from django.utils.html import escape

from catalog import shots, specs
from catalog.shelf import ShelfProduct, ShelfVariant
from config.money import short_rupees

SIZES = "(width < 48rem) 46vw, 260px"
FEW_LEFT = 3  # pieces, from which on the stock is told in another colour


@dataclass(frozen=True, slots=True)
class Way:
    """How a card is drawn: its heading's element; `eager`: its picture is loaded at once;
    `tick`: it can be ticked for a comparison."""

    heading: str
    eager: bool
    tick: bool


def drawn(product: ShelfProduct, sku: str, way: Way) -> str:
    """The card of a product, or of the variant of this sku, safe to be put into a page."""
    return "\n".join(_lines(product, product.variant(sku) if sku else None, way)) + "\n"


def _lines(product: ShelfProduct, variant: ShelfVariant | None, way: Way) -> Iterator[str]:
    called = escape(f"{product.brand} {product.name}")
    brand, of = escape(product.brand), variant or product
    yield '<li class="card">'
    yield from _pictures(product, variant, called, eager=way.eager)
    if grade := specs.spec(product, "Grade"):
        yield f'<span class="flag">Grade {escape(grade)}</span>'
    yield '<div class="card-body">'
    yield f'<p class="small mute">{brand}</p>'
    link = f'<a href="{escape(_address(product, variant))}">{escape(product.name)}</a>'
    yield f"<{way.heading}>{link}</{way.heading}>"
    if told := specs.lines(product):
        yield f'<p class="small mute">{"<br>".join(map(escape, told))}</p>'
    yield from _meters(product)
    yield from _price(product, variant)
    late = " late" if of.stock <= 0 else " few" if of.stock <= FEW_LEFT else ""
    yield f'<p class="stock{late}">{escape(of.stock_words)}</p>'
    if way.tick:
        yield _tick(product, called)
    yield "</div>"
    yield "</li>"


def _address(product: ShelfProduct, variant: ShelfVariant | None) -> str:
    path = reverse("catalog:product", args=[product.product_id])
    return f"{path}?sku={quote(variant.sku, safe='')}" if variant else path


def _pictures(
    product: ShelfProduct, variant: ShelfVariant | None, called: str, *, eager: bool
) -> Iterator[str]:
    first = _picture(shots.portrait(product, variant), called, eager=eager)
    others = shots.further(product, variant)
    if not others:
        yield first
        return
    yield '<div class="views">'
    yield first
    for other in others:
        yield _picture(other, escape(other.alt), eager=False)
    yield from _looks(escape(product.product_id), called, others)
    yield "</div>"


def _picture(shot: shots.Shot, alt: str, *, eager: bool) -> str:
    """The picture as `components/picture.html` draws it; `alt` is escaped already."""
    lazily = "" if eager else ' loading="lazy"'
    img = f'<img{lazily} src="{escape(shot.url)}" width="400" height="400" alt="{alt}">'
    if not shot.avif:
        return img
    sources = (("avif", shot.avif), ("webp", shot.webp))
    each = "".join(
        f'<source type="image/{kind}" srcset="{escape(srcset)}" sizes="{escape(SIZES)}">'
        for kind, srcset in sources
    )
    return f"<picture>{each}{img}</picture>"


def _looks(marked: str, called: str, others: Sequence[shots.Shot]) -> Iterator[str]:
    """One dot a picture. A picture that is not chosen is not shown, so it is not loaded either."""
    radio = f'<input type="radio" name="view-{marked}" aria-label='
    yield f'<span class="looks" role="group" aria-label="Pictures of {called}">'
    yield f'{radio}"1" checked autocomplete="off">'
    yield "".join(f'{radio}"{n}" autocomplete="off">' for n in range(2, len(others) + 2))
    yield "</span>"


def _meters(product: ShelfProduct) -> Iterator[str]:
    found = specs.meters(product)
    if found:
        yield '<dl class="meters">'
        for meter in found:
            bar = (
                '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none"'
                ' aria-hidden="true"><path class="t" d="M0 0h100v4H0z" />'
                f'<path class="v" d="M0 0h{meter.tenths}v4H0z" /></svg>'
            )
            yield f"<div><dt>{meter.name}</dt><dd>{bar}</dd><dd>{meter.text}</dd></div>"
        yield "</dl>"


def _price(product: ShelfProduct, variant: ShelfVariant | None) -> Iterator[str]:
    of = variant or product
    varies = variant is None and len({each.price for each in product.variants}) > 1
    yield '<p class="price">'
    yield f"<b>{_FROM if varies else ''}{short_rupees(of.price)}</b>"
    if of.original_price and of.original_price > of.price:
        yield f'<s><span class="vh">MRP </span>{short_rupees(of.original_price)}</s>'
    yield "</p>"


_FROM = '<span class="small">from</span> '


def _tick(product: ShelfProduct, called: str) -> str:
    """Belongs to the form `compare` at the end of the list."""
    return (
        f'<label class="tick"><input type="checkbox" name="id" value="{escape(product.product_id)}"'
        ' form="compare" autocomplete="off" data-compare> Compare'
        f'<span class="vh"> {called}</span></label>'
    )
