"""Money that is odd: for a person, or explained."""

from datetime import timedelta
from typing import Any

import pytest

from config import clock
from orders.models import Order
from orders.rules import Status
from orders.services.attending import settle
from payments import queries
from payments.models import Payment
from payments.queries import unmatched
from payments.razorpay import gateway, payment_from
from payments.razorpay_entities import GatewayPayment
from payments.sandbox.process import RunningSandbox
from payments.services import without_order
from payments.services.cancelling import cancel_order
from payments.services.reconcile_reading import Books, _put
from tests.invariants import assert_invariants
from tests.payments.books import an_opened, fresh, paid_there, reconcile, rules, taken


def test_a_wrong_amount_is_for_a_person_and_stays_open(razorpay: RunningSandbox) -> None:
    order, payment_id = paid_there(razorpay, amount=1_00)
    for _ in range(2):
        code, said = reconcile("--apply")
        assert (code, rules(said["open"])) == (1, ["not_for_the_order"])
        assert said["open"][0]["mend"] == "person"
    assert fresh(order).status is Status.PENDING
    cancel_order(order.order_id, reason="You asked us to.", by="Sneha")
    assert reconcile()[0] == 0
    assert Payment.get(payment_id, order.order_id).status == "refunded"
    assert_invariants(ledger=razorpay.ledger())


def test_money_in_dollars_is_no_rupees_of_the_sums(razorpay: RunningSandbox) -> None:
    paid_there(razorpay, currency="USD")
    code, said = reconcile("--apply")
    assert (code, said["sums"]["all"]["received_paise"]) == (1, 0)
    assert "USD " in said["open"][0]["why"]


def test_a_refund_that_failed_waits_for_a_person(razorpay: RunningSandbox) -> None:
    order, payment_id = paid_there(razorpay)
    taken(order, payment_id)
    made = razorpay.control(f"payments/{payment_id}/refund", amount=100_00)
    reconcile("--apply")
    razorpay.control(f"refunds/{made['id']}/fail")
    code, said = reconcile("--apply")
    assert (code, rules(said["open"])) == (1, ["failed"])
    assert said["sums"]["all"]["given_paise"] == 0


def test_a_second_payment_goes_back_and_is_explained(razorpay: RunningSandbox) -> None:
    order, first = paid_there(razorpay)
    opened = order.razorpay_order_id
    second = razorpay.control("pay", order_id=opened, method="upi", again=True)
    code, said = reconcile("--apply")
    assert (code, rules(said["explained"])) == (0, ["given_back"])
    paid_by = fresh(order).razorpay_payment_id
    assert {paid_by, said["explained"][0]["payment_id"]} == {first, second["payment"]["id"]}
    assert said["sums"]["matched"]["received_paise"] == order.total_amount
    assert said["sums"]["explained"]["received_paise"] == order.total_amount
    assert_invariants(ledger=razorpay.ledger())


def test_a_payment_of_another_program_is_kept_and_open(razorpay: RunningSandbox) -> None:
    opened = gateway().open_order("ELSEWHERE-1", 500_00, {})
    razorpay.control("pay", order_id=opened.id, method="upi")
    for _ in range(2):
        code, said = reconcile("--apply")
        assert (code, rules(said["open"])) == (1, ["no_order"])


def test_what_a_person_explained_or_gave_back_is_explained(razorpay: RunningSandbox) -> None:
    opened = gateway().open_order("ELSEWHERE-4", 500_00, {})
    pay = {"order_id": opened.id, "method": "upi", "again": True}
    first, second = (razorpay.control("pay", **pay)["payment"]["id"] for _ in range(2))
    reconcile("--apply")
    without_order.explain(first, why="A stall at the fair.", by="Meera")
    without_order.give_back(second, reason="Nobody's.", by="Meera")
    code, said = reconcile()
    assert (code, sorted(rules(said["explained"]))) == (0, ["given_back", "said_why"])
    assert any("A stall at the fair. (Meera" in line["why"] for line in said["explained"])
    assert unmatched() == []


def test_money_that_came_and_went_unheard_is_explained(razorpay: RunningSandbox) -> None:
    order, payment_id = paid_there(razorpay)
    razorpay.control(f"payments/{payment_id}/refund")
    code, said = reconcile("--apply")
    assert (code, rules(said["explained"])) == (0, ["given_back"])
    assert said["sums"]["matched"]["given_paise"] == order.total_amount
    assert fresh(order).status is Status.PENDING


