"""The demo catalogue: real goods of the trade in our own words, with prices as they might be."""

from catalog.demo.blades import blades
from catalog.demo.equipping import accessories, bags, tables
from catalog.demo.pips import pips
from catalog.demo.playing import balls, pre_owned, rackets
from catalog.demo.product import DemoProduct
from catalog.demo.rubbers import smooth
from catalog.demo.wearing import clothing, shoes


def demo_products() -> list[DemoProduct]:
    """Every product of the demo, the same at each call."""
    return [
        *(*blades(), *smooth(), *pips(), *rackets(), *shoes(), *clothing()),
        *(*balls(), *tables(), *bags(), *accessories(), *pre_owned()),
    ]
