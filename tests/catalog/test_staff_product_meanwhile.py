"""C9: somebody else saves the product while a person has its page open. Nothing is lost, and the
person is told what was changed, field by field."""

from typing import Any

import pytest

from catalog.services import editing, picturing
from catalog.services.counting import change_stock
from tests.catalog.staff_page import a_file, a_picture, address, now_of, page_of
from tests.factories import a_product
from tests.staff import a_browser

VARIANTS = {"R": {"options": {"Colour": "Red"}}, "B": {"options": {"Colour": "Black"}}}


def saved(row: Any, page: dict[str, Any], name: str = "Rohit Kulkarni") -> Any:
    return a_browser(name=name).post(address(row, "facts/"), page)


def test_c9_each_learns_what_the_other_changed_and_nothing_is_lost() -> None:
    row = a_product(price=500_00, original_price=None, variants=VARIANTS, specs={"Speed": "8"})
    mine, theirs = page_of(row), page_of(row)
    their_price, their_shelf = {"price": "600"}, {"v-B-shelf": "C3", "s-0-value": "9"}
    assert saved(row, theirs | their_price | their_shelf).status_code == 302
    answer = saved(row, mine | {"price": "700", "name": "Mine"}, "Sneha Patil")
    told = answer.context["said"].meanwhile
    assert (answer.status_code, told.who) == (409, "Rohit Kulkarni")
    (clash,) = told.clashes
    assert (clash.label, clash.before, clash.mine, clash.theirs) == ("Price ₹", "500", "700", "600")
    assert [(n.label, n.theirs) for n in told.news] == [("Speed", "9"), ("Shelf of B", "C3")]
    assert now_of(row).name == row.name


@pytest.mark.parametrize(("choice", "price"), [("mine", 700_00), ("theirs", 600_00)])
def test_the_person_chooses_field_by_field_and_saves_both_works(choice: str, price: int) -> None:
    row = a_product(price=500_00, original_price=None, variants=VARIANTS, specs={"Speed": "8"})
    mine = page_of(row)
    saved(row, page_of(row, price="600", **{"v-B-shelf": "C3", "s-0-value": "9"}))
    answer = saved(row, mine | {"price": "700", "name": "Mine"}, "Sneha Patil")
    again = as_drawn(answer) | {"keep:price": choice}
    assert saved(row, again, "Sneha Patil").status_code == 302
    written = now_of(row)
    assert (written.name, written.price, written.specs) == ("Mine", price, {"Speed": "9"})
    assert (written.variants or {})["B"].shelf == "C3"


def as_drawn(answer: Any) -> dict[str, Any]:
    """What a browser would send of the page that came back."""
    form = answer.context["form"]
    drawn = {field.html_name: field.value() for each in form.forms for field in each}
    ticks = {name: "on" if value else None for name, value in drawn.items() if "is_active" in name}
    texts = {name: "" if value is None else value for name, value in drawn.items()}
    page = texts | ticks | {"seen": form.seen}
    return {name: value for name, value in page.items() if value is not None}


def test_who_takes_theirs_for_a_tick_and_a_spec_gets_them() -> None:
    row = a_product(variants=VARIANTS, specs={"Speed": "8"})
    mine = page_of(row)
    saved(row, page_of(row, is_active=None, **{"s-0-name": "", "s-0-value": ""}))
    typed = {"s-0-value": "9"}
    choice = {"keep:spec:Speed": "theirs", "keep:is_active": "theirs"}
    assert saved(row, as_drawn(saved(row, mine | typed)) | choice).status_code == 302
    assert (now_of(row).specs, now_of(row).is_active) == ({}, False)


def test_a_variant_added_meanwhile_stays_on_sale() -> None:
    row = a_product(variants=VARIANTS)
    mine = page_of(row)
    saved(row, page_of(row, **{"new-0-o0": "Blue", "new-0-sku": "BLUE-1"}))
    answer = saved(row, mine | {"name": "Mine"})
    assert answer.status_code == 409
    assert saved(row, as_drawn(answer)).status_code == 302
    written = now_of(row)
    assert (written.variants or {})["BLUE-1"].is_active
    assert written.name == "Mine"


def test_stock_and_pictures_in_between_keep_nobody_from_saving() -> None:
    row = a_product(stock=5)
    mine = page_of(row)
    change_stock(row.product_id, row.product_id, 3, "Counted", "Rohit")
    picturing.add_pictures(row.product_id, [a_file(a_picture())], by="Rohit")
    assert saved(row, mine | {"name": "Mine"}).status_code == 302
    written = now_of(row)
    assert (written.name, written.stock, len(written.images or [])) == ("Mine", 8, 1)


def test_the_second_press_of_save_is_no_clash() -> None:
    row = a_product()
    page = page_of(row, name="Mine")
    assert [saved(row, page).status_code for _ in range(2)] == [302, 302]
    assert now_of(row).version == 2


def test_the_name_of_who_was_quicker_is_not_said_of_another_writer() -> None:
    row = a_product()
    mine = page_of(row, name="Mine")
    saved(row, page_of(row, name="Theirs"))
    theirs = now_of(row)
    theirs.update(actions=[type(row).version.add(1)])  # an import, which does not say who
    assert saved(row, mine).context["said"].meanwhile.who == "Somebody else"


def test_a_save_that_loses_the_race_at_the_very_write_looks_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = a_product(price=500_00, original_price=None)
    page = page_of(row, price="700")
    edit, quicker = editing.edit_product, iter([page_of(row, price="600")])

    def edit_late(*args: Any, **kwargs: Any) -> bool:
        if (theirs := next(quicker, None)) is not None:
            saved(row, theirs)
        return edit(*args, **kwargs)

    monkeypatch.setattr("catalog.staff.views.edit_product", edit_late)
    answer = saved(row, page)
    assert (answer.status_code, now_of(row).price) == (409, 600_00)
