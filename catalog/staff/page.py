"""What stands on the staff's page of one product."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalog import gst, photos
from catalog.declarations import lacking
from catalog.models import Product
from catalog.own_facts import low_level_of
from catalog.rules import KINDS, OPTION_ORDER, Category
from catalog.services import adding_variants
from catalog.shelf import shelf
from catalog.staff.edit_form import EditForm
from catalog.staff.meanwhile import Meanwhile
from catalog.staff.sheet_forms import VariantForm
from catalog.staff.stock_forms import StockForm
from config import clock

SHOWN_CHANGES = 20


@dataclass(frozen=True)
class VariantRow:
    """A line of the variants' sheet."""

    sku: str
    options: list[str]
    stock: int
    is_low: bool
    image: str
    form: VariantForm

    @property
    def words(self) -> str:
        """'Red, 2.1 mm', or the sku where there are no options."""
        return ", ".join(option for option in self.options if option) or self.sku


@dataclass(frozen=True)
class PictureRow:
    """A picture with its place (0 is the first), its words and a small copy of itself."""

    digest: str
    place: int
    words: str
    image: str


@dataclass(frozen=True)
class Said:
    """What the page tells beside the product: refusals, and what others did meanwhile."""

    meanwhile: Meanwhile | None = None
    of_variants: str = ""
    of_pictures: str = ""


def product_context(
    row: Product, form: EditForm, stock_form: StockForm, said: Said
) -> dict[str, Any]:
    """What the product page needs."""
    pictures, on_sale = list(_pictures(row)), shelf().products.values()
    return {
        "row": row,
        "kind": KINDS[Category(row.category)] if row.category in list(Category) else None,
        "form": form,
        "variants": list(_sheet(row, form)),
        "may_have_more": adding_variants.may_have_more(row),
        "is_adding": any(each.errors for each in form.added if each.is_bound) or said.of_variants,
        "option_order": OPTION_ORDER,
        "brands": sorted({product.brand for product in on_sale}),
        "countries": sorted({p.country_of_origin for p in on_sale if p.country_of_origin}),
        "stock_form": stock_form,
        "history": list(reversed(row.stock_history or []))[:SHOWN_CHANGES],
        "pictures": pictures,
        "most_pictures": photos.MOST,
        "said": said,
        "was_refused": form.has_errors or bool(stock_form.errors) or bool(said.of_pictures),
        "lacking": lacking(row),
        "tax_note": tax_note(row),
    }


def tax_note(row: Product) -> str:
    """What is wrong with the GST rate of a product at one of its prices today, '' if nothing is."""
    prices = {row.price, *(v.price for v in (row.variants or {}).values() if v.price)}
    hsn, today = row.hsn or gst.likely_hsn(row.category), gst.day_of(clock.now())
    found = (
        gst.contradiction(today, hsn=hsn, price_paise=price, set_by_staff=row.gst_rate)
        for price in sorted(prices)
    )
    return next((note for note in found if note), "")


def _sheet(row: Product, form: EditForm) -> Iterator[VariantRow]:
    for sku, variant in sorted((row.variants or {}).items()):
        own = photos.digest_in(variant.image)
        yield VariantRow(
            sku=sku,
            options=[(variant.options or {}).get(name, "") for name in form.names],
            stock=variant.stock,
            is_low=variant.stock <= low_level_of(row, variant),
            image=photos.url(own, photos.SIZES[0]) if own else "",
            form=form.variants[sku],
        )


def _pictures(row: Product) -> Iterator[PictureRow]:
    words = row.image_words or {}
    for place, digest in enumerate(photos.digests(row.images)):
        image = photos.url(digest, photos.SIZES[0])
        yield PictureRow(digest, place, words.get(digest, ""), image)
