"""The product page: choices, prices, what the law wants said, and neighbours."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.catalog.reading import text_of
from tests.factories import a_product

SHEETS = {
    "B17": {"stock": 0, "options": {"Colour": "Black", "Thickness": "1.7 mm"}},
    "B21": {"stock": 2, "options": {"Colour": "Black", "Thickness": "2.1 mm"}},
    "R21": {"stock": 4, "options": {"Colour": "Red", "Thickness": "2.1 mm"}},
}


def test_chosen_options_lead_to_the_address_of_their_variant(client: Client) -> None:
    a_product(product_id="t05", variants=SHEETS)
    response = client.get("/equipment/t05", {"choose-Colour": "Red", "choose-Thickness": "2.1 mm"})
    assert (response.status_code, response["Location"]) == (302, "/equipment/t05?sku=R21")


def test_the_form_to_add_carries_the_variant_of_the_address(client: Client) -> None:
    a_product(product_id="t05", variants=SHEETS)
    page = client.get("/equipment/t05?sku=R21").content.decode()
    assert 'name="sku" value="R21"' in page
    assert re.search(r'name="quantity"[^>]*max="4"', page)
    assert 'value="Red" checked' in page


def test_a_sold_out_choice_is_told_and_cannot_be_added(client: Client) -> None:
    a_product(product_id="t05", variants=SHEETS)
    page = client.get("/equipment/t05?sku=B17").content.decode()
    assert "Black, 1.7 mm is sold out" in page
    assert "Add to cart" not in page


def test_a_combination_that_is_not_made_is_told(client: Client) -> None:
    a_product(product_id="t05", variants=SHEETS)
    asked = "/equipment/t05?choose-Colour=Red&choose-Thickness=1.7+mm"
    text = text_of(client, asked)
    assert "Red, 1.7 mm is not made" in text
    assert "Add to cart" not in text


def test_the_price_stands_beside_its_mrp_and_the_saving(client: Client) -> None:
    a_product(product_id="t05", price=4_149_00, original_price=4_690_00)
    text = text_of(client, "/equipment/t05")
    assert "₹4,149 MRP ₹4,690 ₹541 off (11 %) Inclusive of all taxes." in text


def test_a_variant_with_an_mrp_of_its_own_is_not_shown_with_the_product_s(client: Client) -> None:
    packs: dict[str, dict[str, Any]] = {
        "X3": {"price": 300_00, "original_price": 350_00, "options": {"Pack": "3"}},
        "X12": {"options": {"Pack": "12"}},
    }
    a_product(product_id="balls", price=1_000_00, original_price=1_500_00, variants=packs)
    assert "₹300 MRP ₹350 ₹50 off (14 %)" in text_of(client, "/equipment/balls?sku=X3")
    assert "₹350.00 incl. of all taxes" in text_of(client, "/equipment/balls?sku=X3")
    assert "₹1,000 MRP ₹1,500" in text_of(client, "/equipment/balls?sku=X12")
    assert "from ₹300 MRP ₹350" in text_of(client, "/equipment")  # of the cheapest


@pytest.mark.parametrize("mrp", [None, 100_00, 500_00])
def test_no_saving_is_claimed_where_there_is_none(client: Client, mrp: int | None) -> None:
    a_product(product_id="t05", price=500_00, original_price=mrp)
    assert " off" not in text_of(client, "/equipment/t05").split("Inclusive")[0]


def test_a_maker_s_number_stands_beside_ours_each_with_its_scale(client: Client) -> None:
    specs = {"Speed": "8.9", "Maker speed": "13.5/15", "Spin": "11.5/15", "Maker control": "high"}
    a_product(product_id="t05", specs=specs)
    text = text_of(client, "/equipment/t05")
    assert "Speed 8.9 maker: 13.5 of 15; ours: 8.9 of 10" in text
    rows = text.split("Specifications")[1]
    assert "Spin 11.5/15 Maker control high" in rows  # no number of ours, and nothing is lost
    assert "Maker speed" not in rows


def test_the_law_box_names_origin_maker_importer_quantity_and_care(client: Client) -> None:
    facts = {"country_of_origin": "Japan", "manufacturer": "Tamasu", "importer": "Us, Pune"}
    a_product(product_id="t05", net_quantity="1 sheet", **facts)
    text = text_of(client, "/equipment/t05")
    for fact in ("Japan", "Tamasu", "Us, Pune", "1 sheet", "₹600.00 incl. of all taxes"):
        assert fact in text
    assert "help@thirdball.example" in text


def test_an_imported_rating_comes_with_its_source(client: Client) -> None:
    a_product(product_id="rated", rating="4.6", review_count=87)
    a_product(product_id="bare")
    told = "Imported rating 4.6 of 5 from 87 reviews, from our earlier site"
    assert told in text_of(client, "/equipment/rated")
    assert "Imported rating" not in text_of(client, "/equipment/bare")


def test_neighbours_are_others_of_the_kind_in_stock(client: Client) -> None:
    a_product(product_id="t05", name="Itself")
    a_product(name="Near", brand="Yasaka", price=510_00)
    a_product(name="Gone", brand="Yasaka", stock=0)
    a_product(name="Blade", category="blades")
    text = text_of(client, "/equipment/t05").split("Other rubbers near this price")[1]
    strip = text.split("Shop Blades")[0]
    assert "Near" in strip
    for other in ("Itself", "Gone", "Blade"):
        assert other not in strip
