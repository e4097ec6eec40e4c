"""A row of an old file becomes one product of ours, or is refused by the name of its field."""

from typing import Any

import pytest

from catalog.importing.fields import BadValue, rupees, spec_name
from catalog.importing.product import Wanted, product_in
from catalog.importing.trade import category_called
from catalog.importing.values import Numeral, Record, Row
from catalog.rules import Category


def wanted(array: str = "", **values: Any) -> Wanted:
    given: dict[str, Any] = {
        "name": "Viscaria",
        "brand": "Butterfly",
        "category": "Blade",
        "price": 100,
    }
    return product_in(Row(Record(1, given | values), 1, array), default_stock=7)


@pytest.mark.parametrize(
    ("said", "ours"),
    [
        ("Blade", "blades"),
        ("RUBBERS", "rubbers"),
        ("Pre-Owned Racket", "pre-owned"),
        ("preOwned", "pre-owned"),
        ("pre_owned_rackets", "pre-owned"),
        ("Table Tennis Shoes", "shoes"),
        ("TT Bat", "rackets"),
        ("T-Shirts", "clothing"),
        ("Accessories", "accessories"),
        ("Racket cases", "bags"),
        *[(category.value, category.value) for category in Category],
        ("Trampoline", None),
        ("s", None),
    ],
)
def test_any_spelling_of_a_category_is_known(said: str, ours: str | None) -> None:
    assert category_called(said) == ours


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (4149, "4149"),
        (Numeral("4149.5"), "4149.5"),
        ("₹4,149", "4149"),
        ("Rs. 4149.50", "4149.5"),
        ("rs 1,23,456/-", "123456"),
        ("INR 123,456.05", "123456.05"),
        ("4149.500", "4149.5"),
    ],
)
def test_an_amount_is_read_exactly(said: int | str, kept: str) -> None:
    assert rupees(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        *(0, -5, "-₹5", "0.00", "0.001", "4149.505", "NaN", "Infinity", "1e3", "41,49"),
        *("4.149,00", "free", "", True, "٣", "₹", "1,00,00,001", 10**30),
    ],
)
def test_what_is_no_price_is_refused(said: int | str) -> None:
    with pytest.raises(BadValue):
        rupees(said)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"name": None}, "no name"),
        ({"price": None}, "no price"),
        ({"brand": "", "name": "Something"}, "no brand"),
        ({"category": None}, "no category"),
        ({"category": "Boat"}, "category: 'Boat' is none of ours"),
        ({"price": "free"}, "price: 'free' is no amount"),
        ({"originalPrice": 99}, "is above its MRP of"),
        ({"rating": "very good"}, "rating: "),
        ({"rating": 11}, "rating: "),
        ({"reviews": Numeral("1.5")}, "reviews: "),
        ({"stock": -1}, "stock: "),
        ({"name": "x" * 301}, "name: is longer"),
        ({"name": "bell\x07"}, "name: has control"),
        ({"description": "x" * 100_001}, "too long"),
        ({"productId": "a/b"}, "productId: "),
        ({"createdAt": "yesterday"}, "createdAt: "),
        ({"variants": Record(1, {"s": Record(1, {"stock": -1})})}, "variants: s: "),
        ({"awards": [Record(1, {"a": 1})]}, "awards: "),
    ],
)
def test_a_bad_field_is_named(values: dict[str, Any], says: str) -> None:
    with pytest.raises(BadValue, match=says):
        wanted(**values)


def test_a_rubber_has_its_brand_in_its_name() -> None:
    names = ["Butterfly Tenergy 05", "Double Fish 1615", "Unheard Of"]
    found = [wanted(category="Rubber", brand=None, name=name).fields["brand"] for name in names]
    assert found == ["Butterfly", "Double Fish", "Unheard"]


def test_the_key_says_what_it_is_and_tells_apart_what_differs() -> None:
    assert wanted().product_id == "blades-butterfly-viscaria"
    assert wanted(name="Butterfly  Viscaria").product_id == "blades-butterfly-viscaria"
    assert wanted(name="Ball 40+").product_id != wanted(name="Ball 40").product_id
    assert wanted(name="विस्कारिया").product_id != wanted(name="ताकत").product_id
    used = [wanted(category="Pre-Owned Racket", id=n).product_id for n in (1, 2)]
    assert used == ["pre-owned-butterfly-viscaria-1", "pre-owned-butterfly-viscaria-2"]


def test_the_old_id_is_remembered_with_its_list() -> None:
    assert wanted("blades", id=3).source == "blades/3"
    assert wanted(id="3").source == "blades/3"
    assert wanted().source is None


def test_stock_is_the_default_and_one_for_a_pre_owned_racket() -> None:
    assert wanted().stock == 7
    assert wanted(stock="12").stock == 12
    assert wanted("preOwned", category="Pre-Owned Racket").stock == 1


def test_what_is_no_field_of_ours_becomes_a_spec() -> None:
    fields = wanted(
        bladeCondition="One chip",
        speed=Numeral("8.7"),
        inspection=True,
        size=["UK 6", "UK 7"],
        rubber=Record(1, {"foreHand": "new"}),
        inStock=True,
        origin="Secret",
    ).fields
    assert {name: text for name, text in fields.items() if name.startswith("specs.")} == {
        "specs.Blade condition": "One chip",
        "specs.Speed": "8.7",
        "specs.Inspection": "Yes",
        "specs.Size": "UK 6, UK 7",
        "specs.Rubber fore hand": "new",
        "specs.Origin": "Secret",
    }
    assert spec_name("blade_condition") == "Blade condition"


def test_origin_that_is_a_country_is_the_country_of_origin() -> None:
    fields = wanted(origin="Made in japan").fields
    assert fields["countryOfOrigin"] == "Japan"
    assert "specs.Origin" not in fields


def test_the_quantity_in_a_box_is_no_stock() -> None:
    box = wanted(category="Ball", quantity="Pack of 6")
    assert (box.fields["netQuantity"], box.stock) == ("Pack of 6", 7)
    assert wanted(category="Ball", quantity=72).fields["netQuantity"] == "72 pieces"
    doubtful = wanted(quantity=12)
    assert "netQuantity" not in doubtful.fields
    assert "quantity 12" in doubtful.remarks[0]


@pytest.mark.parametrize(
    ("category", "price", "hsn", "rate"),
    [
        ("Blade", 99999, "95064000", "5"),
        ("Pre-Owned Racket", 100, "95064000", "5"),
        ("Bag", 100, "4202", "18"),
        ("Shoes", 2625, None, "5"),
        ("Shoes", "2625.01", None, None),
        ("Shoes", 2950, None, None),
        ("Shirt", "2950.01", None, "18"),
        ("Glue", 100, None, None),
    ],
)
def test_tax_is_filled_in_only_where_there_is_no_doubt(
    category: str, price: int | str, hsn: str | None, rate: str | None
) -> None:
    fields = wanted(category=category, price=price).fields
    assert (fields.get("hsn"), fields.get("gstRate")) == (hsn, rate)
    assert wanted(hsn=6404, gstRate="12%").fields["gstRate"] == "12"
