"""The Razorpay stand-in where money goes wrong: odd payments, refunds that wait or come back,
disputes, payouts, and the lists in which all of it is found."""

import json
from typing import Any

import pytest
import requests
from django.conf import settings

from payments.razorpay import Razorpay, RazorpayRefused
from payments.sandbox.process import RunningSandbox
from tests.samples import names, sample

AUTH = (settings.RAZORPAY_KEY_ID, settings.RAZORPAY_KEY_SECRET)
DISPUTES = [name.removeprefix("webhook.") for name in names("razorpay", "webhook.payment.dispute")]


def client(sandbox: RunningSandbox) -> Razorpay:
    return Razorpay(requests.Session(), sandbox.razorpay_url, key_id=AUTH[0], key_secret=AUTH[1])


def rest(sandbox: RunningSandbox, path: str, **params: Any) -> requests.Response:
    url = f"{sandbox.razorpay_url}/v1/{path}"
    return requests.get(url, auth=AUTH, params=params, timeout=10)


def an_order(sandbox: RunningSandbox, receipt: str = "TB-1") -> str:
    return client(sandbox).open_order(receipt, 50000, {}).id


def paid(sandbox: RunningSandbox, receipt: str = "TB-1", **how: Any) -> dict[str, Any]:
    order_id = an_order(sandbox, receipt)
    payment: dict[str, Any] = sandbox.control("pay", order_id=order_id, **how)["payment"]
    return payment


def sent(sandbox: RunningSandbox, name: str) -> list[dict[str, Any]]:
    events = sandbox.ledger().get("events", [])
    return [json.loads(event["body"]) for event in events if event["name"] == name]


def assert_published(body: dict[str, Any], name: str) -> None:
    published = sample("razorpay", f"webhook.{name}")
    assert body.keys() == published.keys()
    assert body["payload"].keys() == published["payload"].keys()
    assert (body["event"], body["contains"]) == (published["event"], published["contains"])
    for part in published["contains"]:
        ours, theirs = (each["payload"][part]["entity"] for each in (body, published))
        assert ours.keys() == theirs.keys(), part
        assert part == "payment" or ours["status"] == theirs["status"]


@pytest.mark.parametrize(
    ("odd", "order"),
    [
        ({"amount": 49999}, ("attempted", 49999)),
        ({"amount": 50001}, ("paid", 50000)),
        ({"currency": "USD"}, ("attempted", 0)),
    ],
    ids=str,
)
def test_an_odd_payment_is_captured_as_it_came(
    sandbox: RunningSandbox, odd: dict[str, Any], order: tuple[str, int]
) -> None:
    payment = client(sandbox).payment(paid(sandbox, **odd)["id"])
    wanted = {"amount": 50000, "currency": "INR"} | odd
    assert (payment.amount_paise, payment.currency) == (wanted["amount"], wanted["currency"])
    seen = client(sandbox).order(payment.order_id)
    assert (seen.status, seen.amount_paid_paise) == order
    assert len(sent(sandbox, "order.paid")) == (order[0] == "paid")


def test_an_order_is_paid_twice_where_that_is_asked_for(sandbox: RunningSandbox) -> None:
    order_id = paid(sandbox)["order_id"]
    sandbox.control("pay", order_id=order_id, again=True)
    assert [p.status for p in client(sandbox).payments_of(order_id)] == ["captured", "captured"]
    assert client(sandbox).order(order_id).amount_paid_paise == 50000


def test_an_attempt_of_an_unknown_kind_is_refused(sandbox: RunningSandbox) -> None:
    with pytest.raises(ValueError, match="colour"):
        paid(sandbox, colour="red")


def test_a_refund_waits_and_is_processed_once(sandbox: RunningSandbox) -> None:
    payment = paid(sandbox)
    sandbox.control("bank", refunds="pending")
    refund = client(sandbox).refund(payment["id"], 50000, "refund-key-1", "R1", {})
    assert (refund.status, sent(sandbox, "refund.processed")) == ("pending", [])
    assert sent(sandbox, "refund.created")[0]["payload"]["refund"]["entity"]["status"] == "pending"
    assert client(sandbox).payment(payment["id"]).amount_refunded_paise == 50000
    for _ in range(2):
        sandbox.control(f"refunds/{refund.id}/process")
    assert len(sent(sandbox, "refund.processed")) == 1
    assert client(sandbox).refunds_of(payment["id"])[0].status == "processed"


def test_a_refund_that_failed_is_not_processed_and_may_be_given_anew(
    sandbox: RunningSandbox,
) -> None:
    payment = paid(sandbox)
    sandbox.control("bank", refunds="pending")
    refund = client(sandbox).refund(payment["id"], 50000, "refund-key-1", "R1", {})
    sandbox.control(f"refunds/{refund.id}/fail")
    with pytest.raises(ValueError, match="has failed"):
        sandbox.control(f"refunds/{refund.id}/process")
    again = client(sandbox).refund(payment["id"], 50000, "refund-key-2", "R2", {})
    assert (again.status, again.id == refund.id) == ("pending", False)


