"""What the shop of these tests sells, as a file for `migrate_products`."""

import json
from typing import Any

from tests.journey.house import House

SHEET = "rubbers-xiom-vega-pro"
BLADE = "blades-stiga-clipper-wood"
LAST_TEN = "balls-nittaku-premium-3-star"
OVERSOLD, RECEIVED_TO_OVERSELL = "balls-dhs-d40", 5  # for one test only; not among RECEIVED
BAG = "bags-tibhar-macao"  # for the tests that give money back
CROWDED = "accessories-third-ball-side-tape"
WHITE, ORANGE = "TRAINER-WHITE", "TRAINER-ORANGE"  # for the tests that pack many orders
RECEIVED = {
    "VEGA-RED-18": 3,
    "VEGA-RED-21": 4,
    "VEGA-BLACK-18": 0,
    "VEGA-BLACK-21": 5,
    BLADE: 6,
    BAG: 20,
    LAST_TEN: 10,
    CROWDED: 20,
    WHITE: 60,
    ORANGE: 60,
}


def stock_up(house: House) -> None:
    """Move the goods in by the shop's own command."""
    file = house.logs.parent / "goods.json"
    file.write_text(json.dumps({"products": GOODS}))
    house.run("goods", "manage", "migrate_products", str(file))


def _sheet(sku: str, colour: str, thickness: str, **given: Any) -> dict[str, Any]:
    return {
        "options": {"Colour": colour, "Thickness": thickness},
        "stock": RECEIVED[sku],
        **given,
    }


def _thing(product_id: str, brand: str, name: str, price: str) -> dict[str, Any]:
    return {
        "productId": product_id,
        "name": name,
        "brand": brand,
        "category": product_id.partition("-")[0],
        "price": price,
        "description": f"{name}, for the tests.",
        "stock": RECEIVED.get(product_id),
        "hsn": "95064000",
        "gstRate": "12",
        "countryOfOrigin": "Japan",
        "weightGrams": 120,
    }


GOODS = [
    _thing(SHEET, "Xiom", "Vega Pro", "3499.50")
    | {
        "originalPrice": "3999",
        "variants": {
            "VEGA-RED-18": _sheet("VEGA-RED-18", "Red", "1.8 mm"),
            "VEGA-RED-21": _sheet("VEGA-RED-21", "Red", "2.1 mm"),
            "VEGA-BLACK-18": _sheet("VEGA-BLACK-18", "Black", "1.8 mm"),
            "VEGA-BLACK-21": _sheet(
                "VEGA-BLACK-21", "Black", "2.1 mm", price="3650.25", shelf="R3-2"
            ),
        },
    },
    _thing(BLADE, "Stiga", "Clipper Wood", "4200"),
    _thing(BAG, "Tibhar", "Macao", "2200"),
    _thing(LAST_TEN, "Nittaku", "Premium 3 Star", "899"),
    _thing(OVERSOLD, "DHS", "D40", "699") | {"stock": RECEIVED_TO_OVERSELL},
    _thing(CROWDED, "Third Ball", "Side tape", "249"),
    _thing("balls-stag-trainer", "Stag", "Trainer", "450")
    | {
        "variants": {
            WHITE: {"options": {"Colour": "White"}, "stock": RECEIVED[WHITE], "shelf": "D2-1"},
            ORANGE: {"options": {"Colour": "Orange"}, "stock": RECEIVED[ORANGE], "shelf": "D10-1"},
        },
    },
]
