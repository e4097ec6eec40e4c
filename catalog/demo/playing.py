"""Rackets and balls of the demo, new and pre-owned."""

from catalog.demo.product import Choice, DemoProduct, Goods
from catalog.demo.table import Row, made
from catalog.rules import Category
from config.money import paise


def rackets() -> list[DemoProduct]:
    """Ready-made rackets and our own sets."""
    return made("rackets", Category.RACKETS, _racket, _of_a_racket, _handles)


def pre_owned() -> list[DemoProduct]:
    """Played rackets: one of a kind each, with their grade."""
    return made("pre-owned", Category.PRE_OWNED, _racket, _of_a_played_one, lambda row: [])


def balls() -> list[DemoProduct]:
    """Balls by the pack; a larger pack has its own price."""
    return made("balls", Category.BALLS, _pack, _of_a_ball, _packs)


def _racket(row: Row) -> Goods:
    return Goods("95064000", "5", "1 racket", 260, "30x20x5")


def _of_a_racket(row: Row) -> dict[str, str]:
    return row.specs("level", "composition")


def _of_a_played_one(row: Row) -> dict[str, str]:
    rubbers = {"Rubber condition": row["rubbers"]}
    return row.specs("condition", "grade", "blade", "handle", "warranty") | rubbers


def _handles(row: Row) -> list[Choice]:
    handles = row["handles"].split()
    return [Choice(h, {"Handle": h}) for h in handles] if len(handles) > 1 else []


def _pack(row: Row) -> Goods:
    smallest = row["packs"].partition("=")[0]
    return Goods("95064000", "5", f"{smallest} balls", 20 + int(smallest) * 3, "18x13x5")


def _of_a_ball(row: Row) -> dict[str, str]:
    packs = row["packs"].split()
    single = {"Pack": f"{row['packs'].partition('=')[0]} balls"} if len(packs) == 1 else {}
    colours = {"Colour": row["colour"]} if " " not in row["colour"] else {}
    return {**row.specs("grade", "material"), **single, **colours, "Size": "40+ mm"}


def _packs(row: Row) -> list[Choice]:
    packs = [pack.partition("=") for pack in row["packs"].split()]
    colours = row["colour"].split()
    choices = []
    for colour in colours:
        for pieces, _, price in packs:
            options = {"Colour": colour} if len(colours) > 1 else {}
            sizes = {"Pack": f"{pieces} balls"} if len(packs) > 1 else {}
            own = None if price == packs[0][2] else paise(price)
            choices.append(Choice(f"{colour[0]}-{pieces}", {**options, **sizes}, own))
    return choices if len(choices) > 1 else []
