"""The demo catalogue is whole, lawful, and has a picture of everything."""

from xml.etree import ElementTree

import pytest

from catalog.demo import demo_products
from catalog.demo.product import IMPORTER, DemoProduct
from catalog.demo.stocking import NOT_ON_SALE, SKUS_SOLD_OUT, SOLD_OUT, TWO_LEFT
from catalog.demo.table import rows
from catalog.pictures import VIEWS, goods, picture
from catalog.rules import Category

PRODUCTS = demo_products()
ONE_OF_EACH_ID = pytest.mark.parametrize("product", PRODUCTS, ids=lambda p: p.product_id)
SKUS = [v.sku for p in PRODUCTS for v in p.variants]
STOCK = {p.product_id: p.stock for p in PRODUCTS} | {
    v.sku: v.stock for p in PRODUCTS for v in p.variants
}


def _facts(product: DemoProduct) -> list[dict[str, str]]:
    return [dict(v.options) for v in product.variants] or [{}]


def test_there_are_products_enough_in_all_ten_categories() -> None:
    assert len(PRODUCTS) >= 120
    assert {p.category for p in PRODUCTS} == set(Category)


def test_no_id_and_no_sku_is_given_twice() -> None:
    ids = [p.product_id for p in PRODUCTS]
    assert len(set(ids + SKUS)) == len(ids) + len(SKUS)


def test_no_two_variants_of_a_product_are_the_same_choice() -> None:
    for product in PRODUCTS:
        chosen = [tuple(v.options.items()) for v in product.variants]
        assert len(set(chosen)) == len(chosen), product.product_id


@ONE_OF_EACH_ID
def test_each_product_carries_what_the_law_asks(product: DemoProduct) -> None:
    assert 0 < product.price_paise <= product.mrp_paise
    assert len(product.hsn) == 8
    assert product.gst_rate in {"5", "18"}
    assert product.country_of_origin
    assert product.manufacturer
    assert product.net_quantity
    assert (product.importer == IMPORTER) == (product.country_of_origin != "India")


@ONE_OF_EACH_ID
def test_each_product_can_be_packed_and_read_about(product: DemoProduct) -> None:
    assert product.weight_grams > 0
    assert all(int(side) > 0 for side in product.size_cm.split("x"))
    assert 1 <= product.description.count(". ") + 1 <= 4
    assert product.description.endswith(".")
    assert product.name.startswith(product.brand) is False


@ONE_OF_EACH_ID
def test_stock_is_the_sum_of_the_variants(product: DemoProduct) -> None:
    if product.variants:
        assert product.stock == sum(v.stock for v in product.variants)
        assert all(v.shelf for v in product.variants)


@ONE_OF_EACH_ID
def test_everything_has_its_three_pictures(product: DemoProduct) -> None:
    for options in _facts(product):
        facts = goods(
            category=product.category,
            brand=product.brand,
            name=product.name,
            specs=product.specs,
            options=options,
        )
        for view in VIEWS:
            drawn = picture(facts, view)
            assert len(drawn.encode()) <= 4096, view
            ElementTree.fromstring(drawn)  # noqa: S314 - our own drawing


def test_no_product_looks_like_another() -> None:
    faces = {
        picture(goods(category=p.category, brand=p.brand, name=p.name, specs=p.specs))
        for p in PRODUCTS
    }
    assert len(faces) == len(PRODUCTS)


def test_ratings_are_on_our_scale_and_name_their_source() -> None:
    for product in PRODUCTS:
        given = [product.specs[n] for n in ("Speed", "Spin", "Control") if n in product.specs]
        assert len(given) in {0, 3}
        assert all(0 < float(value) <= 10 for value in given)
        assert ("Ratings source" in product.specs) == bool(given)


def test_the_cases_that_pages_must_bear_are_there() -> None:
    named = SOLD_OUT | SKUS_SOLD_OUT | TWO_LEFT | NOT_ON_SALE
    codes = {sku.rpartition("-")[0] for sku in SKUS}
    assert named <= set(STOCK) | codes
    assert all(STOCK[sku] == 0 for sku in SKUS_SOLD_OUT)
    assert any(p.stock == 0 for p in PRODUCTS if p.variants)
    assert 2 in STOCK.values()
    assert [p.product_id for p in PRODUCTS if not p.is_active] == list(NOT_ON_SALE)
    assert max(len(p.name) for p in PRODUCTS) > 80
    assert any(v.price_paise for p in PRODUCTS for v in p.variants)


def test_a_pre_owned_racket_is_one_of_a_kind() -> None:
    played = [p for p in PRODUCTS if p.category == Category.PRE_OWNED]
    assert {p.stock for p in played} == {1}
    assert all(p.specs["Grade"] in "ABC" for p in played)


def test_the_tax_of_shoes_and_clothes_is_never_in_doubt() -> None:
    for product in PRODUCTS:
        if product.category in {Category.SHOES, Category.CLOTHING}:
            rate = "5" if product.price_paise <= 2625_00 else "18"
            assert product.gst_rate == rate
            assert not 2625_00 < product.price_paise <= 2950_00


def test_a_row_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        list(rows("brand | name\n\nStiga\nWords."))
