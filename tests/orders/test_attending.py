"""Flags that a person takes off: once, told to staff alone, and never what the shop still needs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from config import clock
from config.dynamo import Transaction
from orders import queries
from orders.errors import OrderNotFound
from orders.models import AttentionList, Flag, Order
from orders.queries import needing_a_person
from orders.rules import REFUND_FLAG, Status
from orders.services.attending import FlagChanged, NotSettledByHand, settle
from orders.services.story import take_off_attention
from shipping.services.flags import DISPATCH_FLAG, PARCEL_FLAG
from tests.factories import an_order
from tests.staff import a_browser

TEXT = "Payment pay_1 brought ₹1. Ask the customer."


def a_flagged_order(*kinds: str, status: Status = Status.CONFIRMED) -> Order:
    order, at = an_order(), clock.now() - timedelta(hours=1)
    flags = [Flag(kind=kind, text=f"{TEXT} ({kind})", at=at) for kind in kinds]
    order.update(actions=[Order.attention.set(flags), Order.status.set(status)])
    AttentionList(AttentionList.KEY, "#").update(
        actions=[AttentionList.order_ids.add({order.order_id})]
    )
    return order


def fresh(order: Order) -> Order:
    return queries.order_of(order.order_id, order.customer_id)


def kinds_of(order: Order) -> list[str]:
    return [flag.kind for flag in fresh(order).attention or []]


def settled_lines(order: Order) -> list[tuple[str, str, bool]]:
    story = fresh(order).timeline or []
    return [(m.text, m.by, m.is_internal) for m in story if m.text.startswith("Settled")]


def test_the_last_flag_goes_with_the_place_on_the_list_and_staff_read_who_did_it() -> None:
    order, other = a_flagged_order("amount"), a_flagged_order("stock")
    assert not settle(order.order_id, "amount", by="Sneha Patil").attention
    assert needing_a_person() == [other.order_id]
    assert settled_lines(order) == [(f"Settled: {TEXT} (amount)", "Sneha Patil", True)]


def test_another_flag_stays_and_so_does_the_order_on_the_list() -> None:
    order = a_flagged_order("amount", "stock")
    settle(order.order_id, "amount", by="Sneha Patil")
    assert kinds_of(order) == ["stock"]
    assert needing_a_person() == [order.order_id]


def test_a_second_press_finds_it_settled() -> None:
    order = a_flagged_order("amount")
    for _ in range(2):
        settle(order.order_id, "amount", by="Sneha Patil")
    assert len(settled_lines(order)) == 1


def test_a_flag_that_changed_while_it_was_read_stays() -> None:
    order = a_flagged_order("amount")
    with pytest.raises(FlagChanged):
        settle(order.order_id, "amount", by="Sneha Patil", seen=clock.to_text(clock.now()))
    assert kinds_of(order) == ["amount"]
    assert needing_a_person() == [order.order_id]


def test_a_flag_raised_between_reading_and_writing_survives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = a_flagged_order("amount")
    news = Flag(kind="stock", text="Count.", at=clock.now())

    def too_late(tx: Transaction, order_id: str) -> None:
        monkeypatch.undo()
        flags = [*(fresh(order).attention or []), news]
        order.update(actions=[Order.attention.set(flags)])
        take_off_attention(tx, order_id)

    monkeypatch.setattr("orders.services.attending.take_off_attention", too_late)
    settle(order.order_id, "amount", by="Sneha Patil")
    assert kinds_of(order) == ["stock"]
    assert needing_a_person() == [order.order_id]
    assert len(settled_lines(order)) == 1


@pytest.mark.server
def test_two_people_settle_two_flags_at_once_and_both_are_told_once() -> None:
    order = a_flagged_order("amount", "stock")

    def press(kind: str) -> None:
        settle(order.order_id, kind, by=f"Who settles {kind}")

    with ThreadPoolExecutor(4) as people:
        list(people.map(press, ["amount", "stock", "amount", "stock"]))
    assert kinds_of(order) == []
    assert needing_a_person() == []
    assert sorted(by for _, by, _ in settled_lines(order)) == [
        "Who settles amount",
        "Who settles stock",
    ]


@pytest.mark.parametrize(
    ("kind", "status", "by_hand"),
    [
        (REFUND_FLAG, Status.CONFIRMED, False),
        (REFUND_FLAG, Status.CANCELLED, False),
        (DISPATCH_FLAG, Status.PROCESSING, False),
        (DISPATCH_FLAG, Status.SHIPPED, False),
        (DISPATCH_FLAG, Status.CANCELLED, True),
        (DISPATCH_FLAG, Status.DELIVERED, True),
        (PARCEL_FLAG, Status.SHIPPED, True),
        ("old_front_end", Status.CONFIRMED, True),
        ("stock", Status.CANCELLED, True),
    ],
)
def test_what_the_shop_takes_off_itself_is_not_offered_nor_taken(
    kind: str, status: Status, by_hand: bool
) -> None:
    order, browser = a_flagged_order(kind, status=status), a_browser()
    assert ("Settled</button>" in browser.get(address(order)).content.decode()) is by_hand
    assert browser.post(address(order, kind), seen(order)).status_code == (302 if by_hand else 409)
    assert kinds_of(order) == ([] if by_hand else [kind])
    if not by_hand:
        with pytest.raises(NotSettledByHand):
            settle(order.order_id, kind, by="Sneha Patil")


def address(order: Order, kind: str = "") -> str:
    act = f"flags/{kind}/settled/" if kind else ""
    return f"/staff/orders/{order.order_id}/{act}"


def seen(order: Order) -> dict[str, str]:
    return {"seen": clock.to_text((fresh(order).attention or [])[0].at)}


@pytest.mark.parametrize("role", ["owner", "manager"])
def test_who_may_cancel_settles_from_the_order_page(role: str) -> None:
    order, browser = a_flagged_order("amount"), a_browser(role, name="Sneha Patil")
    answer = browser.post(address(order, "amount"), seen(order), follow=True)
    assert answer.redirect_chain == [(address(order), 302)]
    text = answer.content.decode()
    assert "Settled." in text
    assert "Needs a person</a>" not in text
    assert settled_lines(order)[0][1] == "Sneha Patil"


@pytest.mark.parametrize("role", ["packer", "support"])
def test_others_read_the_flag_and_settle_nothing(role: str) -> None:
    order, browser = a_flagged_order("amount"), a_browser(role)
    text = browser.get(address(order)).content.decode()
    assert TEXT in text
    assert "Settled</button>" not in text
    assert browser.post(address(order, "amount"), seen(order)).status_code == 403
    assert kinds_of(order) == ["amount"]


def test_settling_is_a_post_with_its_token_about_the_flag_that_was_read() -> None:
    order, browser = a_flagged_order("amount"), a_browser()
    assert browser.get(address(order, "amount")).status_code == 405
    checked = a_browser(enforce_csrf_checks=True)
    assert checked.post(address(order, "amount"), seen(order)).status_code == 403
    for wrong in ({}, {"seen": "yesterday"}, {"seen": "🏓"}):
        assert browser.post(address(order, "amount"), wrong).status_code == 409
    assert kinds_of(order) == ["amount"]


def test_an_unknown_order_is_not_found_and_an_unknown_flag_changes_nothing() -> None:
    with pytest.raises(OrderNotFound):
        settle("TB-0000000000", "amount", by="Sneha Patil")
    order = a_flagged_order("amount")
    assert settle(order.order_id, "eaten", by="Sneha Patil").attention
    assert settled_lines(order) == []
