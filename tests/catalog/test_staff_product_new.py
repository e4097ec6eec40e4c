"""A new product, a duplicate as a start, and the preview of what is hidden."""

import pytest
from django.test import Client

from catalog import shelf
from catalog.models import Product
from config import clock
from config.acts import Act, key_of_day
from tests.catalog.staff_page import address, begin, save
from tests.factories import a_product
from tests.staff import a_browser

VARIANTS = {
    "R-21": {"stock": 2, "options": {"Colour": "Red"}},
    "B-21": {"stock": 9, "options": {"Colour": "Black"}},
}
NEW = {"name": "Dignics 09C", "brand": "Butterfly", "category": "rubbers", "price": "6,999"}


def test_a_new_product_is_hidden_and_empty_until_somebody_says_more() -> None:
    browser = a_browser()
    answer = browser.post("/staff/products/new/", begin(browser, **NEW))
    assert answer["Location"] == "/staff/products/rubbers-butterfly-dignics-09c/"
    row = Product.get("rubbers-butterfly-dignics-09c", "third-ball")
    assert (row.is_active, row.stock, row.price, row.version) == (False, 0, 6999_00, 1)
    assert browser.get(answer["Location"]).status_code == 200
    (line,) = Act.query(key_of_day(clock.now()))
    assert (line.what, line.about) == ("catalog:new", {"product_id": row.product_id})
    assert save(row, is_active="on").status_code == 302
    assert row.product_id in shelf.shelf().products


def test_pressed_twice_it_is_one_product_and_a_second_of_its_name_is_told() -> None:
    browser = a_browser()
    form = begin(browser, **NEW)
    first, again = (browser.post("/staff/products/new/", form) for _ in range(2))
    assert first["Location"] == again["Location"]
    other = browser.post("/staff/products/new/", begin(browser, **NEW))
    assert other.status_code == 409
    assert "under the address rubbers-butterfly-dignics-09c already" in other.content.decode()
    own = begin(browser, **NEW, product_id="rubbers-dignics-2")
    assert browser.post("/staff/products/new/", own).status_code == 302


@pytest.mark.parametrize(
    "own", ["new", "../x", "rubbers-é", "blades-x", "rubbers-" + "x" * 120, "#x"]
)
def test_an_address_that_is_none_is_refused(own: str) -> None:
    browser = a_browser()
    answer = browser.post("/staff/products/new/", begin(browser, **NEW, product_id=own))
    assert answer.status_code == 422
    assert Product.count() == 0


def test_a_duplicate_begins_with_facts_and_choices_but_without_stock_and_pictures() -> None:
    facts = {"specs": {"Speed": "8"}, "importer": "Imports, Pune", "image": "x", "images": ["x"]}
    row = a_product(variants=VARIANTS, **facts)
    browser = a_browser()
    answer = browser.post("/staff/products/new/", begin(browser, row.product_id, name="Copy"))
    copy = Product.get(answer["Location"].split("/")[3], "third-ball")
    assert (copy.specs, copy.importer, copy.hsn) == ({"Speed": "8"}, "Imports, Pune", "95064000")
    assert (copy.stock, copy.images, copy.image, copy.is_active) == (0, None, None, False)
    options = [variant.options for variant in (copy.variants or {}).values()]
    assert {str(each) for each in options} == {str(v["options"]) for v in VARIANTS.values()}
    assert not (copy.variants or {}).keys() & VARIANTS.keys()


def test_duplicates_whose_skus_would_be_alike_both_get_theirs() -> None:
    browser, long = a_browser(), "rubbers-" + "x" * 70
    row = a_product(variants=VARIANTS)
    for own in (f"{long}-1", f"{long}-2"):
        form = begin(browser, row.product_id, name="Copy", product_id=own)
        assert browser.post("/staff/products/new/", form).status_code == 302
    rows = [Product.get(f"{long}-{n}", "third-ball") for n in (1, 2)]
    assert [len(each.variants or {}) for each in rows] == [2, 2]
    assert not (rows[0].variants or {}).keys() & (rows[1].variants or {}).keys()


def test_the_preview_shows_a_hidden_product_as_shoppers_will_see_it_and_to_staff_alone() -> None:
    row = a_product(name="Secret sheet", is_active=False, variants=VARIANTS)
    answer = a_browser("support").get(address(row, "preview/?choose-Colour=Black"))
    page = answer.content.decode()
    assert "Secret sheet" in page
    assert "data:image/svg+xml" in page
    assert f'action="{address(row, "preview/")}"' in page
    assert "noindex" in answer["X-Robots-Tag"]
    assert Client().get(address(row, "preview/")).status_code == 302
    assert Client().get(f"/equipment/{row.product_id}").status_code == 404


def test_a_preview_that_cannot_be_is_told() -> None:
    row = a_product(category="cars", is_active=False)
    answer = a_browser().get(address(row, "preview/"))
    assert answer.status_code == 409
    assert "cannot be shown yet" in answer.content.decode()
