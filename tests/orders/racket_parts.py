"""A blade and rubbers in the tables, to build rackets from."""

from tests.factories import a_product

THREE = {"Speed": "8.0", "Spin": "8.0", "Control": "8.0"}
KEY = "racket|BL-FL|RUB-R|RUB-B"


def parts(*, blades: int = 9, red: int = 9, black: int = 9) -> None:
    """A blade BL in FL and ST, and a rubber RUB in red and black, of 1.9 mm; near it NEAR."""
    handles = {
        f"BL-{handle}": {"stock": blades, "options": {"Handle": handle}} for handle in ("FL", "ST")
    }
    a_product(
        product_id="blade",
        name="Viscaria",
        category="blades",
        price=1_000_00,
        specs=THREE | {"Weight": "86 g"},
        variants=handles,
    )
    _rubber("rubber", "RUB", "Rozena", {"R": red, "B": black})


def near(*, stock: int = 9) -> None:
    """Another rubber, close to the first, for ₹100 more."""
    _rubber("near", "NEAR", "Rakza 7", {"R": stock, "B": stock}, price=600_00)


def _rubber(
    product_id: str, sku: str, name: str, stocks: dict[str, int], *, price: int = 500_00
) -> None:
    colours = {"R": "Red", "B": "Black"}
    a_product(
        product_id=product_id,
        name=name,
        price=price,
        specs=THREE,
        variants={
            f"{sku}-{letter}": {
                "stock": stock,
                "options": {"Colour": colours[letter], "Thickness": "1.9 mm"},
            }
            for letter, stock in stocks.items()
        },
    )
