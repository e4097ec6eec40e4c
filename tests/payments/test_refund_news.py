"""News of refunds and disputes: from webhooks in any order, and from Razorpay's dashboard."""

import itertools
import json
import socket
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from orders.models import Order
from orders.queries import needing_a_person
from orders.queries import order as find_order
from orders.rules import HOLDING_BACK, Status
from orders.services import moving
from orders.services.attending import settle
from payments.models import EventMark, Payment, Unmatched
from payments.queries import unmatched
from payments.razorpay import gateway
from payments.services import disputing
from payments.services.cancelling import cancel_order
from shipping.errors import HeldBack, NotPaid
from shipping.services.dispatching import check_may_go
from tests.factories import a_payment_entity, an_event, an_opened_order, signed, stock_of
from tests.samples import sample

REFUND = {"id": "rfnd_00000000000001", "entity": "refund", "currency": "INR", "receipt": None}


def post(client: Client, body: bytes, event_id: str | None = None) -> int:
    headers = signed(body, event_id)
    answer = client.post("/payment/webhook", body, "application/json", headers=headers)
    return answer.status_code


def captured(client: Client, order: Order) -> dict[str, Any]:
    entity = a_payment_entity(order)
    assert post(client, an_event("payment.captured", entity)) == 200
    return entity


def a_refund(payment: dict[str, Any], **given: Any) -> dict[str, Any]:
    fields = {"payment_id": payment["id"], "amount": payment["amount"], "status": "processed"}
    return REFUND | fields | {"created_at": 1_795_000_100} | given


def refund_event(kind: str, payment: dict[str, Any], refund: dict[str, Any]) -> bytes:
    whole = refund["amount"] == payment["amount"] and refund["status"] != "failed"
    snapshot = payment | {"status": "refunded" if whole else "captured"}
    return an_event(kind, snapshot, refund={"entity": refund})


def fresh(order: Order) -> Order:
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


def kept(order: Order, payment: dict[str, Any]) -> Payment:
    return Payment.get(payment["id"], order.order_id, consistent_read=True)


def disputes(order: Order, payment: dict[str, Any]) -> dict[str, str]:
    return {name: each.standing for name, each in (kept(order, payment).disputes or {}).items()}


def kinds(order: Order) -> set[str]:
    return {flag.kind for flag in fresh(order).attention or []}


def test_a_refund_in_the_dashboard_is_kept_told_and_flagged(client: Client) -> None:
    order = an_opened_order()
    payment = captured(client, order)
    part = a_refund(payment, amount=100_00)
    for _ in range(2):
        assert post(client, refund_event("refund.processed", payment, part)) == 200
    row = kept(order, payment)
    assert (row.amount_refunded, row.status) == (100_00, "captured")
    assert (fresh(order).payment_status, kinds(order)) == ("partially_refunded", {"refunded_there"})
    settle(order.order_id, "refunded_there", by="Sneha")
    assert needing_a_person() == []


def test_all_given_back_there_is_never_sent(client: Client) -> None:
    order = an_opened_order()
    payment = captured(client, order)
    post(client, refund_event("refund.processed", payment, a_refund(payment)))
    assert (fresh(order).status, fresh(order).payment_status) == ("confirmed", "refunded")
    moving.move(fresh(order), Status.PROCESSING, by="Sneha", text="On.")
    with pytest.raises(Exception, match="refunded"):
        check_may_go(fresh(order))


def test_the_refund_may_come_before_the_payment(client: Client) -> None:
    order = an_opened_order()
    payment = a_payment_entity(order)
    post(client, refund_event("refund.processed", payment, a_refund(payment)))
    post(client, an_event("payment.captured", payment))
    assert (kept(order, payment).status, fresh(order).status) == ("refunded", "pending")
    assert kept(order, payment).left_paise == 0


STORY = ("refund.created", "refund.speed_changed", "refund.processed", "refund.failed")


@pytest.mark.parametrize("story", [*itertools.permutations(STORY)], ids="-".join)
def test_a_refund_goes_forward_only_in_any_order(client: Client, story: tuple[str, ...]) -> None:
    order = an_opened_order()
    payment = captured(client, order)
    said = dict(zip(STORY, ("pending", "pending", "processed", "failed"), strict=True))
    for kind in (*story, *story):
        refund = a_refund(payment, amount=100_00, status=said[kind])
        assert post(client, refund_event(kind, payment, refund)) == 200
    row = kept(order, payment)
    assert [refund.status for refund in (row.refunds or {}).values()] == ["failed"]
    assert (row.amount_refunded, row.left_paise) == (0, payment["amount"])
    assert fresh(order).payment_status == "captured"
    assert "refund_failed" in kinds(order)


def test_a_failed_refund_of_a_whole_payment_makes_it_refundable_again(client: Client) -> None:
    order = an_opened_order()
    payment = captured(client, order)
    post(client, refund_event("refund.processed", payment, a_refund(payment)))
    post(client, refund_event("refund.failed", payment, a_refund(payment, status="failed")))
    assert (kept(order, payment).status, fresh(order).payment_status) == ("captured", "captured")


