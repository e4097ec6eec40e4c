"""The catalogue's pages for staff: the list, the form, what it refuses, and who may."""

from typing import Any

import pytest

from catalog.models import Product
from tests.factories import a_product, stock_of
from tests.staff import a_browser

KEY = {"stock-key": "a-key-of-a-form"}
VARIANTS = {
    "R-2.1": {"stock": 2, "options": {"Colour": "Red"}, "shelf": "B2"},
    "B-2.1": {"stock": 9, "options": {"Colour": "Black"}},
}


def address(row: Product, noun: str = "") -> str:
    return f"/staff/products/{row.product_id}/{noun}"


def sent(row: Product, **given: Any) -> dict[str, Any]:
    fields = {
        "version": row.version,
        "name": row.name,
        "description": "Words.",
        "price": "1,299.50",
        "original_price": "",
        "is_active": "on",
    }
    return fields | given


def now_of(row: Product) -> Product:
    return Product.get(row.product_id, row.seller_id, consistent_read=True)


def test_the_list_shows_what_is_on_sale_and_what_runs_out() -> None:
    a_product(name="Tenergy 05", variants=VARIANTS)
    a_product(name="Old net", is_active=False)
    page = a_browser("support").get("/staff/products/").content.decode()
    assert "Tenergy 05" in page
    assert "Red: 2 left" in page
    assert "Old net" not in page


def test_what_is_hidden_is_found_under_hidden() -> None:
    a_product(name="Tenergy 05")
    a_product(name="Old net", is_active=False)
    page = a_browser().get("/staff/products/?state=hidden").content.decode()
    assert "Old net" in page
    assert "Tenergy 05" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("category=rubbers", 2),
        ("words=tenergy", 1),
        ("words=R-2.1", 1),
        ("words=butterfly+dignics", 1),
    ],
)
def test_the_list_is_cut_by_category_and_words(query: str, found: int) -> None:
    a_product(name="Tenergy 05", variants=VARIANTS)
    a_product(name="Dignics 09C")
    a_product(name="Net", category="tables", brand="Stag")
    assert a_browser().get(f"/staff/products/?{query}").context["page"].paginator.count == found


def test_odd_addresses_of_the_list_are_only_lists() -> None:
    a_product()
    for query in ("page=x", "page=99", "category=nothing", "words=%00%F0%9F%8F%93", "state=x"):
        assert a_browser().get(f"/staff/products/?{query}").status_code == 200


def test_the_page_shows_every_variant_with_stock_and_shelf() -> None:
    row = a_product(variants=VARIANTS)
    page = a_browser("packer").get(address(row)).content.decode()
    assert "R-2.1" in page
    assert 'value="B2"' in page


def test_saving_changes_the_table_and_comes_back() -> None:
    row = a_product(variants=VARIANTS)
    form = sent(row, **{"v-R-2.1-price": "1350", "v-R-2.1-shelf": "C1", "v-R-2.1-is_active": "on"})
    answer = a_browser().post(address(row, "facts/"), form)
    assert (answer.status_code, answer["Location"]) == (302, address(row))
    written = now_of(row)
    variants = written.variants or {}
    assert (written.price, written.original_price, written.version) == (1299_50, None, 2)
    assert (variants["R-2.1"].price, variants["R-2.1"].shelf) == (1350_00, "C1")
    assert (variants["B-2.1"].is_active, variants["B-2.1"].stock) == (False, 9)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("price", "12,99,9x", "Write rupees"),
        ("price", "1.999", "Write rupees"),
        ("price", "", "Say the price"),
        ("price", "0", "more than ₹0"),
        ("price", "-5", "Write rupees"),
        ("price", "1e9", "Write rupees"),
        ("price", "٣", "Write rupees"),
        ("price", "999999999", "at most ₹10,00,000"),
        ("original_price", "100", "is above its MRP of ₹100"),
        ("name", "", "needs a name"),
        ("name", "x" * 151, "at most 150"),
        ("version", "x", "Load the page again"),
        ("version", "9" * 39, "Load the page again"),
    ],
)
def test_bad_input_is_told_at_its_field_and_changes_nothing(
    field: str, value: str, words: str
) -> None:
    row = a_product()
    answer = a_browser().post(address(row, "facts/"), sent(row, **{field: value}))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert now_of(row).version == 1


