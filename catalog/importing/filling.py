"""What a row of the old files leaves out and the trade knows."""

from collections.abc import Mapping

from catalog.importing import fields
from catalog.importing.fields import read
from catalog.importing.trade import brand_in, country_in, hsn_and_rate, known_brand_in
from catalog.importing.values import Value
from catalog.rules import Category
from config import money

IN_PIECES = {Category.BALLS, Category.ACCESSORIES}


def fill_in(
    found: dict[str, str], values: Mapping[str, Value], category: Category
) -> tuple[str, ...]:
    """Add what the old files leave out and the trade knows; remarks on what was left out."""
    name = found.get("name", "")
    brand = brand_in(name) if category is Category.RUBBERS else known_brand_in(name)
    if brand:
        found.setdefault("brand", brand)
    if country := country_in(found.get("specs.Origin", "")):
        found.setdefault("countryOfOrigin", country)
        del found["specs.Origin"]
    if "price" in found:
        hsn, rate = hsn_and_rate(category, money.paise(found["price"]))
        for key, text in (("hsn", hsn), ("gstRate", rate)):
            if text:
                found.setdefault(key, text)
    quantity = read("quantity", fields.line, values)
    if quantity and quantity.isdigit() and category not in IN_PIECES:
        return (f"quantity {quantity} is left out: is it stock? Count it in by hand",)
    if quantity:
        pieces = f"{quantity} pieces" if quantity.isdigit() else quantity
        found.setdefault("netQuantity", "1 piece" if quantity == "1" else pieces)
    return ()
