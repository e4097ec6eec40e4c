"""The demo's goods reach the table once, and never undo what people have done since."""

import pytest

from catalog import queries
from catalog.demo import demo_products, loading
from catalog.demo.loading import load_products
from catalog.demo.stocking import NOT_ON_SALE
from catalog.models import Product
from catalog.services.counting import change_stock
from catalog.shelf import shelf

SHEET = "tibhar-evolution-mx-p"
pytestmark = pytest.mark.server  # moto copies whole tables for each of so many transactions


def test_everything_on_sale_is_on_the_shelf() -> None:
    assert load_products() == len(demo_products())
    on_sale = {p.product_id for p in demo_products() if p.is_active}
    assert set(shelf().products) == on_sale
    assert not NOT_ON_SALE & on_sale


def test_a_second_run_writes_nothing_and_keeps_what_staff_did() -> None:
    load_products()
    change_stock(SHEET, "TIB-MXP-R-19", 7, "Counted", "Meera")
    queries.product(SHEET).update(actions=[Product.price.set(3999_00)])
    before = queries.product(SHEET).to_simple_dict()
    assert load_products() == 0
    assert queries.product(SHEET).to_simple_dict() == before


def test_what_is_missing_is_put_beside_what_is_there() -> None:
    load_products()
    queries.product(SHEET).delete()
    assert load_products() == 1
    assert queries.product(SHEET).variants


def test_every_piece_is_accounted_for() -> None:
    load_products()
    row = queries.product(SHEET)
    assert sum(line.change for line in row.stock_history or []) == row.stock
    assert row.stock == sum(variant.stock for variant in (row.variants or {}).values())


def test_a_product_that_somebody_put_meanwhile_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load_products()
    change_stock(SHEET, "TIB-MXP-R-19", 7, "Counted", "Meera")
    before = queries.product(SHEET).to_simple_dict()
    monkeypatch.setattr(loading, "_present", lambda _: set())
    assert load_products() == 0
    assert queries.product(SHEET).to_simple_dict() == before
