"""Rubbers of the demo: short pips, long pips and anti."""

from catalog.demo.product import DemoProduct
from catalog.demo.rubbers import facts, sheet, sheets
from catalog.demo.table import made
from catalog.rules import Category


def pips() -> list[DemoProduct]:
    """All sheets that are not smooth."""
    return made("pips", Category.RUBBERS, sheet, facts, sheets)
