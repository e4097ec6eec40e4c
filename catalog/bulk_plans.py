"""What becomes of a product when the prices, the stock or the activity of many are changed. Pure:
rows in, changes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog import gst
from catalog.bulk import Change
from catalog.importing import columns, variant_columns
from catalog.models import Product
from catalog.rules import why_above_mrp, why_not
from config.money import paise, plain_rupees, rupees

RUPEE = 100
WHOLE = 100_00  # hundredths of a percent in the whole
PRICE = "price"


class How(StrEnum):
    """How a price is changed."""

    PERCENT = "percent"
    RUPEES = "rupees"
    SET = "set"


@dataclass(frozen=True)
class Pricing:
    """A change of price: by hundredths of a percent, by paise, or to so many paise."""

    how: How
    amount: int

    def of(self, price: int) -> int:
        """The new price. What a percentage leaves over is rounded to the rupee, half up."""
        if self.how is How.SET:
            return self.amount
        if self.how is How.RUPEES:
            return price + self.amount
        exact = price * (WHOLE + self.amount)
        return (2 * exact + WHOLE * RUPEE) // (2 * WHOLE * RUPEE) * RUPEE


def new_prices(row: Product, pricing: Pricing) -> Change:
    """Its price, and the own prices of its variants, changed alike. Refused where one would be
    nothing, too much, or above the MRP."""
    held = columns.flat(row) | variant_columns.flat(row.variants or {})
    prices = {PRICE: row.price} | {
        variant_columns.name_of(sku, PRICE): variant.price
        for sku, variant in sorted((row.variants or {}).items())
        if variant.price is not None
    }
    after = {name: pricing.of(price) for name, price in prices.items()}
    fields: dict[str, str | None] = {
        name: plain_rupees(price) for name, price in after.items() if price != prices[name]
    }
    return _change(row, fields, held, refusal=_why_no_price(row, after))


def _why_no_price(row: Product, after: Mapping[str, int]) -> str:
    pairs = [(after[PRICE], row.original_price)] + [
        (
            after.get(variant_columns.name_of(sku, PRICE), after[PRICE]),
            variant.original_price or row.original_price,
        )
        for sku, variant in sorted((row.variants or {}).items())
    ]
    for price, mrp in pairs:
        if why := why_not(PRICE, plain_rupees(price)):
            return f"It would cost {rupees(price)}. {why}"
        if why := why_above_mrp(price, mrp):
            return f"It would cost too much: {why} Change the MRP on its page first."
    return ""


def tax_note(row: Product, change: Change, today: date) -> str:
    """What is wrong with its GST rate at one of the new prices, '' if nothing is."""
    prices = [text for name, text in change.fields.items() if text and name.endswith(PRICE)]
    hsn = row.hsn or gst.likely_hsn(row.category)
    notes = (
        gst.contradiction(today, hsn=hsn, price_paise=price, set_by_staff=row.gst_rate)
        for price in sorted(paise(text) for text in prices)
    )
    return next((note for note in notes if note), "")


def more_stock(row: Product, pieces: int) -> Change:
    """So many pieces more, or fewer, of each of its variants. Refused where one has not so many."""
    present = {sku: v.stock for sku, v in sorted((row.variants or {}).items())}
    had = present or {row.product_id: row.stock}
    short = [sku for sku, stock in had.items() if stock + pieces < 0]
    refusal = f"Only {had[short[0]]} of {short[0]} there." if short else ""
    return Change(
        row.product_id,
        row.seller_id,
        row.title,
        row.version,
        stock=dict.fromkeys(had, pieces),
        had=had,
        refusal=refusal,
    )


def on_sale(row: Product, *, is_active: bool) -> Change:
    """In the shop, or hidden from it."""
    wanted = "true" if is_active else "false"
    held = columns.flat(row)
    fields: dict[str, str | None] = {} if row.is_active == is_active else {"isActive": wanted}
    return _change(row, fields, held)


def _change(
    row: Product, fields: dict[str, str | None], held: Mapping[str, str], *, refusal: str = ""
) -> Change:
    before = {name: held[name] for name in fields if name in held}
    name = row.title
    return Change(row.product_id, row.seller_id, name, row.version, fields, before, refusal=refusal)
