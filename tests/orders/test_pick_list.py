"""Many orders at once: choosing them, what to fetch for them from which shelf, and their slips."""

import re

import pytest

from catalog.models import Product
from orders import queries
from orders.models import Order
from orders.rules import DISPUTE_FLAG, Status
from orders.staff.barcodes import bars
from orders.staff.picking import MOST, Pick, crates_of, ids_in, in_address, pick_list
from tests.factories import a_product
from tests.orders.benches import (
    CHOSEN,
    LIST,
    PICK_LIST,
    SLIPS,
    a_waiting_order,
    raise_flag,
    the_set,
)
from tests.staff import a_browser


def on_shelf(place: str | None, **given: object) -> Product:
    sku = str(given.pop("sku", f"SKU-{place or 'none'}"))
    shelf = {"shelf": place} if place else {}
    return a_product(variants={sku: {"stock": 9, "options": {"Colour": "Red"}} | shelf}, **given)


def crate_numbers(*orders: Order) -> list[str]:
    return [order.order_id for order in orders]


def picks_of(*orders: Order) -> dict[str, list[Pick]]:
    shelves = pick_list(crates_of([order.order_id for order in orders]))
    return {shelf.place: list(shelf.picks) for shelf in shelves}


def status_of(order: Order) -> Status:
    return queries.order(order.order_id).status


def test_the_set_keeps_its_order_and_names_each_order_once() -> None:
    assert ids_in(["TB-2,TB-1", "TB-3 TB-1"]) == ["TB-2", "TB-1", "TB-3"]
    assert in_address(["TB-2", "TB-1"]) == "orders=TB-2,TB-1"


def test_forty_may_be_chosen_at_once_and_one_more_is_refused_with_a_sentence() -> None:
    assert len(ids_in([f"TB-{n}" for n in range(MOST)])) == MOST
    answer = a_browser("packer").get(PICK_LIST, {"orders": ",".join(map(str, range(MOST + 1)))})
    assert answer.status_code == 422
    assert "Choose at most 40 at once" in answer.content.decode()


def test_goods_are_fetched_shelf_by_shelf_and_those_without_one_last() -> None:
    goods = [on_shelf(place) for place in (None, "B2", "A24-1", "A3-2", "A3-1")]
    order = a_waiting_order(*[(product, 1) for product in goods])
    assert list(picks_of(order)) == ["A3-1", "A3-2", "A24-1", "B2", ""]


def test_one_sku_is_one_row_that_says_how_many_go_in_which_crate() -> None:
    sheet, ball = on_shelf("A1", sku="SHEET"), on_shelf("A1", sku="BALL")
    first, second = a_waiting_order((sheet, 2)), a_waiting_order((sheet, 3), (ball, 1))
    rows = {pick.line.sku: pick for pick in picks_of(first, second)["A1"]}
    assert rows["SHEET"].crates == ((1, 2), (2, 3))
    assert rows["SHEET"].pieces == 5
    assert rows["BALL"].crates == ((2, 1),)


def test_pieces_that_were_given_back_are_not_fetched() -> None:
    sheet = on_shelf("A1")
    order = a_waiting_order((sheet, 3))
    order.lines[0].paid_back = 2
    order.update(actions=[Order.lines.set(order.lines)])
    assert [pick.pieces for pick in picks_of(order)["A1"]] == [1]


def test_the_page_of_the_list_shows_shelves_crates_and_totals() -> None:
    sheet = on_shelf("R3-2", name="Tenergy 05")
    orders = [a_waiting_order((sheet, 2), name="Asha Menon"), a_waiting_order((sheet, 1))]
    page = a_browser("packer").get(PICK_LIST, the_set(*orders)).content.decode()
    assert "3 pieces for 2 orders" in page
    assert "R3-2" in page
    assert "Asha Menon" in page
    assert page.count("Tenergy 05") == 1


def test_what_may_not_be_packed_is_left_out_with_its_reason_and_keeps_its_number() -> None:
    held, ready = a_waiting_order(), a_waiting_order()
    raise_flag(held, DISPUTE_FLAG, "Ask the bank.")
    page = a_browser("packer").get(PICK_LIST, the_set(held, ready)).content.decode()
    assert "Left out" in page
    assert "Ask the bank." in page
    assert "1 piece for 1 order" in page
    assert re.search(r'class="crate">2<', page)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.PENDING, "It is not paid yet."),
        (Status.SHIPPED, "It is shipped already."),
        (Status.CANCELLED, "It is cancelled."),
    ],
)
def test_start_packing_takes_what_may_go_and_says_why_the_rest_may_not(
    status: Status, reason: str
) -> None:
    ready, other = a_waiting_order(), a_waiting_order(status=status)
    answer = a_browser("packer").post(
        CHOSEN, {"orders": crate_numbers(other, ready), "act": "start"}, follow=True
    )
    page = answer.content.decode()
    assert answer.redirect_chain[0][0].endswith(f"/pack/?orders={ready.order_id}")
    assert f"{other.order_id} is left out. {reason}" in page
    assert "1 order is being packed." in page
    assert (status_of(ready), status_of(other)) == (Status.PROCESSING, status)


def test_an_unpaid_order_is_not_taken_to_the_bench() -> None:
    order = a_waiting_order()
    order.update(actions=[Order.payment_status.set("failed")])
    a_browser("packer").post(CHOSEN, {"orders": order.order_id, "act": "start"})
    assert status_of(order) is Status.CONFIRMED


