"""The pack screen: an order comes onto the table by a scan, its pieces are ticked, and only what is
complete is dispatched. Everything works by plain form posts."""

import re
from typing import Any

import pytest
from django.test import Client

from catalog.models import Product
from config.errors import Unavailable
from orders.models import Order
from orders.rules import DISPUTE_FLAG, SET_ASIDE_FLAG, Status
from shipping.models import Shipment
from shipping.queries import live_of, of_order
from shipping.services import setting_aside
from shipping.services.calling_off import call_off_by_hand
from shipping.services.setting_aside import set_aside, take_back
from tests.factories import a_product
from tests.orders.benches import a_waiting_order, raise_flag, the_set
from tests.shipping.bench import a_packed_order, flags, now_of, parcel_of, told
from tests.shipping.office import NO_COURIER, Office, down
from tests.staff import a_browser

PACK = "/staff/shipments/pack/"
SCAN = f"{PACK}scan/"


@pytest.fixture
def packer(office: Office) -> Client:
    """Somebody at the bench, and Shiprocket at the other end of the line."""
    return a_browser("packer", name="Rohit")


def a_sheet(sku: str = "SHEET", **given: Any) -> Product:
    return a_product(variants={sku: {"stock": 9, "options": {"Colour": "Red"}}}, **given)


def on_table(order: Order, **given: str) -> dict[str, str]:
    """The fields of the form with this order on the table, none of its pieces in."""
    nothing = ".".join("0" for _ in order.lines)
    return the_set(order) | {"order": order.order_id, "scanned": nothing} | given


def all_in(order: Order, **given: str) -> dict[str, Any]:
    """The same with every line ticked."""
    return on_table(order, **given) | {"line": [str(place) for place in range(len(order.lines))]}


def scan(browser: Client, code: str, **state: Any) -> str:
    """The screen after a scan."""
    answer = browser.post(SCAN, state | {"scan": code}, follow=True)
    assert [status for _, status in answer.redirect_chain] == [302]
    return answer.content.decode()


def dispatch(browser: Client, order: Order, **given: Any) -> Any:
    fields = all_in(order) | given
    return browser.post(f"{PACK}{order.order_id}/dispatch/", fields)


def heard(page: str) -> str:
    found = re.search(r'id="heard".*?</div>', page, re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[0].partition(">")[2]).split())


def scanned(page: str) -> str:
    found = re.search(r'name="scanned" value="([\d.]*)"', page)
    return found[1] if found else "nothing on the table"


@pytest.mark.parametrize("spelling", [str, str.lower, lambda order_id: order_id[-4:].lower()])
def test_an_order_comes_onto_the_table_by_its_number_or_its_last_four_signs(
    packer: Client, spelling: Any
) -> None:
    order = a_waiting_order(name="Asha Menon")
    page = scan(packer, spelling(order.order_id), **the_set(order))
    assert f"Order {order.order_id} is on the table." in heard(page)
    assert scanned(page) == "0"
    assert now_of(order).status is Status.PROCESSING


def test_whoever_begins_to_pack_stands_in_the_story(packer: Client) -> None:
    order = a_waiting_order()
    scan(packer, order.order_id, **the_set(order))
    assert (now_of(order).timeline or [])[-1].by == "Rohit"


def test_an_order_outside_the_set_comes_by_its_whole_number_and_joins_it(packer: Client) -> None:
    inside, outside = a_waiting_order(), a_waiting_order()
    page = scan(packer, outside.order_id, **the_set(inside))
    assert "0 of 2 packed" in page
    assert scanned(page) == "0"
    page = scan(packer, outside.order_id[-4:], **the_set(inside))
    assert "is no order of this set" in heard(page)


def test_two_orders_with_the_same_end_are_not_guessed_at(packer: Client) -> None:
    orders = [a_packed_order(order_id=f"TB-{letter}00000ABCD") for letter in "12"]
    page = scan(packer, "ABCD", **the_set(*orders))
    assert "2 orders end in ABCD" in heard(page)
    assert scanned(page) == "nothing on the table"


def test_a_scanned_sku_ticks_one_piece_of_its_line(packer: Client) -> None:
    order = a_waiting_order((a_sheet(name="Tenergy"), 2))
    page = scan(packer, "sheet", **on_table(order))
    assert "Right: Butterfly Tenergy, Red, 1 of 2." in heard(page)
    assert scanned(page) == "1"
    assert "1 of 2 in" in page
    page = scan(packer, "SHEET", **on_table(order, scanned="1"))
    assert scanned(page) == "2"
    assert re.search(r'name="line" value="0" checked', page)


