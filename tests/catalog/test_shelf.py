"""The copy of the catalogue: no row and no failing table takes it away or lets it grow old."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
from pynamodb.exceptions import QueryError
from pytest_django import Settings

from catalog import shelf, shelf_reading
from catalog.models import CatalogueVersion, Product
from catalog.shelf import OLDEST_SECONDS, SETTLED_SECONDS, _Keeper
from config.dynamo import TableMeta
from config.errors import Unavailable
from tests.factories import a_product


def spoil(product_id: str, **given: Any) -> None:
    """Write into a product what no model of ours would."""
    dynamodb: Any = boto3.resource("dynamodb", region_name=TableMeta.region)
    dynamodb.Table(Product.Meta.table_name).update_item(
        Key={"productId": product_id, "sellerId": "third-ball"},
        UpdateExpression="SET " + ", ".join(f"#{n} = :{n}" for n in given),
        ExpressionAttributeNames={f"#{name}": name for name in given},
        ExpressionAttributeValues={f":{name}": value for name, value in given.items()},
    )


ODD: list[dict[str, Any]] = [
    {"isActive": "yes"},
    {"variants": {"A": {"stock": 1, "isActive": {}}}},
    {"images": "a.png"},
    {"price": "on request"},
    {"price": 0},
]


@pytest.mark.parametrize("odd", ODD)
def test_a_row_that_cannot_be_read_is_passed_over_and_logged(
    odd: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = a_product(product_id="bad"), a_product()
    spoil("bad", **odd)
    assert set(shelf.shelf().products) == {good.product_id}
    [record] = caplog.records
    assert bad.product_id in record.message
    assert record.exc_info


@pytest.mark.parametrize("odd", ODD)
def test_a_row_that_went_bad_takes_no_other_touched_one_along(odd: dict[str, Any]) -> None:
    a_product(product_id="bad")
    good = a_product(stock=5)
    shelf.shelf()
    spoil("bad", **odd)
    spoil(good.product_id, stock=2)
    shelf.look_again({"bad", good.product_id, "gone"})
    assert {p.product_id: p.stock for p in shelf.shelf().products.values()} == {good.product_id: 2}


def broken(*_: Any, **__: Any) -> Any:
    raise QueryError("no answer")


def test_what_was_touched_is_read_once_the_table_answers_again(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    product, keeper = a_product(stock=5), _Keeper()
    keeper.shelf()
    spoil(product.product_id, stock=2)
    settings.SHELF_REFRESH_SECONDS = 3  # touching alone reads nothing
    keeper.touch({product.product_id})
    settings.SHELF_REFRESH_SECONDS = 0
    with monkeypatch.context() as patch:
        patch.setattr(Product, "batch_get", broken)
        with pytest.raises(QueryError):
            keeper.refresh()
    keeper.refresh()
    assert keeper.shelf().products[product.product_id].stock == 2


def test_a_shelf_that_could_not_be_filled_is_still_old(monkeypatch: pytest.MonkeyPatch) -> None:
    product, keeper = a_product(stock=5), _Keeper()
    keeper.shelf()
    spoil(product.product_id, stock=2)
    keeper._filled_at -= OLDEST_SECONDS + 1
    with monkeypatch.context() as patch:
        patch.setattr("catalog.shelf.every_product_on_sale", broken)
        with pytest.raises(QueryError):
            keeper.refresh()
    keeper.refresh()
    assert keeper.shelf().products[product.product_id].stock == 2


@pytest.mark.parametrize("failure", [QueryError("no answer"), RuntimeError("unforeseen")])
def test_the_watch_goes_on_whatever_a_look_meets(
    settings: Settings, caplog: pytest.LogCaptureFixture, failure: Exception
) -> None:
    settings.SHELF_REFRESH_SECONDS = 0.01
    looks = iter([failure, SystemExit()])

    class Unlucky(_Keeper):
        def refresh(self) -> None:
            raise next(looks)

        def _watching(self) -> None:
            with suppress(SystemExit):
                super()._watching()

    keeper = Unlucky()
    keeper.shelf()
    assert keeper._watch is not None
    keeper._watch.join(timeout=10)
    assert next(looks, None) is None
    assert ["could not be looked at" in message for message in caplog.messages] == [True]


class Panic(BaseException):
    """As the search engine raises it: no Exception."""


@pytest.mark.parametrize("failure", [ValueError("odd"), Panic("odd")])
def test_what_one_follower_falls_over_keeps_nothing_from_the_others_or_the_next_look(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    settings.SHELF_REFRESH_SECONDS = 0.01
    done: list[str] = []

    def falls_over(_: object) -> None:
        done.append("fell")
        assert len(done) < 10, "it spins"
        raise failure

    class Twice(_Keeper):
        def refresh(self) -> None:
            done.append("looked")
            if done.count("looked") == 2:
                raise SystemExit

        def _watching(self) -> None:
            with suppress(SystemExit):
                super()._watching()

    monkeypatch.setattr(shelf, "_followers", [falls_over, lambda _: done.append("told")])
    keeper = Twice()
    keeper.shelf()
    assert keeper._watch is not None
    keeper._watch.join(timeout=10)
    assert done == ["fell", "told", "looked", "fell", "told", "looked"]


def test_reading_the_catalogue_again_makes_anew_only_what_has_changed() -> None:
    stays, sold, keeper = a_product(stock=5), a_product(stock=5), _Keeper()
    before = keeper.shelf()
    keeper._filled_at -= OLDEST_SECONDS + 1
    keeper.refresh()
    assert keeper.shelf() is before  # with all that was worked out from it
    spoil(sold.product_id, stock=2)
    keeper._filled_at -= OLDEST_SECONDS + 1
    keeper.refresh()
    after = keeper.shelf()
    assert after.products[stays.product_id] is before.products[stays.product_id]
    assert after.by_sku[sold.product_id][1].stock == 2
    assert after.by_sku.keys() == before.by_sku.keys()


def test_stock_that_came_back_is_seen_though_the_row_is_as_it_once_was() -> None:
    product, keeper = a_product(stock=5), _Keeper()
    keeper.shelf()
    spoil(product.product_id, stock=2)
    keeper.touch({product.product_id})
    assert keeper.shelf().products[product.product_id].stock == 2
    spoil(product.product_id, stock=5)
    keeper._filled_at -= OLDEST_SECONDS + 1
    keeper.refresh()
    assert keeper.shelf().products[product.product_id].stock == 5


def test_a_reading_that_broke_off_is_no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    product, keeper = a_product(stock=5, category="balls"), _Keeper()
    keeper.shelf()
    spoil(product.product_id, stock=2)
    keeper._filled_at -= OLDEST_SECONDS + 1
    every = shelf_reading._every_row

    def breaks_off() -> Iterator[Any]:
        yield from every()
        raise QueryError("no answer")

    with monkeypatch.context() as patch:
        patch.setattr(shelf_reading, "_every_row", breaks_off)
        with pytest.raises(QueryError):
            keeper.refresh()
    keeper.refresh()
    assert keeper.shelf().products[product.product_id].stock == 2


def test_who_makes_a_change_reads_that_alone_unless_others_made_one_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changed, other = a_product(stock=5), a_product(stock=5)
    shelf.shelf()
    spoil(changed.product_id, stock=2)
    new = a_product(product_id="just-made")
    with monkeypatch.context() as patch:
        patch.setattr("catalog.shelf.every_product_on_sale", broken)
        shelf.announce([changed.product_id, new.product_id])
        shelf.refresh()
    products = shelf.shelf().products
    assert (products[changed.product_id].stock, "just-made" in products) == (2, True)
    spoil(other.product_id, stock=1)
    elsewhere = CatalogueVersion(CatalogueVersion.KEY, "#")
    elsewhere.update(actions=[CatalogueVersion.version.add(1)])
    shelf.announce([changed.product_id])
    assert shelf.shelf().products[other.product_id].stock == 1


def test_news_that_the_index_did_not_show_yet_is_read_once_more_when_it_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    product, keeper = a_product(stock=5), _Keeper()
    keeper.shelf()
    elsewhere = CatalogueVersion(CatalogueVersion.KEY, "#")
    elsewhere.update(actions=[CatalogueVersion.version.add(1)])
    keeper.refresh()  # the index still shows what was before
    spoil(product.product_id, stock=2)
    keeper.refresh()
    assert keeper.shelf().products[product.product_id].stock == 5
    keeper._filled_at -= SETTLED_SECONDS + 1
    keeper.refresh()
    assert keeper.shelf().products[product.product_id].stock == 2
    keeper._filled_at -= SETTLED_SECONDS + 1
    monkeypatch.setattr("catalog.shelf.every_product_on_sale", broken)
    keeper.refresh()  # once is enough


def test_a_request_does_not_wait_for_long_where_another_fills_the_shelf(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keeper = shelf._Keeper()
    monkeypatch.setattr(shelf, "PATIENCE", 0.01)
    with keeper._lock:  # somebody waits for tables that hang
        with pytest.raises(Unavailable):
            keeper.shelf()
        keeper.look_again({"r"})
        keeper.changed({"r"}, 1)
    with keeper._touched.taken() as noted:
        assert noted == {"r"}
