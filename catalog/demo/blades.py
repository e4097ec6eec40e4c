"""Blades of the demo."""

from catalog.demo.product import Choice, DemoProduct, Goods
from catalog.demo.table import Row, made
from catalog.rules import Category


def blades() -> list[DemoProduct]:
    """All blades."""
    return made("blades", Category.BLADES, _goods, _facts, _handles)


def _goods(row: Row) -> Goods:
    return Goods("95064000", "5", "1 blade", 180, "28x17x3")


def _facts(row: Row) -> dict[str, str]:
    return row.specs("plies", "thickness", "weight", "outer ply")


def _handles(row: Row) -> list[Choice]:
    return [Choice(handle, {"Handle": handle}) for handle in row["handles"].split()]
