"""Prices, stock and activity of many products at once: planned, shown, done once."""

from typing import Any

import pytest
from django.test import Client

from catalog import shelf
from catalog.bulk import AT_ONCE
from catalog.bulk_items import Bulk
from catalog.bulk_plans import How, Pricing
from catalog.models import Product
from catalog.services import bulk, bulk_keeping, bulk_writing
from tests.factories import a_product, stock_of
from tests.staff import a_browser

LIST = "/staff/products/"
VARIANTS = {"R-2.1": {"stock": 4, "price": 520_00}, "B-2.1": {"stock": 9}}


def key(row: Product) -> str:
    return f"{row.seller_id}|{row.product_id}"


def now_of(row: Product) -> Product:
    return Product.get(row.product_id, row.seller_id, consistent_read=True)


def planned(browser: Client, noun: str, rows: list[Product], **fields: Any) -> str:
    """The address of the change that was planned."""
    sent = {"products": [key(row) for row in rows]} | fields
    answer = browser.post(f"{LIST}bulk/{noun}/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def by_percent(browser: Client, rows: list[Product], value: str = "-10") -> str:
    return planned(browser, "prices", rows, **{"prices-how": "percent", "prices-value": value})


@pytest.mark.parametrize(
    ("how", "amount", "before", "after"),
    [
        (How.PERCENT, -10_00, 499_50, 450_00),
        (How.PERCENT, 2_50, 1_00, 1_00),
        (How.PERCENT, 50_00, 1_00, 2_00),  # a rupee and a half, half up
        (How.RUPEES, -50_00, 499_50, 449_50),
        (How.SET, 1299_00, 499_50, 1299_00),
    ],
)
def test_a_price_is_changed_to_the_paisa(how: How, amount: int, before: int, after: int) -> None:
    assert Pricing(how, amount).of(before) == after


def test_what_will_change_is_shown_and_nothing_is_changed_yet() -> None:
    row, browser = a_product(name="Tenergy 05", variants=VARIANTS), a_browser()
    page = browser.get(by_percent(browser, [row])).content.decode()
    assert "1 product will change" in page
    assert "R-2.1: price" in page
    assert "₹468" in page
    assert now_of(row).to_simple_dict() == row.to_simple_dict()
    assert bulk_keeping.begun() == []


def test_prices_change_once_however_often_it_is_pressed() -> None:
    row, browser = a_product(variants=VARIANTS), a_browser()
    address = by_percent(browser, [row])
    for each in (browser, browser, a_browser("owner", name="Somebody else")):
        assert each.post(f"{address}begin/").status_code == 302
    assert bulk_keeping.bulk(address.split("/")[-2]).begun_by == "Sneha Patil"
    written = now_of(row)
    assert (written.price, (written.variants or {})["R-2.1"].price) == (450_00, 468_00)
    assert (written.variants or {})["B-2.1"].price is None
    assert written.version == 2
    assert shelf.shelf().products[row.product_id].price == 450_00
    assert bulk_keeping.begun() == []


def test_a_product_that_was_changed_meanwhile_is_named_and_left() -> None:
    one, other, browser = a_product(name="Viscaria"), a_product(), a_browser()
    address = by_percent(browser, [one, other])
    one.update(actions=[Product.price.set(480_00), Product.version.set(2)])
    browser.post(f"{address}begin/")
    page = browser.get(address).content.decode()
    assert (now_of(one).price, now_of(other).price) == (480_00, 450_00)
    assert "1 changed, 1 left as it was" in page
    assert "Viscaria" in page
    assert "Somebody changed it meanwhile" in page


def test_a_change_between_reading_and_writing_is_refused_by_the_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row, browser = a_product(), a_browser()
    address = by_percent(browser, [row])
    facts = bulk_writing.facts

    def and_somebody_is_faster(present: Product, *args: Any) -> Any:
        made = facts(present, *args)
        now_of(row).update(actions=[Product.price.set(490_00), Product.version.set(2)])
        return made

    monkeypatch.setattr(bulk, "facts", and_somebody_is_faster)
    browser.post(f"{address}begin/")
    assert now_of(row).price == 490_00
    assert "left as it was" in browser.get(address).content.decode()


def test_stock_is_changed_by_a_difference_with_its_reason_once() -> None:
    row, bare, browser = a_product(variants=VARIANTS), a_product(stock=3), a_browser("packer")
    fields = {"many-change": "12", "many-reason": "Goods received"}
    address = planned(browser, "stock", [row, bare], **fields)
    bare.update(actions=[Product.stock.add(-1)])  # sold meanwhile
    for _ in range(2):
        browser.post(f"{address}begin/")
    assert (stock_of("R-2.1", row.product_id), stock_of(bare.product_id)) == (16, 14)
    written = now_of(row)
    assert (written.stock, written.version) == (37, 1)
    lines = [(line.sku, line.change, line.reason) for line in written.stock_history or []]
    assert lines == [("B-2.1", 12, "Goods received"), ("R-2.1", 12, "Goods received")]


def test_more_than_is_there_is_taken_off_nowhere() -> None:
    row, soon_sold, browser = a_product(variants=VARIANTS), a_product(stock=5), a_browser()
    fields = {"many-change": "-5", "many-reason": "Damaged"}
    address = planned(browser, "stock", [row, soon_sold], **fields)
    assert "Only 4 of R-2.1 there" in browser.get(address).content.decode()
    soon_sold.update(actions=[Product.stock.add(-1)])
    browser.post(f"{address}begin/")
    assert (now_of(row).stock, stock_of(soon_sold.product_id)) == (13, 4)
    assert "not that many left" in browser.get(address).content.decode()


def test_many_are_hidden_and_put_on_sale_again() -> None:
    rows, browser = [a_product(), a_product(is_active=False)], a_browser()
    for act, is_active in (("hide", False), ("show", True)):
        browser.post(f"{planned(browser, 'sale', rows, act=act)}begin/")
        assert [now_of(row).is_active for row in rows] == [is_active, is_active]


def test_all_that_fit_are_chosen_by_the_filter() -> None:
    rows = [a_product(brand="Stiga") for _ in range(3)] + [a_product(brand="Yasaka")]
    browser = a_browser()
    sent = {"all": "1", "brand": "Stiga", "prices-how": "rupees", "prices-value": "10"}
    address = browser.post(f"{LIST}bulk/prices/", sent)["Location"]
    browser.post(f"{address}begin/")
    assert [now_of(row).price for row in rows] == [510_00] * 3 + [500_00]


def test_a_price_above_the_mrp_or_of_nothing_is_left_out() -> None:
    row, browser = a_product(), a_browser()
    page = browser.get(by_percent(browser, [row], "+30")).content.decode()
    assert "above its MRP of ₹600" in page
    assert "Nothing will change" in page
    fields = {"prices-how": "rupees", "prices-value": "-500"}
    assert "would cost ₹0" in browser.get(planned(browser, "prices", [row], **fields)).text


def test_long_work_goes_on_step_by_step_and_the_worker_finishes_it() -> None:
    rows = [a_product() for _ in range(AT_ONCE * 2 + 3)]
    browser = a_browser()
    address = by_percent(browser, rows)
    browser.post(f"{address}begin/")
    assert f"{AT_ONCE} of {len(rows)} tried" in browser.get(address).content.decode()
    browser.post(f"{address}next/")
    assert sum(now_of(row).price == 450_00 for row in rows) == AT_ONCE * 2
    assert bulk.finish_begun() == 3
    assert all(now_of(row).price == 450_00 for row in rows)
    assert bulk.finish_begun() == 0
    assert f"{len(rows)} changed" in browser.get(address).content.decode()


def test_two_at_once_do_each_product_once(monkeypatch: pytest.MonkeyPatch) -> None:
    row, browser = a_product(), a_browser()
    address = planned(browser, "stock", [row], **{"many-change": "1", "many-reason": "Counted"})
    bulk_id = address.rstrip("/").rpartition("/")[2]
    before = bulk_keeping.bulk(bulk_id)
    bulk_keeping.begin(before, by="Sneha")
    bulk.go_on(bulk_id)
    monkeypatch.setattr(bulk_keeping, "results", lambda _: {})  # it was read before the other wrote
    bulk.go_on(bulk_id)
    assert now_of(row).stock == 6


@pytest.mark.parametrize(
    ("act", "fields", "words"),
    [
        ("prices", {"prices-how": "percent", "prices-value": "-95"}, "Say by how much"),
        ("prices", {"prices-how": "set", "prices-value": "-5"}, "Say by how much"),
        ("prices", {"prices-how": "rupees", "prices-value": "1e3"}, "Say by how much"),
        ("prices", {"prices-how": "half", "prices-value": "5"}, "Select a valid choice"),
        ("stock", {"many-change": "0", "many-reason": "Counted"}, "Nothing changes by 0"),
        ("stock", {"many-change": "x", "many-reason": "Counted"}, "Say by how many"),
    ],
)
def test_bad_numbers_are_told_and_plan_nothing(
    act: str, fields: dict[str, str], words: str
) -> None:
    sent = {"products": [key(a_product())]} | fields
    answer = a_browser().post(f"{LIST}bulk/{act}/", sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not list(Bulk.scan(Bulk.key.startswith(Bulk.PREFIX)))


@pytest.mark.parametrize("ticks", [[], ["nobody|nothing"], ["|"], ["x|#catalogue"], ["x"]])
def test_nothing_chosen_changes_nothing(ticks: list[str]) -> None:
    fields = {"products": ticks, "prices-how": "percent", "prices-value": "5"}
    answer = a_browser().post(f"{LIST}bulk/prices/", fields, follow=True)
    assert "Nothing was chosen" in answer.content.decode()


def test_a_packer_counts_but_changes_no_price() -> None:
    row, packer, manager = a_product(), a_browser("packer"), a_browser()
    fields = {"products": [key(row)], "prices-how": "percent", "prices-value": "5"}
    assert packer.post(f"{LIST}bulk/prices/", fields).status_code == 403
    address = by_percent(manager, [row])
    assert packer.post(f"{address}begin/").status_code == 403
    assert now_of(row).price == 500_00
    for unknown in ("nobody", "x" * 70):
        assert manager.get(f"{LIST}bulk/{unknown}/").status_code == 404
        assert manager.post(f"{LIST}bulk/{unknown}/next/").status_code == 404


def test_every_form_of_a_change_carries_its_token() -> None:
    browser = a_browser()
    address = by_percent(browser, [a_product() for _ in range(AT_ONCE + 1)])
    assert f'{address}begin/"><input type="hidden" name="csrf' in browser.get(address).text
    browser.post(f"{address}begin/")
    page = browser.get(address).text
    assert 'name="csrfmiddlewaretoken"' in page.partition(f"{address}next/")[2][:200]


def test_enter_in_a_field_plans_what_the_field_says() -> None:
    row, browser = a_product(), a_browser()
    page = browser.get(LIST).text
    form = page.partition("data-chosen")[2]
    first = form[form.index("<button") :].partition(">")[0]
    assert f'formaction="{LIST}bulk/typed/"' in first
    for fields, title in (
        ({"prices-how": "set", "prices-value": "450", "many-change": ""}, "Prices to ₹450"),
        ({"prices-value": " ", "many-change": "3", "many-reason": "Counted"}, "Stock by +3"),
        ({"prices-value": "450", "many-change": "3"}, "Press the button"),
        ({}, "Press the button"),
    ):
        sent = {"products": [key(row)]} | fields
        assert title in browser.post(f"{LIST}bulk/typed/", sent, follow=True).text
    price = {"products": [key(row)], "prices-how": "set", "prices-value": "450"}
    assert a_browser("packer").post(f"{LIST}bulk/typed/", price).status_code == 403
