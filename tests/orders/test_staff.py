"""The orders' pages for staff: lists by status, one order, packing, and who may."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from catalog import shelf
from config import clock
from orders.models import AttentionList, Flag, Line, Order
from orders.reasons import CAME_BACK
from orders.rules import DISPUTE_FLAG, HOLDING_BACK, Status
from orders.services.cancelling import HOLD_RAN_OUT
from orders.staff.cursors import cursor_after
from orders.staff.queries import page_of
from tests.calls import counted
from tests.factories import a_buyer, a_product, an_order
from tests.staff import a_browser

LISTS = "/staff/orders/"


def address(order: Order, noun: str = "") -> str:
    return f"/staff/orders/{order.order_id}/{noun}"


def an_order_at(status: Status, name: str = "Ananya Rao") -> Order:
    order = an_order(buyer=a_buyer(name=name))
    order.update(actions=[Order.status.set(status), Order.payment_status.set("captured")])
    return order


def flag(order: Order, text: str = "Ask the customer.", *, hours: int = 1) -> None:
    at = clock.now() - timedelta(hours=hours)
    order.update(actions=[Order.attention.set([Flag(kind="amount", text=text, at=at)])])
    AttentionList(AttentionList.KEY, "#").update(
        actions=[AttentionList.order_ids.add({order.order_id})]
    )


def an_order_of_the_earlier_system() -> Order:
    order = Order(
        "order_NXhj3kd93kdk39",
        "guest",
        status=Status.CONFIRMED,
        lines=[Line(old_id="5", name="Airoc", price=3499_00, quantity=2)],
        total_amount=6998_00,
        created_at=datetime(2026, 1, 5, 12, tzinfo=UTC),
    )
    order.save()
    order.update(actions=[Order.version.remove()])
    return order


def page(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("status", list(Status))
def test_a_list_holds_the_orders_of_its_status_alone(status: Status) -> None:
    for each in Status:
        an_order_at(each, name=f"Buyer of {each.value}")
    text = page(a_browser("support"), f"{LISTS}?status={status}")
    assert f"Buyer of {status.value}" in text
    assert text.count("Buyer of ") == 2  # once for phones, once in its column


def test_only_what_is_to_be_worked_on_is_counted() -> None:
    for status in (Status.CONFIRMED, Status.CONFIRMED, Status.DELIVERED):
        an_order_at(status)
    tabs = {word: number for _, word, number in a_browser().get(LISTS).context["tabs"]}
    assert (tabs["To pack"], tabs["Packing"], tabs["Needs a person"]) == (2, 0, 0)
    assert (tabs["Delivered"], tabs["Cancelled"]) == (None, None)


def test_work_is_listed_oldest_first_and_what_is_over_newest_first() -> None:
    ids = {
        s: [an_order_at(s).order_id for _ in range(2)] for s in (Status.CONFIRMED, Status.CANCELLED)
    }
    assert [o.order_id for o in page_of(Status.CONFIRMED).orders] == ids[Status.CONFIRMED]
    assert [o.order_id for o in page_of(Status.CANCELLED).orders] == ids[Status.CANCELLED][::-1]


def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    ids = [an_order_at(Status.CONFIRMED).order_id for _ in range(5)]
    first = page_of(Status.CONFIRMED, size=2)
    second = page_of(Status.CONFIRMED, first.next, size=2)
    third = page_of(Status.CONFIRMED, second.next, size=2)
    assert [o.order_id for p in (first, second, third) for o in p.orders] == ids
    assert third.next == ""


@pytest.mark.parametrize("status", ["confirmed", "delivered"])
def test_a_cursor_that_is_not_ours_is_a_400(status: str) -> None:
    stranger = cursor_after({"orderId": {"S": "x"}}, Status.SHIPPED)  # ours, of another list
    for cursor in ("x", "e30:1abc:forged", stranger):
        answer = a_browser().get(LISTS, {"status": status, "after": cursor})
        assert answer.status_code == 400
        assert "not one of ours" in answer.content.decode()


def test_an_unknown_list_is_a_404() -> None:
    assert a_browser().get(f"{LISTS}?status=eaten").status_code == 404


def test_an_empty_list_says_why_and_leads_on() -> None:
    assert "Everything is packed" in page(a_browser(), LISTS)
    assert "Nothing needs a person" in page(a_browser(), f"{LISTS}?status=attention")


def test_flagged_orders_stand_together_the_longest_waiting_first() -> None:
    late, early = an_order_at(Status.CANCELLED), an_order_at(Status.CONFIRMED)
    flag(late, "Younger flag.", hours=1)
    flag(early, "Older flag.", hours=5)
    text = page(a_browser(), f"{LISTS}?status=attention")
    assert text.index("Older flag.") < text.index("Younger flag.")


def test_the_order_page_tells_goods_money_address_and_story() -> None:
    sheet = a_product(
        name="Tenergy 05", variants={"R": {"options": {"Colour": "Red"}, "shelf": "B2"}}
    )
    order = an_order(wanted={"R": 2}, buyer=a_buyer(name="Asha Menon"))
    text = page(a_browser(), address(order))
    for words in ("Tenergy 05", "Red", "B2", "₹1,000", "Asha Menon", "22, 3rd Cross", "411038"):
        assert words in text
    assert "Order placed. 2 pieces set aside" in text
    assert f"/staff/products/{sheet.product_id}/" in text


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (HOLD_RAN_OUT, "It was not paid in time."),
        (CAME_BACK, "Its goods did not arrive, so the order is over."),
        ("The customer gave it up.", "The customer gave it up."),
    ],
)
def test_why_an_order_was_cancelled_is_said_in_words(reason: str, words: str) -> None:
    order = an_order_at(Status.CANCELLED)
    order.update(actions=[Order.cancel_reason.set(reason)])
    text = page(a_browser(), address(order))
    assert f"· {words}" in text


@pytest.mark.parametrize(
    ("status", "button"),
    [
        (Status.PENDING, None),
        (Status.CONFIRMED, "Start packing"),
        (Status.PROCESSING, "Dispatch"),
        (Status.SHIPPED, None),
        (Status.DELIVERED, None),
        (Status.CANCELLED, None),
    ],
)
def test_one_button_says_what_is_next(status: Status, button: str | None) -> None:
    text = page(a_browser(), address(an_order_at(status)))
    assert text.count("btn-primary") == (1 if button else 0)
    assert button is None or f"{button}</button>" in text


def test_a_flag_stands_on_the_order_and_in_the_list_whole_with_what_to_do() -> None:
    order, browser = an_order_at(Status.CONFIRMED), a_browser()
    text = "Payment pay_1 brought ₹1, but the order costs ₹500. Nothing is sent. Ask the customer."
    flag(order, text)
    assert text in page(browser, address(order))
    assert text in page(browser, f"{LISTS}?status=attention")


def test_an_order_of_the_earlier_system_opens_lists_and_is_packed() -> None:
    order, browser = an_order_of_the_earlier_system(), a_browser()
    assert order.order_id[:-4] in page(browser, LISTS)
    assert "which kept no story" in page(browser, address(order))
    assert browser.post(address(order, "packing/")).status_code == 302
    assert "We are packing your order." in page(browser, address(order))


def test_packing_moves_the_order_and_names_who_packs() -> None:
    order = an_order_at(Status.CONFIRMED)
    answer = a_browser("packer", name="Rohit Gaikwad").post(address(order, "packing/"))
    assert (answer.status_code, answer["Location"]) == (302, address(order))
    order.refresh()
    assert order.status is Status.PROCESSING
    assert (order.timeline or [])[-1].by == "Rohit Gaikwad"


def test_a_second_press_changes_nothing() -> None:
    order, browser = an_order_at(Status.CONFIRMED), a_browser()
    for _ in range(2):
        assert browser.post(address(order, "packing/")).status_code == 302
    order.refresh()
    assert [line.text for line in order.timeline or []].count("We are packing your order.") == 1


def test_packing_what_has_left_changes_nothing_and_says_so() -> None:
    order = an_order_at(Status.SHIPPED)
    answer = a_browser().post(address(order, "packing/"), follow=True)
    assert "is shipped already; nothing was changed" in answer.content.decode()


def test_packing_at_the_wrong_moment_is_a_409_with_a_way_back() -> None:
    order = an_order()
    answer = a_browser().post(address(order, "packing/"))
    assert answer.status_code == 409
    assert f'href="{address(order)}"' in answer.content.decode()
    assert "it cannot become processing now" in answer.content.decode()


def test_support_sees_but_does_not_pack() -> None:
    order, browser = an_order_at(Status.CONFIRMED), a_browser("support")
    assert browser.post(address(order, "packing/")).status_code == 403
    assert "Start packing</button>" not in page(browser, address(order))
    order.refresh()
    assert order.status is Status.CONFIRMED


def test_packing_is_a_post_with_its_token() -> None:
    order = an_order_at(Status.CONFIRMED)
    assert a_browser().get(address(order, "packing/")).status_code == 405
    assert a_browser(enforce_csrf_checks=True).post(address(order, "packing/")).status_code == 403
    order.refresh()
    assert order.status is Status.CONFIRMED


@pytest.mark.parametrize("order_id", ["TB-0000000000", "%23attention", "%23"])
def test_an_unknown_order_is_a_404_and_no_bookkeeping_item_is_an_order(order_id: str) -> None:
    flag(an_order())
    assert a_browser().get(f"/staff/orders/{order_id}/").status_code == 404
    assert a_browser().post(f"/staff/orders/{order_id}/packing/").status_code == 404


def test_the_menu_is_cut_to_the_role() -> None:
    assert "/staff/payments/" in page(a_browser("manager"), "/staff/")
    assert "/staff/payments/" not in page(a_browser("packer"), "/staff/")


def test_today_shows_what_to_pack_and_what_needs_a_person() -> None:
    order = an_order_at(Status.CONFIRMED, name="Asha Menon")
    flag(order, "Ask Asha.")
    text = page(a_browser("packer"), "/staff/")
    assert "1 order to pack" in text
    assert "Asha Menon" in text
    assert "Ask Asha." in text


@pytest.mark.parametrize("path", ["/staff/", LISTS])
def test_a_page_asks_no_more_for_five_orders_than_for_one(path: str) -> None:
    browser, asked = a_browser(), []
    page(browser, path)  # from here on Shiprocket's silence is remembered
    for more in (1, 4):
        for _ in range(more):
            an_order_at(Status.CONFIRMED)
        shelf.shelf()
        with counted() as calls:
            page(browser, path)
        asked.append(calls.total())
    assert asked[0] == asked[1]


def test_an_order_page_asks_no_more_for_five_lines_than_for_one() -> None:
    browser, asked = a_browser(), []
    for lines in (1, 5):
        order = an_order(wanted={a_product().product_id: 1 for _ in range(lines)})
        shelf.shelf()
        with counted() as calls:
            page(browser, address(order))
        asked.append(calls.total())
    assert asked[0] == asked[1]


def test_nothing_of_a_staff_page_is_kept_by_a_browser() -> None:
    assert a_browser().get("/staff/")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", sorted(HOLDING_BACK))
def test_an_order_that_is_held_back_says_wait_and_has_no_button(kind: str) -> None:
    for status, button in ((Status.CONFIRMED, "Start packing"), (Status.PROCESSING, "Dispatch")):
        order = an_order_at(status)
        flags = [Flag(kind=kind, text="Ask the bank.", at=clock.now())]
        order.update(actions=[Order.attention.set(flags)])
        found = page(a_browser(), address(order))
        assert '<h2 id="h-next">Wait</h2>' in found
        assert f"</svg>{button}" not in found


def test_a_dispatch_of_what_is_held_back_is_named_for_what_it_is() -> None:
    order = an_order_at(Status.PROCESSING)
    flags = [Flag(kind=DISPUTE_FLAG, text="Ask the bank.", at=clock.now())]
    order.update(actions=[Order.attention.set(flags)])
    answer = a_browser().post(f"/staff/shipments/orders/{order.order_id}/dispatch/")
    assert answer.status_code == 409
    assert "This order must wait" in answer.content.decode()
    assert "Something has changed meanwhile" not in answer.content.decode()
