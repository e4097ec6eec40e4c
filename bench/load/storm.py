"""L4: Razorpay tells of many payments, of each several times, all mixed up."""

import random
import time
from collections import Counter
from itertools import chain
from typing import Any

from django.conf import settings

from bench.load import pace
from bench.load.browser import Browser, Seen
from bench.load.marks import Mark, Played, exactly, nothing_of, times_of, within
from bench.load.plan import SEED, Plan
from bench.load.shop import Shop, a_shop
from bench.stocked import FOR_SALE
from bench.sums import percentile
from bench.visitors import tables_of
from payments.signatures import webhook_signature
from tests.invariants import orders
from tests.journey.test_at_once import buy

HANDS = 64
PATIENCE = 5.0  # seconds that Razorpay waits for an answer
NEWS = "payment.captured"


def play(plan: Plan) -> Played:
    """The storm in a shop of its own."""
    title = f"{plan.paid} events, each {plan.times} times, {plan.events_a_second:g} a second"
    played = Played("L4", title, plan.is_whole)
    with a_shop() as shop:
        tell_all(shop, plan, played)
    return played


def tell_all(shop: Shop, plan: Plan, played: Played) -> None:
    """Orders are placed and paid while Razorpay keeps its news to itself; then it tells, and in the
    end everything else that it knows as well."""
    shop.house.sandbox.control("webhooks", mode="hold")
    placed = pace.at([0.0] * plan.paid, lambda n, _: _paid(shop, n), hands=6)
    seen, late = _storm(shop, plan)
    played.marks += _marks(seen, late, plan)
    played.marks.append(_one_effect(shop, plan))
    shop.house.sandbox.control("webhooks", mode="auto")
    played.marks.append(nothing_of("news that was not heard", shop.wait_for_news(180)))
    shop.house.a_pass()
    played.marks.append(shop.judged(placed))
    played.figures["an event, p50 / p95 / p99 / longest"] = times_of(late)
    played.figures["seed"] = str(SEED)


def _paid(shop: Shop, number: int) -> str:
    """Somebody orders as the earlier front end does, and pays; the order's id."""
    network = f"10.78.{number // 250}.{number % 250 + 1}"
    reply = buy(shop.house.url, FOR_SALE[number % 64], f"storm{number}@example.com", network)
    reply.raise_for_status()
    order: dict[str, str] = reply.json()["order"]
    shop.house.sandbox.control("pay", order_id=order["id"], outcome="success")
    return order["receipt"]


def _storm(shop: Shop, plan: Plan) -> tuple[Seen, list[float]]:
    """What was answered, and how long after the moment at which each event was due."""
    events = [each for each in shop.ledger()["events"] if each["name"] == NEWS]
    told = list(chain.from_iterable([events] * plan.times))
    random.Random(SEED).shuffle(told)  # noqa: S311 - the same run again
    seen, late = Seen(), list[float]()

    def tell(number: int, due: float) -> None:
        vendor = Browser(shop.house.url, seen, number)
        _tell(vendor, told[number])
        vendor.close()
        late.append(time.perf_counter() - due)

    pace.at(pace.even(len(told), plan.events_a_second), tell, hands=HANDS)
    return seen, late


def _tell(vendor: Browser, event: dict[str, Any]) -> None:
    """As Razorpay does; what is not answered with 2xx is told again, as it would be."""
    raw = event["body"].encode()
    headers = {
        "Content-Type": "application/json",
        "X-Razorpay-Signature": webhook_signature(settings.RAZORPAY_WEBHOOK_SECRETS[0], raw),
        "x-razorpay-event-id": event["id"].removeprefix("evt_"),
    }
    for _ in range(5):
        if vendor.send("/payment/webhook", raw, headers, "event").status == 200:
            return
        time.sleep(1)


def _marks(seen: Seen, late: list[float], plan: Plan) -> list[Mark]:
    wanted = {"event 200": plan.paid * plan.times}
    return [
        exactly("answers to events", wanted, dict(seen.statuses)),
        within("longest answer, from when it was due", max(late), PATIENCE),
        within("p99, from when it was due", percentile(late, 99), 1),
    ]


def _one_effect(shop: Shop, plan: Plan) -> Mark:
    """How often the stories of the orders tell of money that came in."""
    with tables_of(shop.house):
        told = Counter(
            (order.status.value, sum("received" in line.text for line in order.timeline or []))
            for order in orders()
        )
    return exactly(
        "orders by status and payments told of", {("confirmed", 1): plan.paid}, dict(told)
    )
