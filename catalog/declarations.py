"""What the law wants said of a product beside its price (Legal Metrology (Packaged Commodities)
Rules 2011, rule 6(10)), and which of it nobody has written down yet. Pure."""

import re
from typing import Protocol

from catalog.rules import KINDS, Category
from config.money import rupees

NOT_RECORDED = "Not recorded yet, please ask us"
HOME = "india"
# Net quantities of which the price of one is told as well (rule 6(11)), as they are abbreviated.
_UNITS = {"ml": "ml", "l": "litre", "g": "g", "kg": "kg", "m": "m", "cm": "cm"}
_COUNT = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*([^\W\d]+)")


class Goods(Protocol):
    """A product, as far as its declarations are concerned."""

    @property
    def country_of_origin(self) -> str | None: ...
    @property
    def manufacturer(self) -> str | None: ...
    @property
    def importer(self) -> str | None: ...
    @property
    def net_quantity(self) -> str | None: ...


def declarations(
    goods: Goods, category: Category, *, pack: str = "", price_paise: int, mrp_paise: int | None
) -> list[tuple[str, str]]:
    """Each declaration with its value, as the product page shows it. `pack` is the net quantity of
    the chosen variant where that is an option of its own."""
    quantity = pack or goods.net_quantity or ""
    maker = goods.manufacturer or (NOT_RECORDED if not goods.importer else "")
    importer = goods.importer or (NOT_RECORDED if _is_imported(goods) else "")
    found = [
        ("Generic name", KINDS[category].one.capitalize()),
        ("Country of origin", goods.country_of_origin or NOT_RECORDED),
        ("Maker", maker),
        ("Importer", importer),
        ("Net quantity", quantity or NOT_RECORDED),
        ("MRP", f"{rupees(max(mrp_paise or 0, price_paise))} incl. of all taxes"),
        ("Unit price", unit_price(quantity, price_paise)),
    ]
    return [(name, value) for name, value in found if value]


def lacking(goods: Goods) -> list[str]:
    """The declarations that nobody has written down."""
    wanted = [
        ("country of origin", goods.country_of_origin),
        ("maker or importer", goods.manufacturer or goods.importer),
        ("importer", goods.importer if _is_imported(goods) else "made here"),
        ("net quantity", goods.net_quantity),
    ]
    return [name for name, value in wanted if not value]


def unit_price(quantity: str, price_paise: int) -> str:
    """'₹8.88 per ml' of '90 ml', '₹66.50 per ball' of '6 balls'; '' where there is one piece."""
    found = _COUNT.match(quantity.strip())
    if found is None:
        return ""
    whole, dot, parts = found[1].partition(".")
    thousandths = int(whole + parts.ljust(3, "0")) if dot else int(whole) * 1000
    if thousandths in (0, 1000):
        return ""
    word = found[2].lower()
    each = (price_paise * 1000 * 2 + thousandths) // (thousandths * 2)
    return f"{rupees(each)} per {_UNITS.get(word) or _one(word)}"


def _one(word: str) -> str:
    """'ball' of 'balls', 'pack' of 'pack'."""
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _is_imported(goods: Goods) -> bool:
    return bool(goods.country_of_origin) and (goods.country_of_origin or "").lower() != HOME
