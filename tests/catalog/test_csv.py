"""Products as CSV: out and in again, a difference per row first, then exactly that."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from catalog.importing.exporting import as_csv
from catalog.importing.files import read_csv
from catalog.models import Product
from catalog.services.sheet import every_listed_product, plan_sheet
from config.spreadsheets import as_it_was, inert
from tests.factories import a_product
from tests.staff import a_browser

CSV = "/staff/products/csv/"
SIGNS = ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "'=1", "\xa0-1"]
VARIANTS: dict[str, dict[str, Any]] = {
    "R-2.1": {"stock": 4, "price": 520_00, "shelf": "B2", "options": {"Colour": "Red"}},
    "B-2.1": {"stock": 9, "low_level": 2, "options": {"Colour": "Black", "Grip size": "L"}},
}


def now_of(row: Product) -> Product:
    return Product.get(row.product_id, row.seller_id, consistent_read=True)


def exported(browser: Client | None = None) -> list[dict[str, str]]:
    answer = (browser or a_browser()).get(f"{CSV}products.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def file_of(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def sent(browser: Client, content: bytes) -> Any:
    return browser.post(CSV, {"file": SimpleUploadedFile("p.csv", content, "text/csv")})


def planned(browser: Client, rows: list[dict[str, str]]) -> str:
    answer = sent(browser, file_of(rows))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def changed(browser: Client, change: Callable[[dict[str, str]], object]) -> str:
    """The export with each of its rows changed, sent back; where its plan stands."""
    rows = exported(browser)
    for row in rows:
        change(row)
    return planned(browser, rows)


@given(st.text(max_size=20))
def test_e10_any_text_becomes_an_inert_cell_and_comes_back(text: str) -> None:
    cell = inert(text)
    assert as_it_was(cell) == text
    assert not cell.lstrip(" \xa0").startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("evil", SIGNS)
def test_e10_no_text_of_a_product_is_a_formula_in_its_file(evil: str) -> None:
    specs, variant = {"Speed": evil}, {"E-1": {"shelf": evil, "options": {"Colour": evil}}}
    a_product(name=evil, brand=evil, description=evil, specs=specs, variants=variant)
    for row in exported():
        for name, cell in row.items():
            assert not cell.lstrip(" \xa0").startswith(tuple("=+-@\t\r")), (name, cell)


def test_what_was_handed_out_and_is_read_back_changes_nothing() -> None:
    a_product(variants=VARIANTS, specs={"Speed": "=1+1", "Weight": "85 g"}, low_level=0)
    a_product(name="A  net, “blue”", description="Two\nlines; 'and' more", is_active=False)
    a_product(category="blades", manufacturer="-Butterfly", images=["/a.svg", "/b,c.svg"])
    plan = plan_sheet(read_csv(as_csv(list(every_listed_product()), with_versions=True)))
    assert (plan.changes, plan.notes, plan.same) == ([], [], 3)


def test_a_difference_is_shown_first_and_then_made_exactly_once() -> None:
    row, other, browser = (
        a_product(variants=VARIANTS, specs={"Speed": "9"}),
        a_product(),
        a_browser(),
    )

    def change(line: dict[str, str]) -> None:
        if line["productId"] == row.product_id and not line["sku"]:
            line |= {"price": "555.50", "specs.Speed": "", "lowLevel": "7"}
        if line["sku"] == "B-2.1":
            line |= {"price": "560", "lowLevel": "", "shelf": "C1", "isActive": "false"}
        if line["sku"] == "R-2.1":
            line |= {"price": "", "lowLevel": "1", "stock": "99"}

    address = changed(browser, change)
    page = browser.get(address).content.decode()
    assert "1 product will change" in page
    assert all(words in page for words in ("₹555.50", "B-2.1: low at", "Speed", "(nothing)"))
    assert now_of(row).to_simple_dict() == row.to_simple_dict()
    for _ in range(2):
        browser.post(f"{address}begin/")
    written, variants = now_of(row), now_of(row).variants or {}
    assert (written.price, written.specs, written.low_level) == (555_50, {}, 7)
    assert (variants["B-2.1"].price, variants["B-2.1"].low_level) == (560_00, None)
    assert (variants["B-2.1"].shelf, variants["B-2.1"].is_active) == ("C1", False)
    assert (variants["R-2.1"].price, variants["R-2.1"].low_level) == (None, 1)
    assert (variants["R-2.1"].stock, written.stock, written.version) == (4, 13, 2)
    assert now_of(other).version == 1


def test_a_few_columns_are_enough() -> None:
    row, browser = a_product(), a_browser()
    address = planned(browser, [{"productId": row.product_id, "price": "450"}])
    browser.post(f"{address}begin/")
    assert (now_of(row).price, now_of(row).original_price) == (450_00, 600_00)


def test_a_product_changed_since_the_file_or_since_the_plan_is_named_and_left() -> None:
    early, late, browser = a_product(), a_product(), a_browser()
    rows = exported(browser)
    early.update(actions=[Product.price.set(480_00), Product.version.set(2)])
    for row in rows:
        row["price"] = "450"
    address = planned(browser, rows)
    page = browser.get(address).content.decode()
    assert f"{early.product_id}: it was changed since this file was written" in page
    assert "1 product will change" in page
    late.update(actions=[Product.price.set(490_00), Product.version.set(2)])
    browser.post(f"{address}begin/")
    assert (now_of(early).price, now_of(late).price) == (480_00, 490_00)
    assert "Somebody changed it meanwhile" in browser.get(address).content.decode()


def test_a_new_product_is_made_with_its_variants_and_first_count() -> None:
    browser = a_browser()
    product = {"productId": "new-net", "name": "Net", "category": "tables", "brand": "Stag"}
    rows = [
        {**product, "price": "1299", "sku": "", "stock": "", "option.Colour": "", "lowLevel": "4"},
        {"productId": "new-net", "sku": "NET-B", "stock": "6", "option.Colour": "Blue"},
    ]
    address = planned(browser, rows)
    assert "new, new-net" in browser.get(address).content.decode()
    for _ in range(2):
        browser.post(f"{address}begin/")
    (made,) = Product.query("new-net")
    assert (made.price, made.stock, made.low_level) == (1299_00, 6, 4)
    assert (made.variants or {})["NET-B"].options == {"Colour": "Blue"}
    assert [(line.sku, line.change) for line in made.stock_history or []] == [("NET-B", 6)]


def test_a_product_that_somebody_made_meanwhile_is_left_as_it_is() -> None:
    browser = a_browser()
    row = {"productId": "new-net", "name": "Net", "category": "tables", "brand": "Stag"}
    first, second = (planned(browser, [row | {"price": price}]) for price in ("1299", "999"))
    for address in (first, second):
        browser.post(f"{address}begin/")
    (made,) = Product.query("new-net")
    assert made.price == 1299_00
    assert "There is a product of this id meanwhile" in browser.get(second).content.decode()


def test_rows_that_cannot_be_read_are_named_with_their_line_and_stop_no_other() -> None:
    row, other, browser = a_product(), a_product(), a_browser()
    rows = [
        {"productId": row.product_id, "price": "450", "sku": ""},
        {"productId": other.product_id, "price": "12 rupees", "sku": ""},
        {"productId": "gone", "price": "450", "sku": ""},
        {"productId": "nobody", "price": "", "sku": "X-1"},
        {"productId": row.product_id, "price": "460", "sku": "NEW-SKU"},
    ]
    page = browser.get(planned(browser, rows)).content.decode()
    assert "1 product will change" in page
    assert "Line 3: price: " in page
    assert "Line 4: no category" in page
    assert "Line 5: variant X-1" in page
    assert "NEW-SKU is no variant of it" in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"name,name\n1,2", "is there twice"),
        (b'name\n"x', "cannot be read"),
        (b"name,price\n", "no product"),
        (b"name\n" + b"x\n" * 3001, "may have 3000 rows"),
        (b",".join(b"c%d" % n for n in range(501)) + b"\nx", "may have 500 columns"),
    ],
)
def test_a_file_that_makes_no_sense_is_told_on_its_form(content: bytes, words: str) -> None:
    answer = sent(a_browser(), content)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_only_who_may_import_sends_a_file() -> None:
    a_product()
    packer = a_browser("packer")
    assert sent(packer, b"name\nx").status_code == 403
    assert len(exported(packer)) == 1


def test_a_large_file_of_staff_is_taken_and_too_large_a_one_is_not() -> None:
    row, browser = a_product(), a_browser()
    content = file_of([{"productId": row.product_id, "price": "450", "x": "y" * 100_000}])
    assert sent(browser, content).status_code in (302, 422)
    answer = sent(browser, b"x" * (5 * 1024 * 1024))
    assert answer.status_code == 413
    assert "4 MB" in answer.content.decode()


def test_a_product_of_the_earlier_system_changed_since_the_file_is_left_too() -> None:
    row, browser = a_product(version=0), a_browser()
    rows = [line | {"price": "450"} for line in exported(browser)]
    assert rows[0]["version"] == "0"
    row.update(actions=[Product.price.set(480_00), Product.version.set(1)])
    assert "it was changed since this file" in browser.get(planned(browser, rows)).text


def test_a_cell_of_lists_without_end_is_told_with_its_line() -> None:
    deep = "[" * 20_000 + "]" * 20_000
    product = {"productId": "net", "name": "Net", "category": "tables", "brand": "Stag"}
    browser = a_browser()
    for cell in (deep, '{"A-1":' * 3000 + "1" + "}" * 3000):
        rows = [product | {"price": "999", "variants": cell}]
        assert "Line 2: variants: want an object" in browser.get(planned(browser, rows)).text


def test_an_only_spec_may_be_called_like_a_type_of_the_table() -> None:
    row, browser = a_product(), a_browser()
    address = planned(browser, [{"productId": row.product_id, "specs.S": "spin"}])
    browser.post(f"{address}begin/")
    assert now_of(row).specs == {"S": "spin"}


@pytest.mark.parametrize("own", ["new", "CSV", "suggest"])
def test_no_product_takes_the_address_of_a_page(own: str) -> None:
    row = {"productId": own, "name": "Net", "category": "tables", "brand": "Stag", "price": "999"}
    browser = a_browser()
    assert "is the address of another page" in browser.get(planned(browser, [row])).text