def test_a_wrong_sku_is_said_loudly_and_ticks_nothing(packer: Client) -> None:
    order = a_waiting_order((a_sheet(), 1))
    page = scan(packer, "BALL-3", **on_table(order))
    assert heard(page).startswith("WRONG: “BALL-3” does not belong into")
    assert 'aria-live="assertive"' in page
    assert "is-wrong" in page
    assert scanned(page) == "0"


def test_one_piece_too_many_is_said_loudly(packer: Client) -> None:
    order = a_waiting_order((a_sheet(name="Tenergy"), 2))
    page = scan(packer, "SHEET", **on_table(order, scanned="2", line="0"))
    assert "TOO MANY: all 2 of Butterfly Tenergy, Red are in already." in heard(page)
    assert scanned(page) == "2"


def test_the_same_sku_in_two_lines_fills_one_after_the_other(packer: Client) -> None:
    order = a_waiting_order((a_sheet(), 1))
    order.update(actions=[Order.lines.set([order.lines[0], order.lines[0]])])
    order = now_of(order)
    assert scanned(scan(packer, "SHEET", **on_table(order))) == "1.0"
    assert scanned(scan(packer, "SHEET", **on_table(order, scanned="1.0", line="0"))) == "1.1"


def test_taking_a_tick_away_takes_the_line_out(packer: Client) -> None:
    order = a_waiting_order((a_sheet(), 2))
    assert scanned(scan(packer, "", **on_table(order, scanned="2"))) == "0"
    assert scanned(scan(packer, "", **on_table(order, scanned="1"))) == "1"


def test_a_reload_keeps_the_ticks_and_the_back_button_the_set(packer: Client) -> None:
    order = a_waiting_order((a_sheet(), 2))
    state = on_table(order) | {"scan": "SHEET", "box1-grams": "777"}
    there = packer.post(SCAN, state)["Location"]
    for _ in range(2):
        page = packer.get(there).content.decode()
        assert scanned(page) == "1"
        assert 'value="777"' in page


def test_what_must_wait_does_not_come_onto_the_table(packer: Client) -> None:
    order = a_waiting_order()
    raise_flag(order, DISPUTE_FLAG, "Ask the bank.")
    page = scan(packer, order.order_id, **the_set(order))
    assert f"{order.order_id}: Ask the bank." in heard(page)
    assert now_of(order).status is Status.CONFIRMED


def test_nothing_is_dispatched_before_all_is_ticked(packer: Client, office: Office) -> None:
    order = a_waiting_order((a_sheet(name="Tenergy"), 2), (a_sheet("BALL", name="Ball"), 1))
    answer = dispatch(packer, order, line="0")
    assert answer.status_code == 422
    assert "Still to tick: Butterfly Ball, Red" in heard(answer.content.decode())
    assert office.sent == []
    assert now_of(order).status is Status.CONFIRMED


def test_a_line_of_which_one_piece_is_in_is_not_complete(packer: Client, office: Office) -> None:
    order = a_waiting_order((a_sheet(), 2))
    answer = packer.post(f"{PACK}{order.order_id}/dispatch/", on_table(order, scanned="1"))
    assert answer.status_code == 422
    assert office.awbs == []


def test_a_complete_order_is_dispatched_and_the_screen_waits_for_the_next(
    packer: Client, office: Office
) -> None:
    order, other = a_waiting_order(), a_waiting_order()
    answer = dispatch(packer, order, **the_set(order, other))
    assert answer.status_code == 302
    page = packer.get(answer["Location"]).content.decode()
    parcel = parcel_of(order)
    assert f"{order.order_id} goes by Delhivery, AWB {parcel.tracking_number}." in heard(page)
    assert f'href="{parcel.label_url}"' in page
    assert "1 of 2 packed" in page
    assert re.search(r'id="scan"[^>]*autofocus', page)
    assert now_of(order).status is Status.SHIPPED


def test_what_must_wait_is_not_begun_by_a_press(packer: Client, office: Office) -> None:
    order = a_waiting_order()
    raise_flag(order, DISPUTE_FLAG, "Ask the bank.")
    answer = dispatch(packer, order)
    assert answer.status_code == 422
    assert "Ask the bank." in heard(answer.content.decode())
    assert now_of(order).status is Status.CONFIRMED
    assert office.sent == []