def test_sold_without_money_is_never_matched(razorpay: RunningSandbox) -> None:
    order, _ = an_opened()
    paid = [Order.status.set(Status.CONFIRMED), Order.razorpay_payment_id.set("pay_Nowhere0000001")]
    order.update(actions=[*paid])
    code, said = reconcile("--apply")
    assert (code, rules(said["open"])) == (1, ["sold_unpaid"])
    assert said["open"][0]["in_books"] is False


def test_a_payment_that_razorpay_does_not_know(razorpay: RunningSandbox) -> None:
    order, payment_id = paid_there(razorpay)
    taken(order, payment_id)
    row = Payment.get(payment_id, order.order_id)
    row.payment_id = "pay_NotThere000001"
    row.save()
    assert "not_at_razorpay" in rules(reconcile()[1]["open"])


def test_an_order_of_the_earlier_system_breaks_nothing(razorpay: RunningSandbox) -> None:
    opened = gateway().open_order("receipt#1", 500_00, {})
    paid = razorpay.control("pay", order_id=opened.id, method="upi")["payment"]["id"]
    Order(
        opened.id,
        "guest",
        status=Status.CONFIRMED,
        lines=[],
        total_amount=500_00,
        razorpay_order_id=opened.id,
        razorpay_payment_id=paid,
        created_at=opened.created_at,
    ).save()
    razorpay.control(f"payments/{paid}/refund", amount=100_00)
    code, said = reconcile("--apply")
    assert (code, rules(said["explained"])) == (0, ["earlier_system", "earlier_system"])
    assert [row for row in Payment.scan() if row.payment_id == paid] == []


def test_an_order_of_the_earlier_site_is_made_and_waits_for_a_check(
    razorpay: RunningSandbox,
) -> None:
    opened = gateway().open_order("old-1", 900_00, {})
    cart = '[{"name": "Net", "price": 900, "quantity": 1}]'
    notes = {"cartItems": cart, "customerEmail": "old@example.com"}
    razorpay.control("pay", order_id=opened.id, method="upi", notes=notes)
    code, said = reconcile("--apply")
    assert (code, rules(said["open"])) == (1, ["old_site"])
    settle(opened.id, "old_front_end", by="Sneha")
    code, said = reconcile()
    assert (code, rules(said["explained"])) == (0, ["old_site_checked"])


def test_an_order_paid_on_a_later_day_is_not_called_unpaid(razorpay: RunningSandbox) -> None:
    order, payment_id = paid_there(razorpay)
    taken(order, payment_id)
    placed = clock.now() - timedelta(days=10)
    fresh(order).update(actions=[Order.created_at.set(placed)])
    days = [(placed + timedelta(days=n)).date().isoformat() for n in (-2, 2)]
    code, said = reconcile("--from", days[0], "--to", days[1])
    assert (code, said["open"], said["sums"]["all"]["payments"]) == (0, [], 0)


def test_an_orders_own_item_counts_whatever_comes_first() -> None:
    now = clock.now()
    rows = [Payment("pay_1", order_id, status="captured") for order_id in ("#unknown", "TB-1")]
    for found in (rows, rows[::-1]):
        books = Books(now, now)
        for row in found:
            _put(books, row)
        assert books.payments_here["pay_1"].order_id == "TB-1"


def test_money_that_is_only_agreed_to_is_explained(razorpay: RunningSandbox) -> None:
    paid_there(razorpay, outcome="authorize")
    code, said = reconcile()
    assert (code, rules(said["explained"])) == (0, ["authorised"])
    assert said["sums"]["all"]["payments"] == 0


def test_an_entry_that_does_not_read_hides_no_other(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd, right = (paid_there(razorpay)[1] for _ in range(2))
    taken(*paid_there(razorpay))
    read = payment_from

    def stumble(entity: dict[str, Any]) -> GatewayPayment:
        if entity["id"] == odd:
            raise ValueError("an amount in words")
        return read(entity)

    monkeypatch.setattr("payments.razorpay.payment_from", stumble)
    code, said = reconcile("--apply")
    assert (code, [line["about"] for line in said["open"]]) == (1, [odd])
    assert "an amount in words" in said["open"][0]["why"]
    assert queries.payment(right) is not None


def test_what_was_taken_before_it_became_unreadable_is_not_called_missing(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(*paid_there(razorpay))

    def stumble(entity: dict[str, Any]) -> GatewayPayment:
        raise ValueError("no status")

    monkeypatch.setattr("payments.razorpay.payment_from", stumble)
    assert rules(reconcile()[1]["open"]) == ["unreadable"]
