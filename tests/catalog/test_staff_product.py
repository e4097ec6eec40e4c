"""One product's page for staff: every fact, specs, variants."""

from typing import Any

import pytest

from catalog.models import Product
from tests.catalog.staff_page import address, now_of, page_of, raw, save
from tests.factories import a_product
from tests.staff import a_browser

VARIANTS = {
    "R-21": {"stock": 2, "options": {"Colour": "Red", "Thickness": "2.1 mm"}},
    "B-21": {"stock": 9, "options": {"Colour": "Black", "Thickness": "2.1 mm"}},
}
EVERY_FACT = {
    "name": "Tenergy 64",
    "brand": "Butterfly Pro",
    "category": "blades",
    "description": "New\nwords.",
    "price": "649.50",
    "original_price": "700",
    "low_level": "7",
    "hsn": "9506",
    "gst_rate": "12",
    "country_of_origin": "Japan",
    "manufacturer": "Tamasu, Tokyo",
    "importer": "Imports, Pune",
    "net_quantity": "1 sheet",
    "weight_grams": "95",
    "size_cm": "19 x 17 x 1",
}


def test_a_page_sent_as_it_was_drawn_changes_nothing() -> None:
    more = {"specs": {"Speed": "8"}, "description": "Two\nlines.", "price": 399_50}
    row = a_product(variants=VARIANTS, **more)
    assert save(row).status_code == 302
    assert now_of(row).version == 1


def test_every_fact_can_be_changed_and_what_the_form_does_not_know_stays() -> None:
    row = a_product(rating="4.5", imported={"name": "x"}, images=["old.jpg"], review_count=3)
    assert save(row, **EVERY_FACT).status_code == 302
    written = now_of(row)
    for name, text in EVERY_FACT.items():
        kept = getattr(written, name)
        wanted: Any = {"price": 649_50, "original_price": 700_00}.get(name, text)
        assert str(kept) == str(wanted), name
    assert (written.rating, written.imported, written.images) == ("4.5", {"name": "x"}, ["old.jpg"])
    assert (written.stock, written.review_count) == (5, 3)


def test_specs_are_rows_that_are_added_changed_and_emptied() -> None:
    row = a_product(specs={"Speed": "8", "Weight [g]": "86", "Old": "x"})
    row.update(actions=[Product.specs["Count"].set(3)])  # a number of the earlier system
    page = page_of(now_of(row))
    names = {name for name in page if name.startswith("s-") and name.endswith("name")}
    at = {page[name]: name.removesuffix("name") for name in names}
    typed = {f"{at['Weight [g]']}value": "88", f"{at['']}name": "S", f"{at['']}value": "spin"}
    typed |= {f"{at['Old']}name": "", f"{at['Old']}value": ""}
    assert a_browser().post(address(row, "facts/"), page | typed).status_code == 302
    assert raw(row)["specs"]["M"] == {
        "Speed": {"S": "8"},
        "Weight [g]": {"S": "88"},
        "Count": {"N": "3"},
        "S": {"S": "spin"},
    }


def test_the_only_spec_may_be_called_like_a_type_of_the_table() -> None:
    row = a_product()
    assert save(row, **{"s-0-name": "S", "s-0-value": "x"}).status_code == 302
    assert now_of(row).specs == {"S": "x"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"brand": ""}, "needs a brand"),
        ({"category": "cars"}, "Select a valid choice"),
        ({"weight_grams": "-1"}, "greater than or equal to 1"),
        ({"size_cm": "19 x 17"}, "three sides"),
        ({"low_level": "few"}, "whole number"),
        ({"s-0-name": "Speed"}, "Fill in both"),
        (
            {"s-0-name": "A", "s-0-value": "1", "s-1-name": "a", "s-1-value": "2"},
            "one of this name already",
        ),
        ({"v-R-21-low_level": "-1"}, "greater than or equal to 0"),
        ({"v-R-21-o-Colour": "Black"}, "variant of these choices already"),
        ({"v-R-21-image": "https://example.com/x.png"}, "Select a valid choice"),
        ({"new-0-o0": "Red", "new-0-o1": "2.1 mm"}, "variant of these choices already"),
        ({"new-0-price": "500"}, "what is different"),
        ({"new-0-o0": "Blue", "new-0-sku": "a b"}, "Letters, figures"),
        ({"name": "a\0b"}, "Null characters"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field(typed: dict[str, str], words: str) -> None:
    row = a_product(variants=VARIANTS)
    answer = save(row, **typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert now_of(row).version == 1
