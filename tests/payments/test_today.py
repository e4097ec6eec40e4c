"""The day's overview: what to pack, who is needed and where, what stands still, how sales go."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from catalog import shelf
from config import clock
from orders.day_rules import bounds_of, day_of
from orders.models import AttentionList, Line, Order
from orders.rules import Status
from orders.services.day_sums import count_day, count_recent
from orders.staff.calls import parted
from orders.staff.figures import sales_of
from payments.models import Unmatched
from payments.services import worker_mark
from shipping.models import HalfDone, Scan, Shipment
from shipping.rules import ShipmentStatus
from tests.calls import counted
from tests.factories import a_product
from tests.orders.benches import a_waiting_order, raise_flag
from tests.staff import a_browser

MONDAY = datetime(2026, 11, 23, 6, 12, tzinfo=UTC)  # 11:42 in India


def today(role: str = "manager", **asked: str) -> str:
    answer = a_browser(role).get("/staff/", asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def sold(order_id: str, at: datetime, paise: int = 100_00, **given: Any) -> Order:
    """A paid order as the table holds it, written without a sale."""
    line = Line(name="Tenergy", sku="T05-R", quantity=1, price=paise)
    fields: dict[str, Any] = {
        "status": Status.CONFIRMED,
        "lines": [line],
        "total_amount": paise,
        "payment_status": "captured",
    }
    return Order(order_id, "a@example.com", created_at=at, **fields | given)


def a_parcel(order: Order, **given: Any) -> Shipment:
    fields: dict[str, Any] = {
        "status": ShipmentStatus.IN_TRANSIT,
        "tracking_number": "AWB1",
        "courier_name": "Delhivery",
        "created_at": clock.now() - timedelta(days=5),
    }
    parcel = Shipment(f"{order.order_id}-1", order.order_id, **fields | given)
    parcel.save()
    order.update(
        actions=[
            Order.status.set(Status.SHIPPED),
            Order.shipment_ids.set([str(parcel.shipment_id)]),  # type: ignore[list-item]
        ]
    )
    return parcel


def test_it_tells_what_to_pack_with_its_pieces_and_what_is_late() -> None:
    with time_machine.travel(MONDAY, tick=False):
        a_waiting_order((a_product(), 2))
        old = a_waiting_order((a_product(), 1))
        old.update(actions=[Order.created_at.set(MONDAY - timedelta(days=5))])
        text = today("packer")
    assert "2 orders to pack, 3 pieces" in text
    assert "1 should have left by now</b>; it comes first in the list." in text
    assert "What is ordered until 14:00, in 2 h 18 min, is packed today." in text
    assert text.count("btn-primary") == 1


def test_a_flag_says_what_happened_what_to_do_and_where() -> None:
    order = a_waiting_order(name="Asha Menon")
    said, todo = "The pincode is refused.", "Choose another courier, then press Dispatch."
    raise_flag(order, "dispatch", f"{said} {todo}")
    AttentionList(AttentionList.KEY, "#", order_ids={order.order_id}).save()
    text = today()
    assert f'<b class="fw-semibold">{said}</b> <div>{todo}</div>' in text
    assert f'href="/staff/orders/{order.order_id}/#ship"' in text
    assert "Choose courier<span" in text
    assert "Asha Menon" in text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Paid twice. Give one back.", ("Paid twice.", "Give one back.")),
        ("Rs 1.50 is missing", ("Rs 1.50 is missing", "")),
        ("A piece is broken.\nAsk. Then settle.", ("A piece is broken.", "Ask. Then settle.")),
    ],
)
def test_a_sentence_is_parted_from_what_to_do(text: str, parts: tuple[str, str]) -> None:
    assert parted(text) == parts


def test_what_stands_still_is_told_with_the_way_on() -> None:
    waiting, quiet = a_waiting_order(), a_waiting_order()
    steps = {"parcel": "done 2026-11-20T04:05:06.789Z", "awb": "done 2026-11-20T04:05:06.789Z"}
    half = a_parcel(
        waiting, status=ShipmentStatus.PENDING, steps=steps, created_at=clock.now() - 2 * HOUR
    )
    HalfDone(HalfDone.KEY, "#", shipment_ids={half.shipment_id}).save()
    long_ago = clock.to_text(clock.now() - timedelta(days=4))
    a_parcel(quiet, scans=[Scan(at=long_ago, location="Guwahati")])
    Unmatched(Unmatched.KEY, "#", payment_ids={"pay_1"}).save()
    text = today()
    assert "Pickup not booked" in text
    assert "No scan for 4 days" in text
    assert "Guwahati" in text
    assert "A payment of nobody" in text
    assert "A payment of nobody" not in today("packer")


HOUR = timedelta(hours=1)


def test_what_is_flagged_is_not_told_as_stuck_as_well() -> None:
    at = "2026-11-20T04:05:06.789Z"
    steps = {"parcel": f"done {at}", "awb": f"refused {at}"}
    parcel = a_parcel(a_waiting_order(), status=ShipmentStatus.PENDING, steps=steps)
    HalfDone(HalfDone.KEY, "#", shipment_ids={parcel.shipment_id}).save()
    assert "No courier yet" not in today()


def test_a_mail_that_is_owed_for_long_is_told_and_a_fresh_one_is_not() -> None:
    order = a_waiting_order()
    order.update(actions=[Order.updated_at.set(clock.now())])
    assert "Mail not sent" not in today()
    order.update(actions=[Order.updated_at.set(clock.now() - HOUR)])
    assert "Mail not sent" in today()
    order.update(actions=[Order.mails["confirmed"].set(clock.to_text(clock.now()))])
    assert "Mail not sent" not in today()


def test_a_link_to_pay_that_is_not_sent_is_told_before_its_hold_is_over() -> None:
    order = a_waiting_order()
    ago = clock.now() - HOUR
    owed = {"to_pay": f"owed {clock.to_text(ago)}"}
    order.update(actions=[Order.status.set(Status.PENDING), Order.mails.set(owed)])
    assert "Please pay for your order" in today()
    order.update(actions=[Order.status.set(Status.CANCELLED)])
    assert "Please pay for your order" not in today()


def test_a_worker_that_stands_still_is_seen() -> None:
    assert "Not seen yet. Start it" in today()
    worker_mark.note(0)
    assert "Nothing left undone" in today()
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        assert "It stands still. Start it" in today()


def test_sales_are_told_with_their_time_to_those_who_see_money() -> None:
    week_ago = MONDAY - timedelta(days=7)
    with time_machine.travel(MONDAY, tick=False):
        assert "Nothing is counted yet" in today()
        sold("TB-1", MONDAY - HOUR, 250_00).save()
        sold("TB-2", week_ago - HOUR, 100_00).save()
        sold("TB-3", week_ago + HOUR, 900_00).save()
        sold("TB-4", week_ago - timedelta(minutes=1), 70_00).save()  # a quarter not over today
        sold("TB-5", MONDAY - timedelta(minutes=1), 30_00).save()
        count_day(day_of(week_ago), now=MONDAY - 9 * HOUR)
        count_recent(MONDAY)
        text, packers = today(), today("packer")
    assert "figures as of 11:42, earlier days as of 02:42" in text
    assert "until 11:30 ₹250; last Monday ₹100" in text
    assert "₹1,070</div>" in text  # sold in the thirty days before today
    assert "Sales, 30 days" not in packers


def test_the_days_before_are_compared_only_where_all_of_them_were_counted() -> None:
    now, day = MONDAY, day_of(MONDAY)
    sold("TB-1", MONDAY - timedelta(days=2), 300_00).save()
    sold("TB-2", MONDAY - timedelta(days=40), 200_00).save()
    for back in range(60):
        count_day(day - timedelta(days=back), now=now)
    assert sales_of(30, now).more_percent is None
    count_day(day - timedelta(days=60), now=now)
    sales = sales_of(30, now)
    assert (sales.more_percent, sales.more_words) == (50, "50 % more than the 30 days before")
    assert (sales.span.days[0].day, sales.span.days[-1].day) == (
        day - timedelta(days=30),
        day - timedelta(days=1),
    )


def test_every_figure_has_its_chart_and_a_table_behind_it() -> None:
    at = bounds_of(day_of(clock.now()))[0] - HOUR
    product = a_product(name="Tenergy 05")
    line = Line(name="x", sku=product.product_id, quantity=3, price=100_00)
    sold("TB-1", at, lines=[line]).save()
    count_recent(clock.now())
    answer = a_browser("owner").get("/staff/figures/", {"days": "90"})
    text = answer.content.decode()
    assert text.count('<svg class="bars"') == text.count("Show as a table") == 5
    assert "Sales, 90 days" in text
    assert "Tenergy 05" in text
    assert "style=" not in text.partition("<main")[2]
    assert a_browser("packer").get("/staff/figures/").status_code == 403


@time_machine.travel(MONDAY, tick=False)  # so that Shiprocket is not asked again meanwhile
def test_today_asks_as_little_for_five_hundred_orders_as_for_five() -> None:
    browser, asked = a_browser(), []
    browser.get("/staff/")  # from here on Shiprocket's silence is remembered
    for number in (5, 500):
        with Order.batch_write() as batch:
            for each in range(number):
                at = clock.now() - timedelta(minutes=each)
                batch.save(sold(f"TB-A{each}", at))
                batch.save(sold(f"TB-B{each}", at, status=Status.DELIVERED))
        for back in range(3):
            count_day(day_of(clock.now()) - timedelta(days=back), now=clock.now())
        shelf.shelf()
        with counted() as calls:
            text = browser.get("/staff/").content.decode()
        asked.append(calls)
    assert asked[0] == asked[1]
    assert asked[0].total() < 45
    assert "199+ orders to pack, the oldest 100 with 100 pieces" in text
