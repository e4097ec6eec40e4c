"""One set of rules for what is said of a product, whoever says it; and an MRP per variant."""

from typing import Any

import pytest

from catalog.importing.files import read_csv
from catalog.models import Product
from catalog.rules import MOST_SPECS, MOST_VARIANTS, why_not
from catalog.services.sheet import plan_sheet
from tests.catalog.staff_page import address, now_of, page_of, save
from tests.catalog.test_bulk import by_percent
from tests.catalog.test_csv import exported, file_of, planned
from tests.factories import a_product
from tests.staff import a_browser

VARIANTS: dict[str, dict[str, Any]] = {
    "R": {"options": {"Colour": "Red"}, "price": 900_00, "original_price": 950_00},
    "B": {"options": {"Colour": "Black"}},
}
NEW = {"productId": "net", "name": "Net", "category": "tables", "brand": "Stag", "price": "999"}
REFUSED = [
    ("hsn", "hsn", "abc"),
    ("gst_rate", "gstRate", "77"),
    ("size_cm", "sizeCm", "19 x 17"),
    ("low_level", "lowLevel", "10001"),
    ("weight_grams", "weightGrams", "500001"),
    ("price", "price", "1000001"),
    ("original_price", "originalPrice", "1000001"),
    ("original_price", "originalPrice", "499"),
    ("name", "name", "x" * 151),
    ("manufacturer", "manufacturer", "x" * 301),
]


def test_what_the_form_refuses_a_file_is_refused_too() -> None:
    row, browser = a_product(), a_browser()
    for field, column, text in REFUSED:
        assert save(row, **{field: text}).status_code == 422, field
        page = browser.get(planned(browser, [{"productId": row.product_id, column: text}])).text
        assert "Nothing will change" in page, column
        assert "Line 2: " in page
    assert now_of(row).version == 1


def test_the_facts_of_a_variant_are_held_to_the_same_rules() -> None:
    row, browser = a_product(variants=VARIANTS), a_browser()
    for field, column, text in (
        ("price", "price", "951"),
        ("original_price", "originalPrice", "899"),
        ("shelf", "shelf", "x" * 13),
        ("low_level", "lowLevel", "10001"),
        ("o-Colour", "option.Colour", "x" * 61),
    ):
        assert save(row, **{f"v-R-{field}": text}).status_code == 422, field
        lines = [
            {"productId": row.product_id, "name": row.name, "sku": "", column: ""},
            {"productId": row.product_id, "name": "", "sku": "R", column: text},
        ]
        assert "Nothing will change" in browser.get(planned(browser, lines)).text, column
    assert "above its MRP of ₹950" in browser.get(by_percent(browser, [row], "+10")).text


def test_what_was_said_before_keeps_nobody_from_saying_something_else() -> None:
    row, browser = a_product(hsn="abc", size_cm="small", name="x" * 160), a_browser()
    lines = [line | {"price": "450"} for line in exported(browser)]
    browser.post(f"{planned(browser, lines)}begin/")
    assert (now_of(row).price, now_of(row).hsn) == (450_00, "abc")


def test_a_new_product_of_too_many_variants_or_an_overlong_sku_is_told_in_the_plan() -> None:
    def page_of_skus(*skus: str) -> str:
        lines = [NEW | {"sku": ""}, *({"productId": "net", "sku": sku} for sku in skus)]
        return str(browser.get(planned(browser, lines)).text)

    browser = a_browser()
    many = [f"N-{n}" for n in range(MOST_VARIANTS + 1)]
    assert "Line 2: net: a product may have 60 variants" in page_of_skus(*many)
    assert "It has 121 signs" in page_of_skus("N" * 121)
    assert "Letters, figures" in page_of_skus("N 1")
    assert "sellerId" in browser.get(planned(browser, [NEW | {"sellerId": "x" * 200}])).text
    browser.post(f"{planned(browser, [NEW | {'sku': ''}, *_of_net(many[1:])])}begin/")
    (made,) = Product.query("net")
    assert len(made.variants or {}) == MOST_VARIANTS


def _of_net(skus: list[str]) -> list[dict[str, str]]:
    return [{"productId": "net", "sku": sku} for sku in skus]


