"""The staff's list of orders: what is open, the filters of the address, and bounded reads."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from config.ids import new_order_id
from orders.models import Flag, Line, Order
from orders.rules import Status
from orders.staff import queries
from orders.staff.filters import ANY, FilterForm, Wanted
from orders.staff.queries import OPEN_STATES, Page, how_many, open_page, page_of
from orders.staff.reading import CALLS
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.templatetags.staff_order_rows import leaves_by
from tests.calls import counted
from tests.orders.benches import LIST
from tests.staff import a_browser

NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)  # a Monday's noon in India


def placed(at: datetime, **given: Any) -> Order:
    """An order placed then; paid and to be packed unless `given` says otherwise."""
    line = Line(sku="S", name="Sheet", quantity=1, price=500_00)
    fields: dict[str, Any] = {
        "status": Status.CONFIRMED,
        "payment_status": "captured",
        "lines": [line],
        "total_amount": 500_00,
    }
    order = Order(new_order_id(), "a@example.com", created_at=at, **fields | given)
    order.save()
    return order


def many(number: int, **given: Any) -> list[str]:
    return [placed(NOON + timedelta(minutes=n), **given).order_id for n in range(number)]


def ids_of(page: Page) -> list[str]:
    return [order.order_id for order in page.orders]


def all_open(*, size: int, wanted: Wanted = ANY) -> list[str]:
    """What one reads by going on to the end."""
    found = open_page(size=size, wanted=wanted)
    read = ids_of(found)
    while found.next:
        found = open_page(found.next, size=size, wanted=wanted)
        read += ids_of(found)
    return read


def shown(browser: Client, **given: str) -> set[str]:
    answer = browser.get(LIST, given)
    assert answer.status_code == 200
    return {row.order.order_id for row in answer.context["beside"].rows}


@pytest.mark.parametrize("size", [2, 3, 40])
def test_what_is_open_is_one_list_the_oldest_first_without_gap_or_repeat(size: int) -> None:
    dice = random.Random(size)  # noqa: S311 - any mix of states
    ids = [
        placed(NOON + timedelta(minutes=n // 2), status=dice.choice(OPEN_STATES)).order_id
        for n in range(23)
    ]
    placed(NOON, status=Status.SHIPPED)
    read = all_open(size=size)
    assert sorted(read) == sorted(ids)
    minutes = {order_id: n // 2 for n, order_id in enumerate(ids)}
    assert [minutes[each] for each in read] == sorted(minutes.values())


def test_a_filter_over_all_that_is_open_leaves_nothing_out() -> None:
    many(30, payment_method="cod", status=Status.PENDING)
    prepaid = [*many(9, status=Status.PROCESSING), *many(9)]
    assert sorted(all_open(size=2, wanted=Wanted(payment="razorpay"))) == sorted(prepaid)


def test_what_a_filter_hides_in_one_state_does_not_let_the_others_go_ahead() -> None:
    many(20, payment_method="cod", status=Status.PENDING)
    early = placed(NOON + timedelta(minutes=30), status=Status.PENDING).order_id
    late = [placed(NOON + timedelta(minutes=40 + n)).order_id for n in range(3)]
    assert all_open(size=2, wanted=Wanted(payment="razorpay")) == [early, *late]


def test_a_filter_that_finds_little_asks_the_index_a_few_times_and_leads_further() -> None:
    many(15)
    rare = placed(NOON + timedelta(hours=1), payment_method="cod")
    wanted, asked = Wanted(payment="cod"), 0
    found, order_ids = Page([], "begin"), list[str]()
    while found.next:
        with counted() as calls:
            cursor = "" if found.next == "begin" else found.next
            found = page_of(Status.CONFIRMED, cursor, size=2, wanted=wanted)
        assert calls.total() <= CALLS
        order_ids, asked = order_ids + ids_of(found), asked + 1
    assert (order_ids, asked > 1) == ([rare.order_id], True)


def test_a_page_that_found_too_little_says_so_and_one_that_is_full_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries.page_of, "__kwdefaults__", {"size": 2, "wanted": ANY})
    many(15)
    browser = a_browser()
    poor = browser.get(LIST, {"status": "confirmed", "payment": "cod"}).content.decode()
    assert "None among those looked through" in poor
    assert "Look further" in poor
    rich = browser.get(LIST, {"status": "confirmed"}).content.decode()
    assert "2 shown" in rich
    assert ("Look further" in rich, 'rel="next"' in rich) == (False, True)


def test_the_last_page_leads_nowhere() -> None:
    many(4)
    first = page_of(Status.CONFIRMED, size=2)
    assert (bool(first.next), page_of(Status.CONFIRMED, first.next, size=2).next) == (True, "")


@pytest.mark.parametrize("tab", ["open", "confirmed"])
def test_payment_and_attention_narrow_the_list(tab: str) -> None:
    browser = a_browser()
    paid, old = placed(NOON), placed(NOON, payment_method="razorpay")
    cash = placed(NOON, payment_method="cod", payment_status="created")
    owing = placed(NOON, payment_status=None)
    owing.update(actions=[Order.attention.set([Flag(kind="amount", text="Ask.", at=NOON)])])
    found = {
        word: shown(browser, status=tab, payment=word) for word in ("razorpay", "cod", "unpaid")
    }
    assert found["razorpay"] == {paid.order_id, old.order_id}
    assert found["cod"] == {cash.order_id}
    assert found["unpaid"] == {owing.order_id}
    assert shown(browser, status=tab, flagged="on") == {owing.order_id}
    assert shown(browser, status=tab, flagged="on", payment="cod") == set()


def test_days_are_those_of_india_both_ends_included() -> None:
    day = date(2026, 11, 23)
    begin = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
    inside = [placed(begin), placed(begin + timedelta(days=1) - timedelta(milliseconds=1))]
    placed(begin - timedelta(milliseconds=1))
    placed(begin + timedelta(days=1))
    day_alone = Wanted(day, day)
    for found in (page_of(Status.CONFIRMED, wanted=day_alone), open_page(wanted=day_alone)):
        assert ids_of(found) == [order.order_id for order in inside]


def test_today_and_the_last_seven_days() -> None:
    now, browser = timezone.now(), a_browser()
    today, week = placed(now), placed(now - timedelta(days=6))
    old = placed(now - timedelta(days=7))
    assert shown(browser, when="today") == {today.order_id}
    assert shown(browser, when="week") == {today.order_id, week.order_id}
    assert shown(browser) == {today.order_id, week.order_id, old.order_id}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"when": "dates", "first": "0001-01-01"}, "Write a day"),
        ({"when": "dates", "last": "9999-12-31"}, "Write a day"),
        ({"when": "dates", "first": "yesterday"}, "Write a day"),
        ({"when": "dates", "first": "2026-11-23", "last": "2026-11-22"}, "lies before the first"),
        ({"payment": "shells"}, "Choose from the list"),
        ({"when": "x" * 2000}, "Choose from the list"),
        ({"courier": "x" * 2000}, "80"),
        ({"courier": "a\0b"}, "Null"),
    ],
)
def test_a_filter_that_cannot_be_read_is_said_and_narrows_nothing(
    given: dict[str, str], words: str
) -> None:
    order = placed(NOON)
    answer = a_browser().get(LIST, given)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert shown(a_browser(), **given) == {order.order_id}


def test_a_cursor_of_other_filters_is_not_taken() -> None:
    many(3)
    week = Wanted(date(2026, 11, 17), date(2026, 11, 23))
    cursor = page_of(Status.CONFIRMED, size=1, wanted=week).next
    assert cursor
    answer = a_browser().get(LIST, {"status": "confirmed", "after": cursor})
    assert answer.status_code == 400
    answer = a_browser().get(LIST, {"status": "confirmed", "after": cursor, "when": "today"})
    assert answer.status_code == 400


def test_the_filters_go_along_to_the_next_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries.open_page, "__kwdefaults__", {"size": 1, "wanted": ANY})
    ids = many(2, payment_method="cod")
    browser = a_browser()
    first = browser.get(LIST, {"payment": "cod"}).content.decode()
    (address,) = re.findall(r'href="(\?[^"]*after=[^"]+)" rel="next"', first)
    second = browser.get(LIST + address.replace("&amp;", "&")).content.decode()
    assert ids[1][:-4] in second
    assert 'value="cod" selected' in second


def test_counting_stops_where_the_number_helps_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_COUNTED", 2)
    many(2)
    assert how_many(Status.CONFIRMED) == 2
    many(5)
    with counted() as calls:
        assert how_many(Status.CONFIRMED) == 3
    assert calls.total() == 1


def test_menu_tabs_and_today_share_one_count_of_a_state_and_a_press_counts_anew() -> None:
    many(2)
    browser = a_browser("owner")
    for address in ("/staff/", LIST):
        with asked_of_states() as asked:
            assert browser.get(address).status_code == 200
        assert asked[Status.CONFIRMED] == 1, address
        assert set(asked.values()) <= {0, 1}, address
    assert how_many(Status.CONFIRMED) == 2
    many(1)
    assert how_many(Status.CONFIRMED) == 3


@contextmanager
def asked_of_states() -> Iterator[Counter[str]]:
    """Inside the block, how often each state was counted."""
    asked: Counter[str] = Counter()
    query = Order.by_status.query

    def counting(status: Status, *given: Any, **named: Any) -> Any:
        asked[str(status)] += named.get("attributes_to_get") == ["orderId"]
        return query(status, *given, **named)

    with mock.patch.object(Order.by_status, "query", counting):
        yield asked


def sent_with(courier: str, at: datetime = NOON) -> Order:
    order = placed(at, status=Status.SHIPPED)
    shipment_id = f"{order.order_id}-1"
    order.update(actions=[Order.shipment_ids.set((Order.shipment_ids | []).append([shipment_id]))])
    fields: dict[str, Any] = {"courier_name": courier, "tracking_number": "AWB1", "created_at": at}
    Shipment(shipment_id, order.order_id, status=ShipmentStatus.PENDING, **fields).save()
    return order


def test_the_courier_stands_beside_what_is_shipped_and_narrows_it() -> None:
    one, browser = sent_with("Delhivery Air"), a_browser()
    sent_with("Xpressbees")
    page = browser.get(LIST, {"status": "shipped"}).content.decode()
    assert "<option>Delhivery Air</option>" in page
    assert "AWB1" in page
    assert shown(browser, status="shipped", courier="Delhivery Air") == {one.order_id}
    assert shown(browser, status="shipped", courier="Nobody") == set()
    assert one.order_id not in shown(browser, status="open", courier="Delhivery Air")


def test_a_list_asks_no_more_for_thirty_parcels_than_for_one() -> None:
    browser, asked = a_browser(), []
    for more in (1, 29):
        for n in range(more):
            sent_with("Delhivery Air", NOON + timedelta(minutes=n))
        with counted() as calls:
            shown(browser, status="shipped")
        asked.append(calls.total())
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("placed_at", "words", "is_late"),
    [
        (datetime(2026, 11, 23, 4, tzinfo=UTC), "tomorrow", False),  # Monday before the cut-off
        (datetime(2026, 11, 21, 4, tzinfo=UTC), "today", False),  # Saturday before it
        (datetime(2026, 11, 19, 4, tzinfo=UTC), "late, Fri 20 Nov", True),
        (datetime(2026, 11, 23, 12, tzinfo=UTC), "Wed 25 Nov", False),
    ],
)
def test_an_order_says_by_when_it_must_leave(
    placed_at: datetime, words: str, is_late: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 23))
    said = leaves_by(placed(placed_at))
    assert said is not None
    assert (said.words, said.is_late) == (words, is_late)
    assert leaves_by(placed(placed_at, status=Status.SHIPPED)) is None


def test_nothing_chosen_leads_back_to_the_list_as_it_was_narrowed() -> None:
    given = {"status": "open", "filters": "payment=cod&when=dates&first=2026-11-01&evil=//x%0d%0a"}
    answer = a_browser().post(f"{LIST}chosen/", given)
    assert answer["Location"] == f"{LIST}?status=open&payment=cod&when=dates&first=2026-11-01"


def test_the_days_are_kept_in_the_address_only_where_they_count() -> None:
    assert FilterForm({"when": "today", "first": "2026-11-01"}).in_address == "when=today"
