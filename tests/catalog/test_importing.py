"""`migrate_products` and `export_products` on real tables: twice, dry, after staff, there and
back."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog import shelf, shelf_reading
from catalog.importing.files import read_json
from catalog.importing.values import Reading
from catalog.models import Product, Variant
from catalog.services import importing
from config import clock, dynamo

DATA = Path(__file__).parent / "data"
BLADE = {"id": 1, "name": "Viscaria", "brand": "Butterfly", "category": "Blade", "price": 18999}
KEY = ("blades-butterfly-viscaria", "third-ball")

Migrate = Callable[..., str]


@pytest.fixture
def migrate(tmp_path: Path) -> Migrate:
    """Runs the command on a file, or on rows put into one; returns what it printed."""

    def run(rows: list[dict[str, Any]] | Path, *options: str) -> str:
        file = rows if isinstance(rows, Path) else tmp_path / "products.json"
        if not isinstance(rows, Path):
            file.write_text(json.dumps(rows))
        said = StringIO()
        try:
            call_command("migrate_products", str(file), *options, stdout=said)
        except CommandError as error:
            said.write(str(error))
        return said.getvalue()

    return run


def raw() -> dict[str, dict[str, Any]]:
    return {p.product_id: p.to_dynamodb_dict() for p in importing.every_product()}


def rows(**changes: Any) -> Reading:
    return read_json(json.dumps([BLADE | changes]))


def edit(**attributes: Any) -> None:
    """As staff do on their page: the fields, and the version with them."""
    product = Product.get(*KEY)
    actions = [getattr(Product, name).set(value) for name, value in attributes.items()]
    product.update(actions=[*actions, Product.version.add(1)])


def test_the_old_module_is_moved_in_and_every_bad_row_is_told(migrate: Migrate) -> None:
    said = migrate(DATA / "equipment.ts", "--default-stock", "4")
    assert "11 created, 0 changed, 0 unchanged, 4 skipped of 15 rows." in said
    for line, reason in [(58, "price: would have"), (60, "id blades/4"), (61, "price: 0 is no")]:
        assert any(f"line {line} " in t or f"line {line}:" in t for t in said.splitlines())
        assert reason in said
    assert "by hand    GST rate of 1 products: shoes-mizuno-wave-drive" in said
    viscaria = Product.get(*KEY)
    assert (viscaria.price, viscaria.original_price, viscaria.stock) == (1899900, 2199950, 4)
    assert (viscaria.rating, viscaria.review_count) == ("4.9", 1204)
    assert viscaria.specs == {"Composition": "5W + 2 Arylate-Carbon", "Speed": "8.7"}
    assert Product.get("pre-owned-butterfly-timo-boll-set-9", "third-ball").stock == 1


def test_a_second_run_changes_nothing_and_writes_nothing(migrate: Migrate) -> None:
    migrate(DATA / "equipment.ts")
    before, version = raw(), shelf_reading.catalogue_version()
    said = migrate(DATA / "equipment.ts", "--default-stock", "9")
    assert "0 created, 0 changed, 11 unchanged, 4 skipped" in said
    assert (raw(), shelf_reading.catalogue_version()) == (before, version)


def test_a_dry_run_prints_the_same_and_writes_nothing(migrate: Migrate) -> None:
    dry = migrate(DATA / "equipment.ts", "--dry-run")
    assert raw() == {}
    wet = migrate(DATA / "equipment.ts")
    assert dry.replace(" Dry run: nothing was written.", "") == wet


def test_what_was_moved_in_is_on_the_shelf_at_once(migrate: Migrate) -> None:
    assert not shelf.shelf().products
    migrate([BLADE])
    assert "blades-butterfly-viscaria" in shelf.shelf().products


def test_a_change_in_the_file_changes_the_product_and_not_its_stock(migrate: Migrate) -> None:
    migrate([{**BLADE, "speed": 9, "arc": "low"}], "--default-stock", "5")
    edit(stock=2)
    said = migrate([{**BLADE, "price": 17999, "speed": 8, "stock": 50}])
    assert "price “18999” → “17999”" in said
    product = Product.get(*KEY)
    assert (product.price, product.specs, product.stock) == (1799900, {"Speed": "8"}, 2)
    assert "1 unchanged" in migrate([{**BLADE, "price": 17999, "speed": 8}])


def test_what_staff_edited_stays(migrate: Migrate) -> None:
    old = {**BLADE, "description": "old", "originalPrice": 20000, "speed": 9}
    migrate([old])
    edit(price=1500000, specs={"Speed": "8.5"}, is_active=False)
    assert "kept" not in migrate([old])
    row = {**BLADE, "price": 19999, "originalPrice": 19999, "speed": 10, "description": "new"}
    said = migrate([row])
    assert "kept as staff have it: originalPrice, price, specs.Speed" in said
    product = Product.get(*KEY)
    assert (product.price, product.original_price) == (1500000, 2000000)
    assert (product.specs, product.is_active) == ({"Speed": "8.5"}, False)
    assert product.description == "new"


def test_a_product_that_staff_made_is_filled_and_not_overwritten(migrate: Migrate) -> None:
    Product(*KEY, name="Viscaria", brand="Butterfly", category="blades", price=100, stock=3).save()
    said = migrate([{**BLADE, "description": "Fast."}])
    product = Product.get(*KEY)
    assert (product.price, product.description, product.stock) == (100, "Fast.", 3)
    assert "kept as staff have it: gstRate, price" in said


def test_what_the_earlier_system_hid_is_known_for_past_goods_after_a_file(migrate: Migrate) -> None:
    migrate([BLADE])
    Product(*KEY).update(actions=[Product.version.remove(), Product.is_active.set(False)])
    migrate([BLADE | {"price": 17_000}])
    product = Product.get(*KEY)
    assert (product.price, product.version, product.is_active) == (17_000_00, 1, False)
    assert product.retired_at is not None


def test_a_renamed_row_is_the_same_product(migrate: Migrate) -> None:
    migrate([BLADE])
    migrate([{**BLADE, "name": "Viscaria FL"}])
    assert [p.name for p in importing.every_product()] == ["Viscaria FL"]


def test_new_numbers_do_not_mix_products_up(migrate: Migrate) -> None:
    migrate([BLADE], "--default-stock", "5")
    migrate([{**BLADE, "name": "Timo Boll ALC"}, {**BLADE, "id": 2}])
    assert {p.name: p.stock for p in importing.every_product()} == {
        "Viscaria": 5,
        "Timo Boll ALC": 0,
    }


def test_a_number_given_to_another_brands_product_is_a_new_product(migrate: Migrate) -> None:
    migrate([BLADE])
    migrate([{**BLADE, "brand": "Stiga", "name": "Clipper"}])
    assert {p.name for p in importing.every_product()} == {"Viscaria", "Clipper"}


def test_a_sold_racket_does_not_lend_its_number(migrate: Migrate) -> None:
    racket = {**BLADE, "category": "Pre-Owned Racket"}
    migrate([racket])
    sold = next(importing.every_product())
    sold.update(actions=[Product.stock.set(0)])
    said = migrate([{**racket, "name": "Mizutani"}])
    assert {p.name: p.stock for p in importing.every_product()} == {"Viscaria": 0, "Mizutani": 1}
    assert "pre-owned-butterfly-viscaria-1 was imported earlier and has no row" in said


def test_a_product_twice_in_a_file_is_taken_once(migrate: Migrate) -> None:
    said = migrate([BLADE, {**BLADE, "id": 2}, {**BLADE, "name": "Other"}])
    assert "1 created, 0 changed, 0 unchanged, 2 skipped" in said
    assert "the same product as line 1" in said


def test_a_seller_is_given_or_the_shops_own(migrate: Migrate) -> None:
    migrate([BLADE], "--seller", "somebody")
    assert next(importing.every_product()).seller_id == "somebody"
    assert "is sold by somebody, not by third-ball" in migrate([BLADE])


def test_a_sku_that_another_product_has_is_refused(migrate: Migrate) -> None:
    row = {**BLADE, "productId": "a", "variants": {"S-1": {"stock": 1}}}
    assert "sku S-1 belongs to a" in migrate([row, {**row, "productId": "b"}])


def test_a_race_with_staff_is_lost_politely(migrate: Migrate) -> None:
    migrate([BLADE])
    plan = importing.plan_import(rows(price=5))
    edit(price=777)
    (step,) = importing.carry_out(plan)
    assert step.outcome == "skipped"
    assert Product.get(*KEY).price == 777


def test_a_creation_never_overwrites() -> None:
    plan = importing.plan_import(rows())
    Product(*KEY, name="Mine", brand="B", category="blades", price=1).save()
    (step,) = importing.carry_out(plan)
    assert step.outcome == "skipped"
    assert Product.get(*KEY).name == "Mine"


def many(count: int) -> Reading:
    return read_json(json.dumps([BLADE | {"id": n, "name": f"Blade {n}"} for n in range(count)]))


def test_one_that_is_there_already_stops_none_of_its_batch() -> None:
    plan = importing.plan_import(many(3))
    mine = plan.steps[1].product_id
    Product(mine, "third-ball", name="Mine", brand="B", category="blades", price=1).save()
    outcomes = [str(step.outcome) for step in importing.carry_out(plan)]
    assert outcomes == ["created", "skipped", "created"]
    assert Product.get(mine, "third-ball").name == "Mine"


def test_a_write_whose_answer_was_lost_is_known_for_our_own() -> None:
    plan = importing.plan_import(many(3))
    importing.carry_out(plan)
    before = raw()
    assert [str(step.outcome) for step in importing.carry_out(plan)] == ["created"] * 3
    assert raw() == before


def test_an_import_that_was_broken_off_is_finished_by_the_next() -> None:
    def breaks(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.carry_out(importing.plan_import(many(60)), tick=breaks)
    assert shelf_reading.catalogue_version() == 1
    importing.carry_out(importing.plan_import(many(60)))
    assert len(raw()) == 60
    assert not importing.plan_import(many(60)).writes


def test_a_table_that_does_not_answer_is_said(migrate: Migrate) -> None:
    Product.delete_table()
    assert "did not answer. What was written stays" in migrate([BLADE])


def test_an_item_of_the_earlier_system_is_filled_and_keeps_what_we_do_not_know(
    migrate: Migrate,
) -> None:
    table = Product._get_connection()
    old = {"name": {"S": "Viscaria"}, "brand": {"S": "Butterfly"}, "category": {"S": "blades"}}
    extra = {"price": {"N": "18999"}, "stock": {"N": "2"}, "legacyFlag": {"S": "yes"}}
    table.put_item(KEY[0], KEY[1], attributes={**old, **extra})
    assert "1 changed" in migrate([{**BLADE, "speed": 9}])
    item = table.get_item(KEY[0], KEY[1])["Item"]
    assert (item["legacyFlag"], item["stock"]) == ({"S": "yes"}, {"N": "2"})
    assert item["specs"] == {"M": {"Speed": {"S": "9"}}}


@pytest.mark.parametrize("options", [["--default-stock", "-1"], ["--default-stock", "٣"]])
def test_a_default_stock_that_is_none_is_refused(migrate: Migrate, options: list[str]) -> None:
    assert "no number of pieces" in migrate([BLADE], *options)


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_an_export_is_read_again_without_loss(migrate: Migrate, tmp_path: Path, kind: str) -> None:
    migrate(DATA / "equipment.ts", "--default-stock", "4")
    _a_product_with_everything().save()
    file = tmp_path / f"all.{kind}"
    call_command("export_products", str(file), stdout=StringIO())
    before = {name: _lasting(item) for name, item in raw().items()}
    assert "0 created, 0 changed, 12 unchanged, 0 skipped" in migrate(file)
    for product in importing.every_product():
        product.delete()
    assert "12 created, 0 changed, 0 unchanged, 0 skipped" in migrate(file)
    assert {name: _lasting(item) for name, item in raw().items()} == before
    again = StringIO()
    call_command("export_products", "--format", kind, stdout=again)
    assert again.getvalue() == file.read_bytes().decode()


def _lasting(item: dict[str, Any]) -> dict[str, Any]:
    """Without the shop's own bookkeeping of when and how often it was written."""
    passing = {"updatedAt", "version", "stockHistory", "imported"}
    return {name: value for name, value in item.items() if name not in passing}