def test_a_dispatch_that_was_refused_keeps_nobody_from_choosing_the_order_again() -> None:
    order = a_waiting_order(status=Status.PROCESSING)
    raise_flag(order, "dispatch", "The wallet is empty. Recharge it, then press dispatch again.")
    page = a_browser("packer").get(LIST, {"status": "processing"}).content.decode()
    assert f'value="{order.order_id}"' in page


@pytest.mark.parametrize(
    ("act", "leads_to"),
    [
        ("pick-list", "/staff/orders/pick-list/"),
        ("slips", "/staff/orders/slips/"),
        ("labels", "/staff/shipments/labels/"),
    ],
)
def test_each_button_leads_to_its_page_with_the_set_in_the_address(act: str, leads_to: str) -> None:
    orders = [a_waiting_order(), a_waiting_order()]
    browser = a_browser("packer")
    answer = browser.post(CHOSEN, {"orders": crate_numbers(*orders), "act": act})
    assert answer["Location"] == f"{leads_to}?orders={','.join(crate_numbers(*orders))}"
    assert browser.get(answer["Location"]).status_code == 200
    assert status_of(orders[0]) is Status.CONFIRMED


def test_nothing_chosen_leads_back_to_the_list_with_what_to_do() -> None:
    answer = a_browser("packer").post(CHOSEN, {"act": "slips", "status": "processing"}, follow=True)
    assert answer.redirect_chain == [(f"{LIST}?status=processing", 302)]
    assert "Tick the orders first." in answer.content.decode()


def test_boxes_stand_beside_what_may_be_packed_and_for_packers_only() -> None:
    ready, held = a_waiting_order(), a_waiting_order()
    raise_flag(held, DISPUTE_FLAG, "Ask the bank.")
    page = a_browser("packer").get(LIST).content.decode()
    assert f'name="orders" value="{ready.order_id}"' in page
    assert f'value="{held.order_id}"' not in page
    assert 'name="orders"' not in a_browser("support").get(LIST).content.decode()
    assert 'name="orders"' not in a_browser("packer").get(f"{LIST}?status=shipped").content.decode()


def test_the_bar_under_the_list_offers_a_dispatch_to_those_who_may() -> None:
    a_waiting_order()
    assert (
        'formaction="/staff/shipments/batches/"' in a_browser("packer").get(LIST).content.decode()
    )


def test_without_scripts_a_link_ticks_all_of_the_page() -> None:
    a_waiting_order()
    page = a_browser("packer").get(LIST, {"chosen": "all"}).content.decode()
    assert re.search(r'name="orders"[^>]* checked', page)


@pytest.mark.parametrize("path", [PICK_LIST, SLIPS])
def test_support_may_neither_fetch_nor_print(path: str) -> None:
    assert a_browser("support").get(path).status_code == 403
    assert a_browser("support").post(CHOSEN, {"orders": "TB-1"}).status_code == 403


def test_a_slip_has_address_lines_options_pieces_and_a_barcode_but_no_price() -> None:
    sheet = on_shelf("A1", name="Tenergy 05", price=4321_00)
    order = a_waiting_order((sheet, 2), name="Asha Menon")
    page = a_browser("packer").get(SLIPS, the_set(order)).content.decode()
    slip = page[page.index("<article") :]
    for said in ("Asha Menon", "22, 3rd Cross", "411038", "Tenergy 05", "Red", "2 ×"):  # noqa: RUF001
        assert said in slip
    assert f"Barcode of {order.order_id}" in slip
    assert "₹" not in slip
    assert "4,321" not in slip


@pytest.mark.parametrize(
    ("asked", "paper"), [("4x6", "4x6"), ("a4", "a4"), ("", "a5"), ("x", "a5")]
)
def test_slips_come_on_the_paper_that_was_asked_for(asked: str, paper: str) -> None:
    order = a_waiting_order()
    page = a_browser("packer").get(SLIPS, the_set(order) | {"paper": asked}).content.decode()
    assert f'data-paper="{paper}"' in page


def test_a_slip_is_printed_again_for_what_is_sent_but_not_for_what_is_cancelled() -> None:
    sent, cancelled = (a_waiting_order(status=s) for s in (Status.SHIPPED, Status.CANCELLED))
    page = a_browser("packer").get(SLIPS, the_set(sent, cancelled)).content.decode()
    assert f"Packing slip of {sent.order_id}" in page
    assert f"Packing slip of {cancelled.order_id}" not in page


def test_a_barcode_begins_and_ends_as_code_128_does() -> None:
    found = bars("TB-7K2M9QX4RD")
    assert found[0] == (0, 2)
    assert [width for _, width in found[-4:]] == [2, 3, 1, 2]
    assert found[-1][0] + found[-1][1] == 11 * (2 + len("TB-7K2M9QX4RD")) + 13
    assert bars("") == bars("₹") == []


def test_an_order_of_the_earlier_system_is_fetched_under_its_old_id() -> None:
    order = a_waiting_order()
    order.lines[0].sku, order.lines[0].old_id = None, "5"
    order.lines[0].product_id = None
    order.update(actions=[Order.lines.set(order.lines)])
    assert [pick.line.old_id for pick in picks_of(order)[""]] == ["5"]
