"""Who began to pack what stands in the log, by whichever door the order came onto the bench."""

from config import clock
from config.acts import Act, key_of_day
from tests.orders.benches import CHOSEN, a_waiting_order
from tests.staff import a_browser


def lines() -> list[tuple[str, dict[str, str]]]:
    return [(line.what, line.about or {}) for line in Act.query(key_of_day(clock.now()))]


def test_many_orders_at_once_are_one_line_that_names_each_that_was_begun() -> None:
    orders = [a_waiting_order().order_id for _ in range(20)]
    browser = a_browser("packer")
    for _ in range(2):  # of the second press there is nothing to tell
        browser.post(CHOSEN, {"orders": orders, "act": "start"})
    browser.post(CHOSEN, {"orders": orders, "act": "pick-list"})
    ((what, about),) = lines()
    assert what == "orders:packing"
    assert sorted(about["orders"].split(",")) == sorted(orders)
    page = a_browser("owner").get("/staff/log/", {"about": orders[-1]}).content.decode()
    assert f'href="/staff/orders/{orders[-1]}/"' in page


def test_an_order_that_is_scanned_onto_the_table_is_a_line_and_a_second_scan_none() -> None:
    order, browser = a_waiting_order(), a_browser("packer")
    for _ in range(2):
        browser.post("/staff/shipments/pack/scan/", {"scan": order.order_id})
    assert lines() == [("orders:packing", {"order_id": order.order_id})]
