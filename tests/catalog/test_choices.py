"""Every choice is shown, with the truth about whether it can be had."""

from catalog.choices import choosing, groups
from catalog.shelf import ShelfProduct
from tests.catalog.shelves import a_variant, on_shelf

SHEET = on_shelf(
    variants=(
        a_variant("B17", 0, Colour="Black", Thickness="1.7 mm"),
        a_variant("B21", 2, Colour="Black", Thickness="2.1 mm"),
        a_variant("R21", 0, Colour="Red", Thickness="2.1 mm"),
    )
)


def states(product: ShelfProduct, sku: str) -> dict[str, str]:
    shown = groups(product, choosing(product, sku, {}))
    return {pill.value: pill.state for group in shown for pill in group.pills}


def test_without_a_sku_the_first_in_stock_is_shown() -> None:
    chosen = choosing(SHEET, "", {})
    assert chosen.variant is not None
    assert chosen.variant.sku == "B21"


def test_every_product_opens_with_a_colour_of_its_own() -> None:
    both = (a_variant("R", Colour="Red"), a_variant("B", Colour="Black"))
    sheets = [on_shelf(product_id=f"sheet-{n}", variants=both) for n in range(8)]
    opened = [choosing(sheet, "", {}).options["Colour"] for sheet in sheets]
    assert set(opened) == {"Red", "Black"}
    assert opened == [choosing(sheet, "", {}).options["Colour"] for sheet in sheets]


def test_a_sku_of_another_product_is_not_followed() -> None:
    assert choosing(SHEET, "ELSE", {}) == choosing(SHEET, "", {})


def test_a_sold_out_variant_can_still_be_looked_at() -> None:
    chosen = choosing(SHEET, "R21", {})
    assert chosen.variant is not None
    assert chosen.variant.stock == 0


def test_pills_tell_sold_out_and_not_made_apart() -> None:
    expected = {"Red": "sold-out", "Black": "", "1.7 mm": "sold-out", "2.1 mm": ""}
    assert states(SHEET, "B21") == expected
    assert states(SHEET, "R21")["1.7 mm"] == "not-made"


def test_a_changed_option_keeps_the_others() -> None:
    chosen = choosing(SHEET, "B21", {"Thickness": "1.7 mm"})
    assert chosen.variant is not None
    assert chosen.variant.sku == "B17"


def test_a_combination_that_is_not_made_has_no_variant() -> None:
    chosen = choosing(SHEET, "", {"Colour": "Red", "Thickness": "1.7 mm"})
    assert chosen.variant is None
    assert dict(chosen.options) == {"Colour": "Red", "Thickness": "1.7 mm"}


def test_a_value_nobody_offers_is_not_taken_up() -> None:
    assert choosing(SHEET, "", {"Colour": "<b>Gold</b>", "Weight": "1"}) == choosing(SHEET, "", {})


def test_a_unit_that_all_values_share_is_said_once() -> None:
    thickness = groups(SHEET, choosing(SHEET, "", {}))[1]
    assert (thickness.unit, [pill.label for pill in thickness.pills]) == ("mm", ["1.7", "2.1"])


def test_a_product_with_no_active_variant_is_shown_as_sold_out() -> None:
    assert choosing(on_shelf(variants=()), "", {}).variant is None
