"""The arithmetic of `make bench`."""

import platform
from typing import Any

import pytest
from django.test import RequestFactory

from bench import prices
from bench.aims import aims, at_least, at_most, grown
from bench.hot_keys import as_markdown, tallied, units_of
from bench.machine import model_in
from bench.pages import UNKNOWN, Compared, Speed
from bench.processes import Memory
from bench.questions import fresh_searches
from bench.rows import table
from bench.sizes import PAGES, AtSize, Size
from bench.stocked import FOR_SALE, goods
from bench.sums import Spread, percentile, ratios, short, spread
from bench.units import Used, consumed, counted, items_of, kind, read_units, size_of
from catalog.models import Product
from config import page_cache
from config.dynamo import transaction
from config.errors import Conflict
from config.tables import Index, Table
from tests.factories import a_product

KB = 1024


def text_of(size: int) -> dict[str, dict[str, Any]]:
    """An item of exactly so many bytes."""
    return {"a": {"S": "x" * (size - 1)}}


def test_a_percentile_is_one_of_the_looks_and_the_median_has_its_spread() -> None:
    looks = [float(n) for n in range(1, 101)]
    assert (percentile(looks, 50), percentile(looks, 99), percentile(looks, 100)) == (50, 99, 100)
    assert percentile([7.0], 1) == 7
    assert spread([3, 1, 2]) == Spread(2, 1, 3)
    assert (str(spread([300.0, 1234.4, 5000])), str(spread([2]))) == (
        "1,234 (300 to 5,000)",
        "2.00",
    )
    assert [short(each) for each in (0.891, 56.78, 123.4)] == ["0.89", "56.8", "123"]


def test_a_ratio_compares_what_was_measured_side_by_side() -> None:
    """On a machine that became half as fast, a page that is as fast as the other still is."""
    assert ratios([100, 50], [100, 50]) == Spread(1, 1, 1)
    with pytest.raises(ValueError, match="shorter"):
        ratios([1, 2], [1])


def test_growth_is_not_held_against_a_machine_that_slowed_down() -> None:
    small = Compared(Speed(p50=[2.0]), Speed(p50=[1.0]), Speed())
    slow = Compared(Speed(p50=[4.0]), Speed(p50=[2.0]), Speed())
    worse = Compared(Speed(p50=[5.0]), Speed(p50=[2.0]), Speed())
    assert (grown(small, slow).middle, grown(small, worse).middle) == (1, 1.25)


def test_an_aim_is_judged_by_the_median() -> None:
    seen = Spread(60, 10, 90)
    assert [at_least("sales", seen, limit).is_met for limit in (60, 61)] == [True, False]
    assert [at_most("ms", seen, limit).verdict for limit in (60, 59)] == ["met", "**not met**"]
    assert table(("a", "b"), [(1, "x")]) == "| a | b |\n|---|---|\n| 1 | x |"


def test_an_item_is_as_large_as_its_names_and_values() -> None:
    assert size_of({"name": {"S": "Bät"}}) == 4 + 4
    assert size_of({"n": {"N": "1200"}}) == 1 + 2
    assert size_of({"b": {"BOOL": True}, "z": {"NULL": True}}) == 4
    assert size_of({"s": {"SS": ["ab", "c"]}, "x": {"B": b"123"}}) == 1 + 3 + 1 + 3
    assert size_of({"m": {"M": {"k": {"S": "vv"}}}}) == 1 + 3 + 1 + 1 + 2
    assert size_of({"l": {"L": [{"S": "vv"}]}}) == 1 + 3 + 1 + 2


