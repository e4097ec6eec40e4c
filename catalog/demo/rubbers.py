"""Rubbers of the demo: smooth sheets."""

from catalog.demo.product import Choice, DemoProduct, Goods
from catalog.demo.table import Row, made
from catalog.rules import Category

COLOURS = {"R": "Red", "B": "Black", "U": "Blue", "G": "Green", "P": "Pink", "V": "Violet"}


def smooth() -> list[DemoProduct]:
    """All smooth sheets."""
    return made("rubbers", Category.RUBBERS, sheet, facts, sheets)


def sheet(row: Row) -> Goods:
    """A sheet in its pack."""
    return Goods("95064000", "5", "1 sheet", 110, "26x19x1")


def facts(row: Row) -> dict[str, str]:
    """What is said of a sheet beside its numbers."""
    return row.specs("surface", "sponge hardness", "sponge")


def sheets(row: Row) -> list[Choice]:
    """Every colour in every thickness: TIB-MXP-R-19 is red, 1.9 mm."""
    return [
        Choice(f"{c}-{_digits(mm)}", {"Colour": COLOURS[c], "Thickness": _said(mm)})
        for c in row["in"]
        for mm in row["mm"].split()
    ]


def _digits(mm: str) -> str:
    return mm.replace(".", "")


def _said(mm: str) -> str:
    return mm if mm == "OX" else f"{mm} mm"
