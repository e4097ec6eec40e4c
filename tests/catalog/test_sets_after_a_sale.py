"""A sale costs the sets of the list only what it changes, and they are those made anew."""

from dataclasses import replace
from typing import Any

import pytest

from catalog.facet_sets import Sets
from catalog.shelf import ShelfProduct
from tests.catalog.shelves import a_variant, on_shelf

SOLD = on_shelf(
    product_id="sold",
    specs={"Speed": "9", "Sponge": "soft"},
    variants=(a_variant("A", 1, Colour="Red"), a_variant("B", 2, Colour="Black")),
)
OTHER = on_shelf(product_id="other", name="Arc")


def by_id(*products: ShelfProduct) -> dict[str, ShelfProduct]:
    return {product.product_id: product for product in products}


def test_after_a_sale_the_sets_are_those_made_anew_but_only_the_stock_is_worked_out() -> None:
    before = Sets([SOLD, OTHER])
    first, second = SOLD.variants
    now = by_id(OTHER, replace(SOLD, variants=(replace(first, stock=0), second)))
    after, anew = before.with_stock_of(now), Sets(now.values())
    assert after
    assert (after.products, after.in_stock) == (anew.products, anew.in_stock)
    assert after.in_stock != before.in_stock
    assert (after.places, after.brands, after.layers) == (anew.places, anew.brands, anew.layers)
    assert (after.attributes, after.titles) == (anew.attributes, anew.titles)
    assert (after.attributes, after.scales) == (before.attributes, before.scales)
    assert before.products == [OTHER, SOLD]  # who asks the older ones is not disturbed


@pytest.mark.parametrize(
    "edit",
    [
        {"name": "Aaa"},
        {"brand": "Stiga"},
        {"category": "balls"},
        {"specs": {"Speed": "8", "Sponge": "soft"}},
        {"specs": {"Sponge": "soft", "Speed": "9"}},
        {"variants": SOLD.variants[::-1]},
        {"variants": SOLD.variants[:1]},
        {"variants": (replace(SOLD.variants[0], price=1_00), SOLD.variants[1])},
        {"variants": (replace(SOLD.variants[0], options={"Colour": "Blue"}), SOLD.variants[1])},
        {"product_id": "new"},
    ],
)
def test_any_other_change_makes_the_sets_anew(edit: dict[str, Any]) -> None:
    assert Sets([SOLD, OTHER]).with_stock_of(by_id(replace(SOLD, **edit), OTHER)) is None


def test_a_product_more_or_less_makes_the_sets_anew() -> None:
    sets = Sets([SOLD, OTHER])
    assert sets.with_stock_of(by_id(SOLD)) is None
    assert sets.with_stock_of(by_id(SOLD, OTHER, on_shelf())) is None
    assert sets.with_stock_of(by_id(SOLD, OTHER))