@pytest.mark.parametrize(
    ("sent", "answer", "units"),
    [
        ({}, {"Item": text_of(4 * KB)}, 0.5),
        ({"ConsistentRead": True}, {"Item": text_of(4 * KB + 1)}, 2),
        ({}, {}, 0.5),  # not there
        ({}, {"Items": [text_of(3 * KB)] * 3}, 1.5),  # one read of nine KB
        ({"ConsistentRead": True}, {"Items": []}, 1),
        ({"TransactItems": []}, {"Responses": [{"Item": text_of(5 * KB)}, {}]}, 4 + 2),
        (
            {"RequestItems": {"t": {"Keys": [1, 2, 3], "ConsistentRead": True}}},
            {"Responses": {"t": [text_of(KB), text_of(5 * KB)]}},
            1 + 2 + 1,  # each by itself, the absent one too
        ),
    ],
)
def test_reads_cost_by_their_size_and_strength(
    sent: dict[str, Any], answer: dict[str, Any], units: float
) -> None:
    assert read_units(sent, answer) == units


def test_items_are_what_was_looked_at_or_asked_for() -> None:
    assert items_of({}, {"ScannedCount": 40, "Count": 3}) == 40
    assert items_of({"TransactItems": [1, 2]}, {}) == 2
    assert items_of({"RequestItems": {"t": {"Keys": [1, 2, 3]}, "u": [1]}}, {}) == 4
    assert items_of({"Key": {}}, {}) == 1


def test_writes_cost_what_the_engine_says() -> None:
    assert consumed({"ConsumedCapacity": [{"CapacityUnits": 4.0}, {"CapacityUnits": 2}]}) == 6
    assert consumed({"ConsumedCapacity": {"CapacityUnits": 3}}) == 3
    assert consumed({}) == 0
    names = ("PutItem", "BatchWriteItem", "TransactWriteItems", "Query", "DescribeTable")
    assert [kind(name) for name in names] == ["Write", "Write", "Write", "Read", ""]


PARCELS = Table("parcels", ("id",), {"id": "S", "a": "S"}, (Index("ByA", ("a",)),))


def test_a_write_takes_of_its_tables_key_and_of_each_key_of_an_index() -> None:
    key = {"id": {"S": "1"}}
    one, two = (key | {"a": {"S": state}, "b": {"S": "x" * 1500}} for state in "pq")
    row, gone, come = ("parcels", "1"), ("parcels ByA", "p"), ("parcels ByA", "q")
    assert units_of(PARCELS, key, {}, one, 1) == {row: 2, gone: 2}
    assert units_of(PARCELS, key, one, two, 2) == {row: 4, gone: 2, come: 2}
    assert units_of(PARCELS, key, one, one | {"c": {"S": "1"}}, 1) == {row: 2, gone: 2}
    assert units_of(PARCELS, key, one, one, 2) == {row: 4}  # a condition alone
    assert units_of(PARCELS, key, key, {}, 1) == {row: 1}


def test_the_keys_that_sales_share_are_told_from_their_own() -> None:
    shared, table = a_product(product_id="shared"), Product.Meta.table_name
    with tallied() as first:
        a_product(product_id="mine")
        shared.update(actions=[Product.stock.set(3)])
    with tallied() as second, transaction() as tx:
        tx.update(shared, actions=[Product.stock.set(2)], condition=None, or_else=Conflict(""))
    assert second[table, "shared"] == 2 * first[table, "shared"] == 2
    said = as_markdown(first, second)
    assert f"| {table} | `shared` | 2 | 500 |" in said
    assert "mine" not in as_markdown(second, first)


def test_what_is_asked_is_counted_and_a_narrow_answer_costs_the_whole_item() -> None:
    sheet = a_product(description="x" * 5 * KB)
    with counted() as used:
        Product.get(sheet.product_id, sheet.seller_id, attributes_to_get=["productId"])
        list(Product.by_category.query("rubbers", filter_condition=Product.stock > 99))
        Product.by_category.count("rubbers")
    assert (dict(used.calls), used.items) == ({"GetItem": 1, "Query": 2}, 3)
    assert (used.reads, used.writes) == (1 + 1 + 1, 0)
    with counted() as twice:
        with transaction() as tx:
            tx.update(
                Product(sheet.product_id, sheet.seller_id),
                actions=[Product.stock.set(3)],
                condition=Product.product_id.exists(),
                or_else=Conflict("gone"),
            )
        Product.get(sheet.product_id, sheet.seller_id, consistent_read=True)
    assert (twice.reads, (used + twice).items, (used + twice - used).items) == (2, 5, 2)
    assert list(twice.calls) == ["TransactWriteItems", "GetItem"]