def test_an_old_capture_after_the_refund_changes_nothing(client: Client) -> None:
    order = an_opened_order()
    payment = captured(client, order)
    post(client, refund_event("refund.processed", payment, a_refund(payment)))
    before = (fresh(order).serialize(), kept(order, payment).serialize())
    for kind in ("payment.captured", "order.paid", "payment.authorized", "payment.failed"):
        assert post(client, an_event(kind, payment)) == 200
    assert (fresh(order).serialize(), kept(order, payment).serialize()) == before


def test_a_refund_of_a_payment_nobody_knows_is_kept_with_it(client: Client) -> None:
    order = an_opened_order()
    payment = a_payment_entity(order, order_id="order_SomebodyElses1")
    post(client, refund_event("refund.processed", payment, a_refund(payment)))
    row = Payment.get(payment["id"], "#unknown")
    assert (row.status, row.amount_refunded, unmatched()) == ("refunded", payment["amount"], [])


@pytest.mark.parametrize("name", ["created", "processed", "failed", "speed_changed"])
def test_the_published_refund_events_are_taken_in(client: Client, name: str) -> None:
    body = json.dumps(sample("razorpay", f"webhook.refund.{name}")).encode()
    assert [post(client, body, "evt_1") for _ in range(2)] == [200, 200]
    assert EventMark.get("#event/evt_1", "#").kind == f"refund.{name}"


def test_a_refund_event_that_cannot_be_read_is_refused(client: Client) -> None:
    payment = a_payment_entity(an_opened_order())
    for wrong in ({"status": None}, {"amount": "5"}, {"payment_id": "../x"}, {"id": None}):
        body = refund_event("refund.processed", payment, a_refund(payment) | wrong)
        assert post(client, body) == 400


def test_a_refund_of_a_word_nobody_knows_is_answered_and_changes_nothing(client: Client) -> None:
    order = an_opened_order()
    payment = captured(client, order)
    odd = a_refund(payment, amount=100_00, status="initiated")
    assert post(client, refund_event("refund.created", payment, odd)) == 200
    assert kept(order, payment).refunds is None


def test_a_payment_of_a_word_nobody_knows_does_not_block_its_money(client: Client) -> None:
    order = an_opened_order()
    payment = a_payment_entity(order)
    post(client, an_event("payment.authorized", payment | {"status": "pending"}))
    post(client, an_event("payment.captured", payment))
    assert fresh(order).status == "confirmed"


@pytest.mark.parametrize("how", ["dashboard", "lost"])
def test_a_cancel_after_the_money_went_back_asks_nobody_to_send_it_again(
    client: Client, how: str
) -> None:
    order = an_opened_order()
    payment = captured(client, order)
    events = {
        "dashboard": refund_event("refund.processed", payment, a_refund(payment)),
        "lost": lost_whole(payment),
    }
    post(client, events[how])
    cancel_order(order.order_id, reason="You asked us to.", by="Sneha")
    assert (fresh(order).status, needing_a_person()) == ("cancelled", [])
    assert "went back to you before" in (fresh(order).timeline or [])[-1].text


def test_what_the_bank_took_back_is_not_sent_whoever_settles_the_flag(client: Client) -> None:
    order = an_opened_order()
    payment = captured(client, order)
    moving.move(fresh(order), Status.PROCESSING, by="Sneha", text="On.")
    post(client, lost_whole(payment))
    with pytest.raises(NotPaid):
        check_may_go(fresh(order))
    settle(order.order_id, "dispute_lost", by="Sneha")
    with pytest.raises(NotPaid):
        check_may_go(fresh(order))


def lost_whole(payment: dict[str, Any]) -> bytes:
    whole = b'"amount": %d, "currency"' % payment["amount"]
    return dispute_event("lost", payment).replace(b'"amount": 5000, "currency"', whole)


def test_a_refund_before_the_old_front_ends_payment_stays_with_its_order(client: Client) -> None:
    notes = {"customerEmail": "old@example.com", "cartItems": '[{"name": "Net", "price": 9}]'}
    given: dict[str, Any] = {"order_id": "order_OldFrontEnd009", "notes": notes, "amount": 900}
    payment = a_payment_entity(an_opened_order(), **given)
    post(client, refund_event("refund.processed", payment, a_refund(payment, amount=400)))
    post(client, an_event("payment.captured", payment))
    order = find_order("order_OldFrontEnd009")
    assert (order.payment_status, unmatched()) == ("partially_refunded", [])


def dispute_event(standing: str, payment: dict[str, Any], at: int = 1_795_000_200) -> bytes:
    published = sample("razorpay", f"webhook.payment.dispute.{standing}")["payload"]["dispute"]
    dispute = published["entity"] | {"id": "disp_1", "payment_id": payment["id"], "amount": 50_00}
    body = an_event(f"payment.dispute.{standing}", payment, dispute={"entity": dispute})
    return json.dumps(json.loads(body) | {"created_at": at}).encode()


