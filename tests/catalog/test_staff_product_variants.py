"""The variants of a product's page: changed, added, and each under a sku of its own."""

from typing import Any

import pytest

from catalog import shelf
from catalog.services import adding_variants
from catalog.services.counting import change_stock
from config.errors import Unavailable
from tests.catalog.staff_page import address, now_of, page_of, save
from tests.factories import a_product
from tests.staff import a_browser

VARIANTS = {
    "R-21": {"stock": 2, "options": {"Colour": "Red", "Thickness": "2.1 mm"}},
    "B-21": {"stock": 9, "options": {"Colour": "Black", "Thickness": "2.1 mm"}},
}


def test_a_variant_gets_another_level_shelf_price_and_choice() -> None:
    row = a_product(variants=VARIANTS)
    typed = {"price": "549.5", "shelf": "C4", "low_level": "0", "o-Colour": "Dark red"}
    of_red = {f"v-R-21-{name}": text for name, text in typed.items()}
    save(row, **of_red, **{"v-B-21-is_active": None})
    written = now_of(row).variants or {}
    red = written["R-21"]
    assert (red.price, red.shelf, red.low_level, red.stock) == (549_50, "C4", 0, 2)
    assert red.options == {"Colour": "Dark red", "Thickness": "2.1 mm"}
    assert not written["B-21"].is_active
    assert "B-21" not in shelf.shelf().by_sku


def test_a_variant_is_added_without_stock_and_sold_under_a_sku_of_its_own() -> None:
    row = a_product(variants=VARIANTS, product_id="t05")
    typed = {"new-0-o0": "Blue", "new-0-o1": "1.9 mm", "new-0-price": "600", "new-1-o0": "Pink"}
    assert save(row, **typed, **{"new-1-sku": "PINK-1"}).status_code == 302
    written = now_of(row)
    blue = (written.variants or {})["t05-blue-1-9-mm"]
    assert (blue.price, blue.stock, written.stock) == (600_00, 0, 11)
    assert (written.variants or {})["PINK-1"].options == {"Colour": "Pink"}
    assert "PINK-1" in shelf.shelf().by_sku


def test_the_second_press_adds_no_second_variant() -> None:
    row = a_product(variants=VARIANTS)
    page = page_of(row) | {"new-0-o0": "Blue"}
    browser = a_browser()
    answers = [browser.post(address(row, "facts/"), page).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert len(now_of(row).variants or {}) == 3


@pytest.mark.parametrize("is_active", [True, False])
def test_a_sku_that_another_product_has_is_refused(is_active: bool) -> None:
    a_product(variants={"TAKEN": {"is_active": is_active}}, is_active=is_active)
    row = a_product(variants=VARIANTS)
    answer = save(row, **{"new-0-o0": "Blue", "new-0-sku": "TAKEN"})
    assert answer.status_code == 422
    assert "TAKEN is in use already" in answer.content.decode()
    assert len(now_of(row).variants or {}) == 2


def test_a_sku_that_is_taken_at_this_very_moment_is_refused() -> None:
    row = a_product(variants=VARIANTS)
    adding_variants.SkuClaim("#sku/NEW-1", "#").save()
    assert save(row, **{"new-0-o0": "Blue", "new-0-sku": "NEW-1"}).status_code == 422
    assert now_of(row).version == 1


def test_what_was_in_stock_as_one_thing_is_never_split() -> None:
    row = a_product(stock=0)
    answer = save(row, **{"option-0": "Colour", "new-0-o0": "Red"})
    assert answer.status_code == 422
    assert "Duplicate it" in answer.content.decode()
    assert not now_of(row).variants


def test_what_was_never_in_stock_gets_its_first_variants() -> None:
    row = a_product(stock=0, stock_history=[])
    typed = {"option-0": "Colour", "new-0-o0": "Red", "new-1-o0": "Black"}
    assert save(row, **typed).status_code == 302
    options = [variant.options for variant in (now_of(row).variants or {}).values()]
    assert sorted(str(each) for each in options) == ["{'Colour': 'Black'}", "{'Colour': 'Red'}"]


@pytest.mark.parametrize(
    ("names", "words"),
    [(("Colour", "colour "), "have the same name"), (("Colour", ""), "what this choice is called")],
)
def test_no_choice_is_lost_for_its_name(names: tuple[str, str], words: str) -> None:
    row = a_product(stock=0, stock_history=[])
    typed = {"option-0": names[0], "option-1": names[1], "new-0-o0": "Red", "new-0-o1": "Large"}
    answer = save(row, **typed)
    assert (answer.status_code, now_of(row).variants) == (422, None)
    assert words in answer.content.decode()


def test_variants_whose_choices_read_alike_get_skus_of_their_own() -> None:
    row = a_product(variants=VARIANTS, product_id="t05")
    a_product(variants={"t05-green": {}})
    typed = {"new-0-o0": "Red+", "new-1-o0": "Red plus", "new-2-o0": "Green"}
    assert save(row, **typed).status_code == 302
    new = (now_of(row).variants or {}).keys() - VARIANTS.keys()
    assert sorted(sku.rpartition("-")[0] for sku in new) == [
        "t05-green",
        "t05-red-plus",
        "t05-red-plus",
    ]


def test_a_sku_given_by_the_same_press_is_no_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    row, browser = a_product(variants=VARIANTS), a_browser()
    page = page_of(row) | {"new-0-o0": "Blue", "new-0-sku": "BLUE-1"}
    check = adding_variants.check
    presses: list[str] = []

    def check_after_the_first_press(*given: Any) -> None:
        if not presses:
            presses.append("second")
            assert browser.post(address(row, "facts/"), page).status_code == 302
        check(*given)

    monkeypatch.setattr(adding_variants, "check", check_after_the_first_press)
    assert browser.post(address(row, "facts/"), page).status_code == 302
    assert len(now_of(row).variants or {}) == 3


def test_a_new_variant_that_meets_a_sale_is_written_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row, busy = a_product(variants=VARIANTS), [Unavailable("busy"), None]
    claim = adding_variants.claim

    def claim_or_wait(*given: Any) -> None:
        if (refusal := busy.pop(0)) is not None:
            raise refusal
        claim(*given)

    monkeypatch.setattr(adding_variants, "claim", claim_or_wait)
    assert save(row, **{"new-0-o0": "Blue"}).status_code == 302
    assert len(now_of(row).variants or {}) == 3


def test_counting_pieces_in_meanwhile_keeps_it_one_thing(monkeypatch: pytest.MonkeyPatch) -> None:
    row = a_product(stock=0, stock_history=[])
    check = adding_variants.check

    def check_just_before(*given: Any) -> None:
        check(*given)
        change_stock(row.product_id, row.product_id, 3, "Counted", "Rohit")

    monkeypatch.setattr(adding_variants, "check", check_just_before)
    assert save(row, **{"option-0": "Colour", "new-0-o0": "Red"}).status_code == 422
    assert (now_of(row).variants, now_of(row).stock) == (None, 3)