def _a_product_with_everything() -> Product:
    sizes = {
        "S,1": Variant(options={"Size": "S", "Colour": "Red"}, stock=2, price=99950, low_level=1),
        "S-2": Variant(options={}, stock=0, is_active=False, shelf="A 1", image="/x.svg"),
    }
    return Product(
        *("jersey.1", "elsewhere"),
        name='Jersey "Öresund", blue',
        category="clothing",
        brand="Stiga",
        price=104900,
        original_price=104900,
        description="First line.\nSecond, with; all \t of 'it'.",
        image="/j.svg",
        images=["/a.svg", "/b,c.svg"],
        specs={"A.b": "=1+1", "Größe, cm": "1;2"},
        stock=2,
        is_active=False,
        variants=sizes,
        rating="4.25",
        review_count=7,
        hsn="6109",
        gst_rate="2.5",
        country_of_origin="India",
        manufacturer="M",
        importer="I",
        net_quantity="1 piece",
        weight_grams=180,
        size_cm="1 by 2",
        created_at=clock.from_text("2024-01-02T03:04:05.678Z"),
    )


@pytest.mark.server
def test_an_export_without_an_engine_says_so_in_one_line() -> None:
    dynamo.use("http://127.0.0.1:9")
    with pytest.raises(CommandError, match=r"\AThe products table did not answer\. [^\n]*\Z"):
        call_command("export_products")
