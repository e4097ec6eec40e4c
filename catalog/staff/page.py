"""What stands on the staff's page of one product."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.forms import Form

from catalog import gst
from catalog.declarations import lacking
from catalog.models import Product, Variant
from catalog.rules import KINDS, LOW_STOCK, Category, in_option_order
from catalog.staff.forms import EditForm, StockForm, VariantForm
from config import clock

SHOWN_CHANGES = 20


@dataclass(frozen=True)
class VariantRow:
    """A line of the variants' sheet."""

    sku: str
    options: list[str]
    stock: int
    form: VariantForm

    @property
    def words(self) -> str:
        """'Red, 2.1 mm', or the sku where there are no options."""
        return ", ".join(option for option in self.options if option) or self.sku

    @property
    def is_low(self) -> bool:
        """Whether it is nearly or wholly gone."""
        return self.stock <= LOW_STOCK


@dataclass(frozen=True)
class Difference:
    """A field in which the person's text differs from the table."""

    label: str
    present: object


def product_context(
    row: Product, form: EditForm, stock_form: StockForm, refusal: str
) -> dict[str, object]:
    """What the product page needs; with a `refusal` it also tells the present values."""
    present = row.variants or {}
    names = in_option_order({name for v in present.values() for name in v.options or {}})
    return {
        "row": row,
        "kind": KINDS[Category(row.category)] if row.category in list(Category) else None,
        "form": form,
        "option_names": names,
        "variants": list(_sheet(present, names, form.variants)),
        "stock_form": stock_form,
        "history": list(reversed(row.stock_history or []))[:SHOWN_CHANGES],
        "refusal": refusal,
        "was_refused": form.has_errors or bool(stock_form.errors),
        "lacking": lacking(row),
        "tax_note": tax_note(row),
        "differences": list(_differences(form)) if refusal else [],
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


def _sheet(
    present: Mapping[str, Variant], names: list[str], forms: Mapping[str, VariantForm]
) -> Iterator[VariantRow]:
    for sku, variant in sorted(present.items()):
        options = [(variant.options or {}).get(name, "") for name in names]
        yield VariantRow(sku, options, variant.stock, forms[sku])


def _differences(form: EditForm) -> Iterator[Difference]:
    yield from _changed(form.product, "")
    for sku, variant in form.variants.items():
        yield from _changed(variant, f"{sku}: ")


def _changed(form: Form, before: str) -> Iterator[Difference]:
    for name in form.changed_data:
        field = form[name]
        yield Difference(f"{before}{field.label}", field.field.prepare_value(field.initial))