def test_while_a_dispute_is_open_nothing_is_sent(client: Client) -> None:
    order = an_opened_order()
    payment = captured(client, order)
    moving.move(fresh(order), Status.PROCESSING, by="Sneha", text="On.")
    assert post(client, dispute_event("created", payment)) == 200
    assert kinds(order) <= HOLDING_BACK
    with pytest.raises(HeldBack, match="Answer in Razorpay's dashboard before"):
        check_may_go(fresh(order))
    post(client, dispute_event("won", payment))
    check_may_go(fresh(order))
    assert needing_a_person() == []


def test_of_two_disputes_the_one_that_is_won_frees_nothing(client: Client) -> None:
    order = an_opened_order()
    payment = captured(client, order)
    moving.move(fresh(order), Status.PROCESSING, by="Sneha", text="On.")
    for name in ("disp_1", "disp_2"):
        post(client, dispute_event("created", payment).replace(b"disp_1", name.encode()))
    post(client, dispute_event("won", payment))
    with pytest.raises(HeldBack):
        check_may_go(fresh(order))
    post(client, dispute_event("won", payment).replace(b"disp_1", b"disp_2"))
    check_may_go(fresh(order))


LIFE = ("created", "action_required", "under_review", "lost")


@pytest.mark.parametrize("story", [*itertools.permutations(LIFE)], ids="-".join)
def test_a_dispute_goes_forward_only_in_any_order(client: Client, story: tuple[str, ...]) -> None:
    order = an_opened_order()
    payment = captured(client, order)
    for standing in (*story, *story):
        made_at = 1_795_000_200 + LIFE.index(standing)
        assert post(client, dispute_event(standing, payment, made_at)) == 200
    assert disputes(order, payment) == {"disp_1": "lost"}
    assert kinds(order) == {"dispute_lost"}
    assert kept(order, payment).left_paise == payment["amount"] - 50_00


def test_between_review_and_action_the_later_word_counts(client: Client) -> None:
    order = an_opened_order()
    payment = captured(client, order)
    for standing, at in (("action_required", 300), ("under_review", 200), ("created", 400)):
        post(client, dispute_event(standing, payment, 1_795_000_000 + at))
    assert disputes(order, payment) == {"disp_1": "action_required"}


@pytest.mark.parametrize("standing", [*LIFE, "won", "closed"])
def test_a_dispute_of_a_payment_nobody_knows_is_answered(client: Client, standing: str) -> None:
    body = json.dumps(sample("razorpay", f"webhook.payment.dispute.{standing}")).encode()
    assert [post(client, body) for _ in range(2)] == [200, 200]


def test_no_event_waits_for_razorpay(client: Client, settings: Settings) -> None:
    """Razorpay's API may hang: nothing of an answer depends on it."""
    order = an_opened_order()
    payment = a_payment_entity(order)
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        hanging.setblocking(False)
        settings.RAZORPAY_BASE_URL = f"http://127.0.0.1:{hanging.getsockname()[1]}"
        gateway.cache_clear()
        for kind in ("payment.failed", "payment.authorized", "payment.captured", "order.paid"):
            assert post(client, an_event(kind, payment)) == 200
        second = a_payment_entity(order)
        assert post(client, an_event("payment.captured", second)) == 200
        for kind in STORY:
            assert post(client, refund_event(kind, payment, a_refund(payment, amount=5_00))) == 200
        for standing in LIFE:
            assert post(client, dispute_event(standing, payment)) == 200
        with pytest.raises(BlockingIOError):
            hanging.accept()  # nobody has called
    gateway.cache_clear()


def test_what_is_none_of_ours_changes_nothing(client: Client) -> None:
    payment = a_payment_entity(an_opened_order())
    for kind in (
        "settlement.processed",
        "payment.downtime.started",
        "invoice.paid",
        "payment.link",
    ):
        assert post(client, an_event(kind, payment)) == 200
    assert not [row for row in Payment.scan() if row.payment_id == payment["id"]]
    assert not list(EventMark.scan(EventMark.key.startswith("#event")))
    assert not list(Unmatched.query(Unmatched.KEY))


def test_stock_does_not_move_by_news_alone(client: Client) -> None:
    order = an_opened_order()
    sku = order.lines[0].sku or ""
    before = stock_of(sku)
    payment = captured(client, order)
    post(client, refund_event("refund.processed", payment, a_refund(payment)))
    post(client, dispute_event("lost", payment))
    assert stock_of(sku) == before


def test_two_disputes_that_are_won_at_the_same_moment_leave_no_flag(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = an_opened_order()
    payment = captured(client, order)
    second = dispute_event("won", payment).replace(b"disp_1", b"disp_2")
    for name in (b"disp_1", b"disp_2"):
        post(client, dispute_event("created", payment).replace(b"disp_1", name))
    looks, meanwhile = disputing._is_another_open, [second]

    def then_the_other_is_won(found: Order, dispute_id: str) -> bool:
        is_open = looks(found, dispute_id)
        while meanwhile:
            post(client, meanwhile.pop())
        return is_open

    monkeypatch.setattr(disputing, "_is_another_open", then_the_other_is_won)
    post(client, dispute_event("won", payment))
    assert (kinds(order), needing_a_person()) == (set(), [])
