"""What Razorpay signed, however odd, is a 4xx or is kept: never a 5xx, never money believed that
was not said."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.models import Order
from payments.services.intake import TAKEN
from tests.factories import a_payment_entity, an_event, an_opened_order, signed
from tests.faults.odd import (
    FEW,
    JSON,
    ODD,
    WEBHOOK,
    json_values,
    paths_in,
    post,
    with_odd,
)

SAMPLES = sorted((Path(__file__).parent.parent / "samples" / "razorpay").glob("webhook.*.json"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_signed_event_with_anything_odd_in_it_is_taken_or_a_400(
    sample: Path, all_faults: bool
) -> None:
    event = json.loads(sample.read_bytes())
    for number, path in enumerate(paths_in(event)):
        if all_faults or number % 5 == len(sample.stem) % 5:
            raw = json.dumps(with_odd(event, path, ODD[number * 7 % len(ODD)])).encode()
            assert post(WEBHOOK, raw, JSON, **signed(raw)) in {200, 400}, path


PLACES = list(paths_in(json.loads(an_event("payment.captured", a_payment_entity(Order())))))
HOLDERS = [("event",), ("payload",), ("payload", "payment")]
ENTITY = ("payload", "payment", "entity")
DECIDING = {(*ENTITY, name) for name in ("amount", "currency", "status", "order_id", "id")}


@pytest.mark.parametrize("path", PLACES, ids=str)
def test_odd_news_of_an_order_of_ours_is_believed_only_in_what_does_not_decide(
    path: tuple[Any, ...], all_faults: bool
) -> None:
    odd_ones = ODD if all_faults else ODD[len(str(path)) % 9 :: 9]
    for odd in odd_ones:
        order = an_opened_order()
        event = json.loads(an_event("payment.captured", a_payment_entity(order)))
        raw = json.dumps(with_odd(event, path, odd)).encode()
        status = post(WEBHOOK, raw, JSON, **signed(raw))
        order.refresh(consistent_read=True)
        assert (status, order.status) in {(200, "confirmed"), (400, "pending"), (200, "pending")}
        assert order.status == "pending" or path not in {*DECIDING, ENTITY, *HOLDERS}, odd


@pytest.mark.parametrize("amount", [10**16, 10**38, 10**40])
def test_an_amount_that_no_table_can_hold_is_a_400(amount: int) -> None:
    raw = an_event("payment.captured", a_payment_entity(an_opened_order(), amount=amount))
    assert post(WEBHOOK, raw, JSON, **signed(raw)) == 400


def test_a_long_reason_is_cut_before_it_fills_the_order() -> None:
    order = an_opened_order()
    entity = a_payment_entity(order, status="failed", error_description="no " * 15_000)
    raw = an_event("payment.failed", entity)
    assert post(WEBHOOK, raw, JSON, **signed(raw)) == 200
    order.refresh(consistent_read=True)
    assert len((order.timeline or [])[-1].text) < 600


@FEW
@given(entity=json_values, kind=st.sampled_from(sorted(TAKEN)))
def test_any_signed_event_is_answered(entity: Any, kind: str) -> None:
    raw = an_event(kind, entity, refund={"entity": entity}, dispute={"entity": entity})
    assert post(WEBHOOK, raw, JSON, **signed(raw)) in {200, 400}