def test_a_million_is_priced_by_the_dated_list() -> None:
    assert prices.cost(Used(reads=1.0), 1e6) == pytest.approx(0.1425)
    assert prices.cost(Used(writes=2.0), 1e6) == pytest.approx(1.42)
    assert prices.cost_of_bytes(10_000, 1e6) == pytest.approx(1.093)
    said = [prices.dollars(each) for each in (0, 0.004, 1234.5)]
    assert said == ["$0.00", "under $0.01", "$1,234.50"]


def test_no_question_is_asked_twice() -> None:
    rounds = [fresh_searches(number, 200) for number in (-1, 0, 1)]
    assert len({question for each in rounds for question in each}) == 600


def test_a_shop_of_any_size_has_names_of_its_own_and_enough_to_sell() -> None:
    made = list(goods(400))
    assert len({each.product_id for each in made}) == len(made) == 400 + len(FOR_SALE)
    skus = [sku for each in made for sku in each.variants or [each.product_id]]
    assert len(set(skus)) == len(skus)
    assert {each.stock for each in made[400:]} == {100_000}
    assert all(
        each.stock == sum(v.stock for v in each.variants.values()) for each in made if each.variants
    )


@pytest.mark.parametrize(
    ("products", "limit"), [(100_000, "not met"), (20_000, "met")], ids=["larger", "as wanted"]
)
def test_aims_at_20_000_products_are_judged_in_that_shop_alone(products: int, limit: str) -> None:
    shop = AtSize(Size(products, 1_000), 1.0, [0.4, 0.5, 0.6], Memory(100, 90, 70, 120))
    found = {each.what: each.verdict for each in aims([shop], {}) if "20,000" in each.what}
    assert set(found.values()) == {"met" if limit == "met" else "not looked at"}
    shop.memory, shop.fresh = Memory(100, 90, 70, 121), [0.9, 1.1, 1.2]
    found = {each.what: each.verdict for each in aims([shop], {}) if "20,000" in each.what}
    assert set(found.values()) == {"**not met**" if limit == "met" else "not looked at"}


def test_growth_is_from_the_first_shop_to_the_last_and_needs_both() -> None:
    quick = Compared(Speed(p50=[1.0]), Speed(p50=[1.0]), Speed())
    slow = Compared(Speed(p50=[3.0]), Speed(p50=[2.0]), Speed())
    shops = [
        AtSize(Size(n, 1), 1.0, pages={"checkout": page}) for n, page in ((1, quick), (2, slow))
    ]
    found = {each.what: each.found for each in aims(shops, {}) if "smallest" in each.what}
    assert found["checkout: p50 from the smallest shop to the largest, times"] == "1.50"
    del shops[1].pages["checkout"]
    assert not [e for e in aims(shops, {}) if "smallest" in e.what and e.is_met is not None]


def test_a_page_drawn_anew_is_one_that_no_process_keeps() -> None:
    def key(host: str) -> object:
        return page_cache.key_of(RequestFactory().get("/equipment", headers={"host": host}))

    assert key(UNKNOWN) is None
    assert key("127.0.0.1") is not None
    assert {page.name for page in PAGES if page.host} == {"list, drawn anew", "product, drawn anew"}


def test_the_processor_is_called_by_its_name() -> None:
    assert model_in("processor : 0\nmodel name\t: A Chip 9000\n") == "A Chip 9000"
    assert model_in("processor : 0\n") == platform.machine()