def test_a_page_grown_old_comes_back_with_both_texts_and_can_be_saved_again() -> None:
    row, browser = a_product(price=500_00), a_browser()
    browser.post(address(row, "facts/"), sent(row, price="600"))
    answer = browser.post(address(row, "facts/"), sent(row, price="700"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Price ₹: you both changed it" in page
    assert "Take theirs: <b>600</b>" in page
    assert 'value="700"' in page
    again = browser.post(address(row, "facts/"), sent(row, price="700", version=2))
    assert (again.status_code, now_of(row).price) == (302, 700_00)


def test_stock_is_changed_by_a_difference() -> None:
    row = a_product(variants=VARIANTS)
    form = {"stock-sku": "R-2.1", "stock-change": "+12", "stock-reason": "Goods received"} | KEY
    answer = a_browser("packer").post(address(row, "stock/"), form)
    assert (answer.status_code, stock_of("R-2.1", row.product_id)) == (302, 14)
    assert "+12" in a_browser().get(address(row)).content.decode()


def test_a_count_that_is_pressed_twice_counts_once() -> None:
    row, browser = a_product(variants=VARIANTS), a_browser("packer")
    key = browser.get(address(row)).context["stock_form"]["key"].value()
    form = {"stock-sku": "R-2.1", "stock-change": "5", "stock-reason": "Counted"}
    answers = [
        browser.post(address(row, "stock/"), form | {"stock-key": key}, follow=True)
        for _ in range(2)
    ]
    assert "sent twice" in answers[1].text
    assert (stock_of("R-2.1", row.product_id), len(now_of(row).stock_history or [])) == (7, 1)
    other = form | {"stock-key": key, "stock-change": "-1"}
    assert "changed." in browser.post(address(row, "stock/"), other, follow=True).text
    assert stock_of("R-2.1", row.product_id) == 6
    assert browser.post(address(row, "stock/"), form).status_code == 422
    assert stock_of("R-2.1", row.product_id) == 6


@pytest.mark.parametrize(
    ("sku", "change", "status", "words"),
    [
        ("R-2.1", "", 422, "Say by how many"),
        ("R-2.1", "0", 422, "Nothing changes by 0"),
        ("R-2.1", "a dozen", 422, "Say by how many"),
        ("R-2.1", "1000000000", 422, "less than or equal to 100000"),
        ("X", "1", 422, "Select a valid choice"),
        ("R-2.1", "-3", 409, "not that many of R-2.1"),
    ],
)
def test_a_bad_stock_change_is_told_and_changes_nothing(
    sku: str, change: str, status: int, words: str
) -> None:
    row = a_product(variants=VARIANTS)
    form = {"stock-sku": sku, "stock-change": change, "stock-reason": "Counted"} | KEY
    answer = a_browser().post(address(row, "stock/"), form)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert stock_of("R-2.1", row.product_id) == 2


@pytest.mark.parametrize(
    ("role", "noun", "status"),
    [
        ("owner", "facts/", 302),
        ("manager", "facts/", 302),
        ("packer", "facts/", 403),
        ("support", "facts/", 403),
        ("packer", "stock/", 302),
        ("support", "stock/", 403),
    ],
)
def test_who_may_change_what(role: str, noun: str, status: int) -> None:
    row = a_product()
    form = sent(row) | {
        "stock-sku": row.product_id,
        "stock-change": "1",
        "stock-reason": "Counted",
        **KEY,
    }
    assert a_browser(role).post(address(row, noun), form).status_code == status


def test_who_may_not_edit_sees_the_form_but_no_button() -> None:
    row = a_product()
    page = a_browser("support").get(address(row)).content.decode()
    assert "fieldset" in page
    assert "disabled" in page
    assert ">Save<" not in page
    assert ">Change stock</button>" not in page


@pytest.mark.parametrize("noun", ["facts/", "stock/"])
def test_a_change_is_a_post_with_its_token(noun: str) -> None:
    row = a_product()
    assert a_browser().get(address(row, noun)).status_code == 405
    guarded = a_browser(enforce_csrf_checks=True)
    assert guarded.post(address(row, noun), sent(row)).status_code == 403
    assert now_of(row).version == 1


def test_no_such_product_is_a_page_that_says_so() -> None:
    answer = a_browser().get("/staff/products/none/")
    assert answer.status_code == 404
    assert "We do not have this product" in answer.content.decode()


def test_today_lists_what_runs_out_but_no_pre_owned_racket() -> None:
    a_product(name="Tenergy 05", variants=VARIANTS)
    a_product(name="Used Viscaria", category="pre-owned", stock=1)
    page = a_browser().get("/staff/").content.decode()
    assert "Tenergy 05" in page
    assert "Used Viscaria" not in page


def test_today_says_how_many_run_out_and_leads_to_all_of_them() -> None:
    a_product(variants={f"S{number}": {"stock": 0} for number in range(9)})
    page = a_browser().get("/staff/").content.decode()
    assert page.count("sold out</span>") == 8
    assert 'href="/staff/products/?state=low">All 9</a>' in page