def test_pressed_twice_it_is_one_parcel(packer: Client, office: Office) -> None:
    order = a_waiting_order()
    answers = [dispatch(packer, order) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(office.awbs) == 1


def test_weight_and_size_from_the_table_go_to_shiprocket(packer: Client, office: Office) -> None:
    order = a_waiting_order()
    typed = {"grams": "430", "length_cm": "28", "breadth_cm": "22", "height_cm": "6"}
    dispatch(packer, order, **{f"box1-{name}": value for name, value in typed.items()})
    kept = parcel_of(order).parcel
    assert kept == {"grams": "430", "lengthCm": "28", "breadthCm": "22", "heightCm": "6"}


def test_the_screen_says_what_couriers_will_charge_for(packer: Client) -> None:
    order = a_waiting_order()
    sides = {"box1-length_cm": "28", "box1-breadth_cm": "22", "box1-height_cm": "6"}
    page = scan(packer, "", **on_table(order, **sides, **{"box1-grams": "430"}))
    assert "28 × 22 × 6 ÷ 5000 = 0.74 kg by volume, so couriers charge 1 kg." in page  # noqa: RUF001
    page = scan(packer, "", **on_table(order, **sides, **{"box1-grams": "1200"}))
    assert "couriers go by the scale and charge 1.50 kg" in page


@pytest.mark.parametrize("grams", ["0", "abc", "-3", "9999999"])
def test_a_weight_that_is_none_is_refused(packer: Client, office: Office, grams: str) -> None:
    order = a_waiting_order()
    answer = dispatch(packer, order, **{"box1-grams": grams})
    assert answer.status_code == 422
    assert "Weight and sides are whole numbers" in heard(answer.content.decode())
    assert office.sent == []


def test_a_second_parcel_takes_the_pieces_that_are_put_into_it(
    packer: Client, office: Office
) -> None:
    order = a_waiting_order((a_sheet("A"), 3), (a_sheet("B"), 1))
    page = scan(packer, "", **on_table(order, act="more"))
    assert 'name="in2-0"' in page
    assert 'name="box2-grams"' in page
    answer = dispatch(packer, order, boxes="2", **{"in2-0": "1", "in2-1": "1"})
    assert answer.status_code == 302
    contents = [parcel.contents for parcel in of_order(now_of(order))]
    assert contents == [{"0": "2"}, {"0": "1", "1": "1"}]
    assert len(set(office.awbs)) == 2


def test_a_second_parcel_can_be_taken_back(packer: Client) -> None:
    order = a_waiting_order()
    page = scan(packer, "", **on_table(order, boxes="2", act="fewer"))
    assert 'name="box2-grams"' not in page


@pytest.mark.parametrize("pieces", ["0", "3"])
def test_an_empty_box_and_one_with_more_than_there_is_are_refused(
    packer: Client, office: Office, pieces: str
) -> None:
    order = a_waiting_order((a_sheet(), 2))
    answer = dispatch(packer, order, boxes="2", **{"in2-0": pieces})
    assert answer.status_code == 422
    assert office.awbs == []


def test_the_courier_that_was_chosen_is_asked(packer: Client, office: Office) -> None:
    office.couriers = {51: "Xpressbees", 43: "Delhivery Air"}
    order = a_waiting_order()
    dispatch(packer, order, courier="43")
    assert parcel_of(order).courier_name == "Delhivery Air"


def test_what_shiprocket_refuses_is_said_and_the_ticks_stay(packer: Client, office: Office) -> None:
    office.always["awb"] = NO_COURIER
    order = a_waiting_order()
    answer = dispatch(packer, order)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "No courier serves this pincode" in heard(page)
    assert re.search(r'name="line" value="0" checked', page)


def test_while_shiprocket_is_silent_the_screen_says_so(packer: Client, office: Office) -> None:
    office.before["create"] = down
    assert dispatch(packer, a_waiting_order()).status_code == 503


def test_a_piece_that_is_missing_sets_the_order_aside(packer: Client, office: Office) -> None:
    order = a_waiting_order((a_sheet(name="Tenergy"), 1), status=Status.PROCESSING)
    fields = on_table(order, place="0", wrong="damaged", note="Box  crushed")
    packer.post(f"{PACK}{order.order_id}/aside/", fields)
    assert flags(order)[SET_ASIDE_FLAG].startswith(
        "Packing: Butterfly Tenergy, Red is damaged. “Box crushed”."
    )
    answer = dispatch(packer, order)
    assert answer.status_code == 422
    assert office.sent == []
    page = packer.get(PACK, the_set(order)).content.decode()
    assert "Set aside" in page


def test_what_is_set_aside_is_not_dispatched_from_anywhere(packer: Client, office: Office) -> None:
    order = a_packed_order()
    set_aside(order.order_id, by="Rohit", text="A ball is missing.")
    answer = packer.post(f"/staff/shipments/orders/{order.order_id}/dispatch/")
    assert answer.status_code == 409
    assert office.sent == []


def test_when_the_piece_is_found_the_order_goes_on(packer: Client, office: Office) -> None:
    order = a_packed_order()
    set_aside(order.order_id, by="Rohit", text="A ball is missing.")
    page = packer.get(PACK, on_table(order)).content.decode()
    assert "The goods are complete now" in page
    packer.post(f"{PACK}{order.order_id}/found/", on_table(order))
    assert flags(order) == {}
    assert "Settled: A ball is missing." in told(order)
    assert dispatch(packer, order).status_code == 302


def test_only_what_is_on_the_bench_is_set_aside(packer: Client) -> None:
    order = a_waiting_order(status=Status.SHIPPED)
    assert packer.post(f"{PACK}{order.order_id}/aside/", on_table(order)).status_code == 409
    assert flags(order) == {}


def test_setting_aside_keeps_the_other_flags() -> None:
    order = a_packed_order()
    raise_flag(order, "dispatch", "Ask Shiprocket.")
    set_aside(order.order_id, by="Rohit", text="A ball is missing.")
    assert {flag.kind for flag in now_of(order).attention or []} == {"dispatch", SET_ASIDE_FLAG}
    take_back(order.order_id, by="Rohit")
    assert [flag.kind for flag in now_of(order).attention or []] == ["dispatch"]


def test_without_a_set_the_oldest_that_may_go_are_on_the_bench(packer: Client) -> None:
    waiting, begun = a_waiting_order(), a_waiting_order(status=Status.PROCESSING)
    held = a_waiting_order()
    raise_flag(held, DISPUTE_FLAG, "Ask the bank.")
    page = packer.get(PACK).content.decode()
    assert f'name="orders" value="{begun.order_id},{waiting.order_id}"' in page
    assert held.order_id not in page


def test_an_empty_bench_says_so(packer: Client) -> None:
    assert "Nothing waits to be packed" in packer.get(PACK).content.decode()


def test_the_menu_counts_what_is_on_the_bench(packer: Client) -> None:
    for status in (Status.CONFIRMED, Status.PROCESSING, Status.SHIPPED):
        a_waiting_order(status=status)
    page = packer.get(PACK).content.decode()
    assert re.search(r"Pack\s+<span[^>]*>2<span class=\"visually-hidden\"> on the bench", page)
    assert re.search(r'class="nav-link active" href="/staff/shipments/pack/"', page)


def test_a_forged_sentence_in_the_address_is_not_shown(packer: Client) -> None:
    page = packer.get(PACK, {"heard": "Call 12345 at once"}).content.decode()
    assert "Call 12345" not in page


@pytest.mark.parametrize("noun", ["dispatch", "aside", "found"])
def test_support_may_only_look_on(noun: str, office: Office) -> None:
    order, browser = a_packed_order(), a_browser("support")
    assert browser.get(PACK).status_code == 403
    assert browser.post(SCAN, on_table(order)).status_code == 403
    assert browser.post(f"{PACK}{order.order_id}/{noun}/", all_in(order)).status_code == 403
    assert (office.calls, flags(order)) == ([], {})


def test_an_order_that_is_not_there_is_a_404(packer: Client) -> None:
    assert packer.post(f"{PACK}TB-NOTHING/dispatch/").status_code == 404
    assert packer.post(f"{PACK}TB-NOTHING/aside/").status_code == 404
    assert Shipment.count() == 0


def test_the_day_and_the_orders_own_page_lead_to_the_station(packer: Client) -> None:
    order = a_waiting_order()
    there = f'href="{PACK}?orders={order.order_id}&amp;order={order.order_id}"'
    assert f'href="{PACK}"' in packer.get("/staff/").content.decode().partition("</nav>")[2]
    assert there in packer.get(f"/staff/orders/{order.order_id}/").content.decode()
    support = a_browser("support").get(f"/staff/orders/{order.order_id}/").content.decode()
    assert there not in support


def test_a_flag_that_is_raised_meanwhile_is_not_written_over() -> None:
    order = a_packed_order()
    stale = now_of(order)
    raise_flag(order, DISPUTE_FLAG, "Ask the bank.")
    with pytest.raises(Unavailable):
        setting_aside._set_aside(stale, by="Rohit", text="A ball is missing.")
    assert [flag.kind for flag in now_of(stale).attention or []] == [DISPUTE_FLAG]


def test_an_order_that_is_shipped_meanwhile_is_not_set_aside() -> None:
    order = a_packed_order()
    stale = now_of(order)
    order.update(actions=[Order.status.set(Status.SHIPPED)])
    with pytest.raises(Unavailable):
        setting_aside._set_aside(stale, by="Rohit", text="A ball is missing.")
    assert flags(order) == {}


def test_goods_of_a_parcel_that_was_called_off_are_packed_again(
    packer: Client, office: Office
) -> None:
    order = a_waiting_order((a_sheet(), 2))
    dispatch(packer, order)
    call_off_by_hand(parcel_of(order).shipment_id, by="Meera")
    page = scan(packer, order.order_id, **the_set(order))
    assert f"Order {order.order_id} is on the table." in heard(page)
    assert (scanned(page), "0 of 1 packed" in page) == ("0", True)
    assert scanned(scan(packer, "SHEET", **on_table(order))) == "1"
    answer = dispatch(packer, order, boxes="2", **{"in2-0": "1", "box1-grams": "900"})
    assert answer.status_code == 302
    first, second = live_of(now_of(order))
    assert ((first.parcel or {})["grams"], second.contents) == ("900", {"0": "1"})
    assert len(office.awbs) == 3


def test_goods_that_are_here_again_wait_while_the_money_is_in_question(
    packer: Client, office: Office
) -> None:
    order = a_waiting_order()
    dispatch(packer, order)
    call_off_by_hand(parcel_of(order).shipment_id, by="Meera")
    raise_flag(order, DISPUTE_FLAG, "Ask the bank.")
    assert "Ask the bank." in heard(scan(packer, order.order_id, **the_set(order)))
    assert dispatch(packer, order).status_code == 422
    assert len(office.awbs) == 1


def test_where_one_of_two_parcels_is_refused_its_pieces_stay_on_the_table(
    packer: Client, office: Office
) -> None:
    order = a_waiting_order((a_sheet(), 2))
    office.says["awb"] = NO_COURIER
    answer = dispatch(packer, order, boxes="2", **{"in2-0": "1"})
    page = answer.content.decode()
    assert (answer.status_code, now_of(order).status) == (422, Status.SHIPPED)
    assert "No courier serves this pincode" in heard(page)
    assert (scanned(page), "0 of 1 packed" in page) == ("0", True)
    assert 'name="box2-grams"' not in page
    assert dispatch(packer, order, **{"box1-grams": "700"}).status_code == 302
    assert [bool(each.tracking_number) for each in live_of(now_of(order))] == [True, True]
    assert "1 of 1 packed" in packer.get(PACK, the_set(order)).content.decode()


def test_the_same_press_again_goes_on_with_the_parcel_that_was_refused(
    packer: Client, office: Office
) -> None:
    order = a_waiting_order((a_sheet(), 2))
    office.says["awb"] = NO_COURIER
    fields = {"boxes": "2", "in2-0": "1"}
    answers = [dispatch(packer, order, **fields).status_code for _ in range(3)]
    assert answers == [422, 302, 302]
    assert [each.contents for each in live_of(now_of(order))] == [{"0": "1"}, {"0": "1"}]
    assert len(office.awbs) == 2


@pytest.mark.parametrize("place", ["9" * 5000, "99", "-1", "²"])
def test_a_line_that_there_is_not_is_set_aside_as_a_piece(packer: Client, place: str) -> None:
    order = a_packed_order()
    answer = packer.post(f"{PACK}{order.order_id}/aside/", {"place": place})
    assert answer.status_code == 302
    assert any("Packing: A piece" in flag.text for flag in now_of(order).attention or [])


def test_a_promise_in_an_earlier_systems_words_is_none(packer: Client) -> None:
    order = a_waiting_order((a_sheet(), 1))
    order.update(actions=[Order.promise.set({"to": "soon"})])
    page = packer.get(PACK, on_table(order))
    assert page.status_code == 200
    assert "promised" not in page.content.decode()