def test_an_instant_refund_may_become_a_normal_one(sandbox: RunningSandbox) -> None:
    payment = paid(sandbox, method="netbanking")
    path = f"payments/{payment['id']}/refund"
    normal = sandbox.control(path, amount=1000)
    with pytest.raises(ValueError, match="optimum"):
        sandbox.control(f"refunds/{normal['id']}/speed")
    instant = sandbox.control(path, amount=1000, speed="optimum")
    sandbox.control(f"refunds/{instant['id']}/speed")
    [body] = sent(sandbox, "refund.speed_changed")
    assert_published(body, "refund.speed_changed")


def test_what_the_balance_does_not_hold_is_not_given_back(sandbox: RunningSandbox) -> None:
    payment, ask = paid(sandbox), client(sandbox).refund
    sandbox.control("bank", balance_paise=30000)
    ask(payment["id"], 20000, "refund-key-1", "R1", {})
    with pytest.raises(RazorpayRefused) as refusal:
        ask(payment["id"], 20000, "refund-key-2", "R2", {})
    assert "not have enough balance" in refusal.value.description
    sandbox.control("bank", balance_paise=None)
    ask(payment["id"], 30000, "refund-key-2", "R2", {})
    with pytest.raises(RazorpayRefused) as refusal:
        ask(payment["id"], 100, "refund-key-3", "R3", {})
    assert refusal.value.description == "The payment has been fully refunded already."


@pytest.mark.parametrize("wanted", [{"refunds": "perhaps"}, {"colour": "red"}], ids=str)
def test_a_bank_that_nobody_knows_is_refused(
    sandbox: RunningSandbox, wanted: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="at_once or pending"):
        sandbox.control("bank", **wanted)


@pytest.mark.parametrize("event", DISPUTES)
def test_the_events_of_a_dispute_are_as_published(sandbox: RunningSandbox, event: str) -> None:
    dispute = sandbox.control(f"payments/{paid(sandbox, method='card')['id']}/dispute", amount=3900)
    word = event.rpartition(".")[2]
    if word != "created":
        sandbox.control(f"disputes/{dispute['id']}/move", to=word)
    body = sent(sandbox, event)[-1]
    assert_published(body, event)
    assert body["payload"]["dispute"]["entity"]["amount_deducted"] == (3900 * (word == "lost"))


def test_a_dispute_that_is_over_stays_so(sandbox: RunningSandbox) -> None:
    dispute = sandbox.control(f"payments/{paid(sandbox)['id']}/dispute")
    sandbox.control(f"disputes/{dispute['id']}/move", to="won")
    with pytest.raises(ValueError, match="does not become lost"):
        sandbox.control(f"disputes/{dispute['id']}/move", to="lost")
    failed = paid(sandbox, receipt="TB-2", outcome="failure")
    with pytest.raises(ValueError, match="Only captured"):
        sandbox.control(f"payments/{failed['id']}/dispute")


def test_a_payout_brings_what_was_captured_less_fees_and_refunds_once(
    sandbox: RunningSandbox,
) -> None:
    payment = paid(sandbox)
    sandbox.control(f"payments/{payment['id']}/refund", amount=10000)
    first, second = sandbox.control("settlements"), sandbox.control("settlements")
    assert (first["amount"], first["fees"], first["tax"]) == (40000 - 1180, 1180, 180)
    assert second["amount"] == 0
    assert_published(sent(sandbox, "settlement.processed")[0], "settlement.processed")


@pytest.mark.parametrize("shelf", ["orders", "payments", "refunds"])
def test_lists_come_newest_first_a_page_at_a_time(sandbox: RunningSandbox, shelf: str) -> None:
    for number in range(12):
        payment = paid(sandbox, receipt=f"TB-{number}")
        sandbox.control(f"payments/{payment['id']}/refund")
    listed = rest(sandbox, shelf).json()
    assert (listed["entity"], listed["count"], len(listed["items"])) == ("collection", 10, 10)
    whole = rest(sandbox, shelf, count=100).json()["items"]
    times = [each["created_at"] for each in whole]
    assert (len(whole), times) == (12, sorted(times, reverse=True))
    assert rest(sandbox, shelf, count=3, skip=9).json()["items"] == whole[9:12]
    assert rest(sandbox, shelf, **{"from": times[0] + 1}).json()["count"] == 0
    assert rest(sandbox, shelf, to=times[-1] - 1).json()["count"] == 0
    assert rest(sandbox, shelf, count=100, to=times[0]).json()["count"] == 12


@pytest.mark.parametrize("odd", [{"count": 101}, {"count": 0}, {"skip": "-1"}, {"from": "x"}])
def test_a_list_that_razorpay_would_not_give_is_refused(
    sandbox: RunningSandbox, odd: dict[str, Any]
) -> None:
    assert rest(sandbox, "payments", **odd).status_code == 400


def test_orders_are_found_by_whether_money_came(sandbox: RunningSandbox) -> None:
    paid(sandbox, receipt="TB-1")
    an_order(sandbox, receipt="TB-2")
    for wanted, receipt in (("1", "TB-1"), ("0", "TB-2")):
        listed = rest(sandbox, "orders", authorized=wanted).json()["items"]
        assert [order["receipt"] for order in listed] == [receipt]
