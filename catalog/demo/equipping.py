"""Tables, bags and everything small of the demo."""

from catalog.demo.product import Choice, DemoProduct, Goods
from catalog.demo.table import Row, made
from catalog.demo.wearing import code
from catalog.rules import Category

_SMALL = {
    "glue": ("35061000", "18", 160, "6x6x14"),
    "liquid": ("34025000", "18", 240, "6x6x17"),
    "tape": ("95064000", "5", 60, "8x8x3"),
    "net": ("95064000", "5", 1900, "34x22x8"),
    "towel": ("63026090", "5", 320, "28x22x6"),
    "film": ("95064000", "5", 60, "26x19x1"),
    "score": ("95064000", "5", 450, "40x22x4"),
}


def tables() -> list[DemoProduct]:
    """Tables; they have no variants."""
    return made("tables", Category.TABLES, _table, _of_a_table, _none)


def bags() -> list[DemoProduct]:
    """Backpacks, holdalls and racket cases by colour."""
    return made("bags", Category.BAGS, _bag, _of_a_bag, _colours)


def accessories() -> list[DemoProduct]:
    """Glue, cleaner, tape, nets and the rest."""
    return made("accessories", Category.ACCESSORIES, _thing, _of_a_thing, _none)


def _none(row: Row) -> list[Choice]:
    return []


def _table(row: Row) -> Goods:
    grams = int(row["weight"].removesuffix(" kg")) * 1000
    return Goods("95064000", "5", "1 table with net", grams, "160x140x18")


def _of_a_table(row: Row) -> dict[str, str]:
    size = "180 x 90 x 76 cm" if "Midi" in row["name"] else "274 x 152.5 x 76 cm"
    return {**row.specs("top", "frame", "weight", "colour"), "Size": size}


def _bag(row: Row) -> Goods:
    is_case = "case" in row["name"] or "cover" in row["name"]
    grams = 220 if is_case else 850
    return Goods("42029200", "18", "1 case" if is_case else "1 bag", grams, row["size"])


def _of_a_bag(row: Row) -> dict[str, str]:
    colour = {} if " " in row["colours"] else {"Colour": row["colours"]}
    return {**row.specs("material"), **colour, "Size": f"{row['size'].replace('x', ' x ')} cm"}


def _colours(row: Row) -> list[Choice]:
    colours = row["colours"].split()
    return [Choice(code(c), {"Colour": c}) for c in colours] if len(colours) > 1 else []


def _thing(row: Row) -> Goods:
    hsn, rate, grams, size = _SMALL[row["kind"]]
    return Goods(hsn, rate, row["net"], grams, size)


def _of_a_thing(row: Row) -> dict[str, str]:
    return row.specs("volume", "width", "material")
