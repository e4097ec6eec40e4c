"""Editing a product: under the version that was seen, and stock by differences alone."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from catalog import shelf
from catalog.errors import EditedMeanwhile, ProductNotFound, StockTooLow, UnknownSku
from catalog.models import Product, StockChange
from catalog.services.counting import KEPT_CHANGES, change_stock
from catalog.services.editing import ProductFacts, VariantFacts, edit_product
from config import clock
from tests.factories import a_product, stock_of


def facts_of(row: Product, **given: Any) -> ProductFacts:
    fields: dict[str, Any] = {
        "name": row.name,
        "description": row.description or "",
        "price": row.price,
        "original_price": row.original_price,
        "is_active": row.is_active,
    }
    return ProductFacts(**fields | given)


def edit(row: Product, *, version: int | None = None, **given: Any) -> bool:
    seen = row.version if version is None else version
    return edit_product(row.product_id, version_seen=seen, facts=facts_of(row, **given), by="Sneha")


def now_of(row: Product) -> Product:
    return Product.get(row.product_id, row.seller_id, consistent_read=True)


def test_what_was_changed_is_written_and_the_rest_stays() -> None:
    row = a_product(price=500_00, description="Old words.")
    assert edit(row, price=649_50, description="")
    written = now_of(row)
    assert (written.price, written.description, written.version) == (649_50, None, 2)
    assert (written.name, written.stock, written.hsn) == (row.name, 5, "95064000")


def test_the_shop_shows_a_new_price_at_once() -> None:
    row = a_product(price=500_00)
    assert shelf.shelf().products[row.product_id].price == 500_00
    edit(row, price=600_00)
    assert shelf.shelf().products[row.product_id].price == 600_00


def test_a_product_taken_off_sale_is_off_the_shelf_at_once() -> None:
    row = a_product()
    assert row.product_id in shelf.shelf().products
    edit(row, is_active=False)
    assert row.product_id not in shelf.shelf().products


def test_two_people_with_the_same_page_do_not_overwrite_each_other() -> None:
    row = a_product(price=500_00)
    edit(row, price=600_00)
    with pytest.raises(EditedMeanwhile):
        edit(row, price=700_00)
    assert now_of(row).price == 600_00


@pytest.mark.server
def test_ten_saves_of_one_page_at_once_are_one_save() -> None:
    row = a_product(price=500_00)

    def saves(n: int) -> bool:
        try:
            return edit(row, price=600_00 + n)
        except EditedMeanwhile:
            return False

    with ThreadPoolExecutor(10) as people:
        won = list(people.map(saves, range(10)))
    assert (sum(won), now_of(row).version) == (1, 2)


def test_an_item_of_the_earlier_system_has_no_version_and_can_be_edited() -> None:
    row = a_product()
    row.update(actions=[Product.version.remove()])
    assert edit(row, version=0, price=700_00)
    assert (now_of(row).price, now_of(row).version) == (700_00, 1)


def test_nothing_changed_is_nothing_written() -> None:
    row = a_product()
    assert not edit(row)
    assert now_of(row).version == 1


def test_a_variant_gets_a_price_a_shelf_and_leaves_the_shop() -> None:
    row = a_product(variants={"R": {"stock": 3}, "B": {"stock": 4, "price": 550_00, "shelf": "A1"}})
    variants = {"R": VariantFacts(599_00, False, "B2"), "B": VariantFacts(None, True, "")}
    edit(row, variants=variants)
    written = now_of(row).variants or {}
    assert (written["R"].price, written["R"].is_active, written["R"].shelf) == (599_00, False, "B2")
    assert (written["B"].price, written["B"].shelf) == (None, None)
    assert (written["R"].stock, written["B"].stock, now_of(row).stock) == (3, 4, 7)
    assert "R" not in shelf.shelf().by_sku


def test_no_such_product() -> None:
    with pytest.raises(ProductNotFound):
        edit_product("none", version_seen=0, facts=facts_of(a_product()), by="Sneha")
    with pytest.raises(ProductNotFound):
        change_stock("none", "none", 1, "Counted", "Sneha")


def test_stock_and_the_sum_change_together_with_who_and_why() -> None:
    row = a_product(variants={"R": {"stock": 3}, "B": {"stock": 4}})
    change_stock(row.product_id, "R", 10, "Goods received", "Sneha")
    written = now_of(row)
    assert (stock_of("R", row.product_id), written.stock) == (13, 17)
    (line,) = written.stock_history or []
    assert (line.sku, line.change, line.reason, line.by) == ("R", 10, "Goods received", "Sneha")
    assert shelf.shelf().by_sku["R"][1].stock == 13


def test_a_product_without_variants_is_its_own_variant() -> None:
    row = a_product(stock=5)
    change_stock(row.product_id, row.product_id, -5, "Damaged", "Sneha")
    assert now_of(row).stock == 0


@pytest.mark.parametrize("variants", [None, {"R": {"stock": 5}, "B": {"stock": 9}}])
def test_stock_never_goes_below_nothing(variants: dict[str, Any] | None) -> None:
    row = a_product(stock=5, variants=variants or {})
    sku = "R" if variants else row.product_id
    with pytest.raises(StockTooLow):
        change_stock(row.product_id, sku, -6, "Damaged", "Sneha")
    assert stock_of(sku, row.product_id) == 5
    assert now_of(row).stock_history is None


def test_an_unknown_sku_changes_nothing() -> None:
    row = a_product(variants={"R": {"stock": 3}})
    for sku in ("X", row.product_id):
        with pytest.raises(UnknownSku):
            change_stock(row.product_id, sku, 1, "Counted", "Sneha")
    assert now_of(row).stock == 3


@pytest.mark.server
def test_twenty_counts_at_once_all_count() -> None:
    row = a_product(variants={"R": {"stock": 0}})
    with ThreadPoolExecutor(20) as hands:
        list(
            hands.map(lambda _: change_stock(row.product_id, "R", 1, "Counted", "Sneha"), range(20))
        )
    written = now_of(row)
    assert (stock_of("R", row.product_id), written.stock) == (20, 20)
    assert len(written.stock_history or []) == 20


def test_the_last_hundred_changes_are_kept() -> None:
    lines = [
        StockChange(at=clock.now(), by="Rohit", sku="R", change=n, reason="Counted")
        for n in range(KEPT_CHANGES + 2)
    ]
    row = a_product(variants={"R": {"stock": 3}}, stock_history=lines)
    change_stock(row.product_id, "R", 7, "Counted", "Sneha")
    kept = now_of(row).stock_history or []
    assert (len(kept), kept[0].change, kept[-1].change) == (KEPT_CHANGES, 3, 7)


def test_counting_does_not_send_an_editor_away() -> None:
    row = a_product()
    change_stock(row.product_id, row.product_id, 1, "Counted", "Sneha")
    assert edit(row, price=700_00)
