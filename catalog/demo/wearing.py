"""Shoes and clothing of the demo."""

from catalog.demo.product import Choice, DemoProduct, Goods
from catalog.demo.table import Row, made
from catalog.rules import Category
from config.money import paise

# Up to this price, tax included, a piece is surely worth at most 2,500 rupees before tax (5 %);
# between it and 2,950 rupees only a person can say, so the demo sells nothing there.
LOW_RATE_UP_TO = 2625_00
_PIECES = {
    "polo": ("61059000", "1 shirt", 260),
    "shirt": ("61099090", "1 shirt", 220),
    "shorts": ("61034300", "1 pair", 190),
    "jacket": ("61121200", "1 jacket", 480),
    "socks": ("61159600", "1 pack", 90),
}
_CODES = {"White": "W", "Black": "B", "Navy": "N", "Grey": "GY", "Green": "G", "Blue": "U"}


def shoes() -> list[DemoProduct]:
    """Shoes by their UK size."""
    return made("shoes", Category.SHOES, _pair, _of_a_pair, _uk_sizes)


def clothing() -> list[DemoProduct]:
    """Shirts, shorts, jackets and socks by colour and size."""
    return made("clothing", Category.CLOTHING, _piece, _of_a_piece, _sizes)


def _rate(row: Row) -> str:
    return "5" if paise(row["price"].partition("/")[0]) <= LOW_RATE_UP_TO else "18"


def _pair(row: Row) -> Goods:
    return Goods("64041190", _rate(row), "1 pair", 900, "34x22x13")


def _of_a_pair(row: Row) -> dict[str, str]:
    weight = {"Weight": f"{row['weight']} a shoe in UK 8"}
    return row.specs("sole", "material", "colour") | weight


def _uk_sizes(row: Row) -> list[Choice]:
    return [Choice(f"UK{size}", {"Size": f"UK {size}"}) for size in row["sizes"].split()]


def _piece(row: Row) -> Goods:
    hsn, net, grams = _PIECES[row["piece"]]
    net = "3 pairs" if "three pairs" in row["name"] else net
    return Goods(hsn, _rate(row), net, grams, "30x25x4")


def _of_a_piece(row: Row) -> dict[str, str]:
    colour = {} if " " in row["colours"] else {"Colour": row["colours"]}
    return row.specs("material") | colour


def _sizes(row: Row) -> list[Choice]:
    colours = row["colours"].split()
    return [
        Choice(
            f"{code(colour)}-{size}",
            {**({"Colour": colour} if len(colours) > 1 else {}), "Size": size},
        )
        for colour in colours
        for size in row["sizes"].split()
    ]


def code(colour: str) -> str:
    """A colour as it stands in a sku."""
    return _CODES.get(colour, colour[0])
