"""What the exhaustive test stands on: a fault strikes the call that it was planned for, a process
that is shot is gone, and what breaks is found."""

from dataclasses import replace

import pytest

from tests.factories import stock_of
from tests.faults.exhaust import PATIENT, Scenario, count_calls, try_one
from tests.faults.flows import SALE, put_on_sale
from tests.faults.flows_by_staff import REFUND
from tests.faults.outside import FAULTS, KILLED_AFTER, KILLED_BEFORE
from tests.faults.running import Page
from tests.faults.scene import Scene

pytestmark = pytest.mark.server
BY_NAME = {fault.name: fault for fault in FAULTS}
PLACING = "TransactWriteItems orders+"  # how its name begins: order, its bookkeeping, stock
REFUNDING = "POST /razorpay/v1/payments/*/refund"


def place(scene: Scene) -> Page:
    """A browser goes to the checkout and orders, once."""
    from tests.faults.flows import FIELDS

    browser = scene.browser()
    for sku in ("sheet", "FL"):
        browser.post("/cart/add", {"sku": sku, "quantity": "1"})
    page = browser.get("/checkout")
    return browser.post(
        "/checkout", FIELDS | {name: page.hidden(name) for name in ("attempt", "total")}
    )


@pytest.mark.parametrize(
    ("fault", "left", "status"),
    [
        ("lost before", 5, 503),
        ("lost after", 4, 503),
        ("lost after, then asked again", 4, 302),
        ("500", 5, 503),
        ("hang", 5, 503),
        (KILLED_BEFORE, 5, 0),
        (KILLED_AFTER, 4, 0),
    ],
)
def test_a_fault_strikes_the_call_that_it_was_planned_for(
    scene: Scene, fault: str, left: int, status: int
) -> None:
    asked = count_calls(scene, SALE)
    number = next(n for n, name in enumerate(asked, 1) if name.startswith(PLACING))
    scene.set_anew(patience=PATIENT)
    put_on_sale(scene)
    scene.outside.plan(number, BY_NAME[fault], scene.shop)
    assert place(scene).status == status
    assert stock_of("sheet") == left


def test_every_fault_is_tried_above() -> None:
    (mark,) = test_a_fault_strikes_the_call_that_it_was_planned_for.pytestmark  # type: ignore[attr-defined]
    assert {row[0] for row in mark.args[1]} == set(BY_NAME)


def test_a_shop_that_was_shot_is_gone_and_another_one_answers(scene: Scene) -> None:
    scene.set_anew(patience=PATIENT)
    put_on_sale(scene)
    browser = scene.browser()
    assert browser.get("/healthz").status == 200
    first = scene.shop.pid
    scene.outside.plan(1, BY_NAME[KILLED_BEFORE], scene.shop)
    assert browser.post("/cart/add", {"sku": "sheet", "quantity": "1"}) == Page()
    assert browser.post("/cart/add", {"sku": "sheet", "quantity": "1"}).location == "/cart"
    assert scene.shop.pid not in {0, first}


def test_stock_that_is_put_back_outside_a_transaction_is_found(scene: Scene) -> None:
    """The negative control: the guard is out in the shop's process, and the harness says so."""

    def carelessly(scene: Scene) -> None:
        scene.browser().act("stock_without_transaction")
        REFUND.play(scene)

    careless = replace(REFUND, play=carelessly)
    number = count_calls(scene, careless).index("UpdateItem products") + 1
    twice = BY_NAME["lost after, then asked again"]
    broken = try_one(scene, careless, Scenario(number, "UpdateItem products", twice, PATIENT))
    assert any("sheet: stock 6" in line or "5 received" in line for line in broken), broken


def test_a_fault_that_never_happened_is_not_counted_as_borne(scene: Scene) -> None:
    never = Scenario(1_000, PLACING, BY_NAME["500"], PATIENT)
    assert "the fault did not happen" in try_one(scene, SALE, never)[0]