def test_a_variant_gets_an_mrp_of_its_own_by_form_and_by_file() -> None:
    row, browser = a_product(variants=VARIANTS), a_browser()
    assert save(row, **{"v-B-original_price": "700", "v-B-price": "650"}).status_code == 302
    page = page_of(now_of(row)) | {"new-0-o0": "Blue", "new-0-original_price": "800"}
    assert browser.post(address(row, "facts/"), page).status_code == 302
    prices = {sku: v.original_price for sku, v in (now_of(row).variants or {}).items()}
    assert sorted(filter(None, prices.values())) == [700_00, 800_00, 950_00]
    lines = exported(browser)
    assert plan_sheet_of(lines) == 0
    for line in lines:
        if line["sku"] == "B":
            line |= {"originalPrice": "750"}
        if line["sku"] == "R":
            line |= {"originalPrice": "", "price": "600"}
    browser.post(f"{planned(browser, lines)}begin/")
    variants = now_of(row).variants or {}
    assert (variants["B"].original_price, variants["R"].original_price) == (750_00, None)


def plan_sheet_of(lines: list[dict[str, str]]) -> int:
    """How many products such a file would change."""
    return len(plan_sheet(read_csv(file_of(lines).decode())).changes)


def test_specs_that_the_page_does_not_show_are_kept() -> None:
    specs = {f"Spec {n}": str(n) for n in range(MOST_SPECS + 12)}
    row, browser = a_product(specs=specs), a_browser()
    page = page_of(row)
    assert "And 12 more, which stay" in browser.get(address(row)).text
    typed = {"s-0-value": "new", "s-1-name": "", "s-1-value": ""}
    assert browser.post(address(row, "facts/"), page | typed).status_code == 302
    wanted = specs | {page["s-0-name"]: "new"}
    wanted.pop(page["s-1-name"])
    assert now_of(row).specs == wanted
    page = page_of(now_of(row))
    unshown = next(name for name in wanted if name not in page.values())
    taken = {"s-60-name": unshown.lower(), "s-60-value": "x"}
    again = browser.post(address(row, "facts/"), page | taken)
    assert (again.status_code, now_of(row).specs) == (422, wanted)
    assert "one of this name already" in again.text


def test_specs_that_the_page_does_not_show_are_kept_when_two_edit_it() -> None:
    specs = {f"Spec {n}": str(n) for n in range(MOST_SPECS + 2)}
    row, browser = a_product(specs=specs), a_browser()
    mine, theirs = page_of(row, name="Mine"), page_of(row, name="Theirs")
    assert browser.post(address(row, "facts/"), theirs).status_code == 302
    answer = browser.post(address(row, "facts/"), mine)
    assert answer.status_code == 409
    form = answer.context["form"]
    again = mine | {"seen": form.seen, "version": "2", "keep:name": "mine"}
    assert browser.post(address(row, "facts/"), again).status_code == 302
    assert (now_of(row).name, now_of(row).specs) == ("Mine", specs)
    unread = page_of(now_of(row), name="Again", seen="nothing that can be read")
    assert browser.post(address(row, "facts/"), unread).status_code == 302
    assert (now_of(row).name, now_of(row).specs) == ("Again", specs)


def test_a_product_may_have_so_many_specs_and_no_more() -> None:
    row, browser = a_product(specs={f"Spec {n}": "x" for n in range(MOST_SPECS)}), a_browser()
    answer = save(row, **{"s-60-name": "One more", "s-60-value": "x"})
    assert answer.status_code == 422
    assert "may have 60 specifications" in answer.text
    more = {"productId": row.product_id, "specs.One more": "x", "specs.Two": "x"}
    assert "may have 60 specifications" in browser.get(planned(browser, [more])).text
    other = {"productId": row.product_id, "specs.Spec 1": "y"}
    assert "1 product will change" in browser.get(planned(browser, [other])).text


@pytest.mark.parametrize(
    ("field", "text"),
    [("hsn", "9506"), ("gstRate", "2.5"), ("sizeCm", "19 x 17.5 x 1"), ("lowLevel", "0")],
)
def test_what_is_right_may_be_said(field: str, text: str) -> None:
    assert why_not(field, text) == ""
