"""Products of the earlier system that lack what ours have, on the pages of the staff."""

import pytest

from catalog.models import Product
from tests.catalog.staff_page import address, now_of, save
from tests.catalog.test_bulk import key
from tests.factories import a_product
from tests.staff import a_browser

LIST = "/staff/products/"
VARIANTS = {"R-21": {"options": {"Colour": "Red"}}}


def without(row: Product, *attributes: str) -> Product:
    """The same, as if nobody had ever said these of it."""
    found = row.get_attributes()
    row.update(actions=[found[name].remove() for name in attributes])
    return now_of(row)


@pytest.mark.parametrize("lost", [("brand",), ("price",), ("brand", "price", "original_price")])
def test_a_product_that_lacks_something_opens_everywhere_and_stops_no_change(
    lost: tuple[str, ...],
) -> None:
    browser, other = a_browser(), a_product()
    row = without(a_product(variants=VARIANTS, is_active=False), *lost)
    for path in (f"{LIST}?state=all", address(row), f"{LIST}csv/products.csv"):
        assert browser.get(path).status_code == 200, path
    assert browser.get(address(row, "preview/")).status_code in (200, 409)
    for noun, fields in (
        ("prices", {"prices-how": "percent", "prices-value": "-10"}),
        ("sale", {"act": "hide"}),
    ):
        ticks = {"products": [key(row), key(other)]}
        planned = browser.post(f"{LIST}bulk/{noun}/", ticks | fields)
        assert planned.status_code == 302
        assert browser.get(planned["Location"]).status_code == 200
        assert browser.post(f"{planned['Location']}begin/").status_code == 302
    assert (now_of(other).price, now_of(other).is_active) == (450_00, False)


def test_a_category_that_is_none_of_ours_stays_until_somebody_chooses() -> None:
    row = a_product(category="cars")
    assert save(row, name="Better").status_code == 302
    assert (now_of(row).name, now_of(row).category) == ("Better", "cars")
    assert save(now_of(row), category="vans").status_code == 422
    assert save(now_of(row), category="balls").status_code == 302
    assert now_of(row).category == "balls"
