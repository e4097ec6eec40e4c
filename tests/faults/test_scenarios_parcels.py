"""The named scenarios of parcels (docs/reliability.md, D1 to D4 and D8 to D10), on the real server,
with Shiprocket's stand-in as a process of its own. D5 to D7 are in test_scenarios_tracking."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from config import clock
from config.errors import ShopError
from orders.models import Order
from orders.rules import PaymentStatus, Status
from payments.sandbox.process import RunningSandbox
from payments.services.cancelling import cancel_order
from payments.services.working import one_pass
from shipping import memory, queries, tokens
from shipping.errors import NotDispatched
from shipping.models import CourierToken
from shipping.packing import PackedBox
from shipping.services.dispatching import dispatch
from shipping.services.resuming import PACE, resume_half_done
from shipping.shiprocket import ShiprocketDown
from tests import parcel_invariants
from tests.factories import a_product
from tests.faults import report
from tests.faults.proxy import Proxy
from tests.faults.sales import at_once
from tests.faults.troubles import drop_after, drop_before
from tests.payments.test_checkout import fill, the_form
from tests.shipping.bench import a_packed_order, flags, now_of, parcel_of
from tests.snapshot import as_they_are

pytestmark = pytest.mark.server
CREATE, ASSIGN = "*/orders/create/adhoc", "*/courier/assign/awb"
TWO = [PackedBox({0: 1}, 300, 20, 10, 5), PackedBox({0: 1}, 300, 20, 10, 5)]


@pytest.fixture
def shiprocket(razorpay: RunningSandbox, settings: Settings) -> Iterator[RunningSandbox]:
    """The stand-in, with the shop's client talking to it; every AWB that it gives is paid for."""
    settings.SHIPROCKET_BASE_URL = razorpay.shiprocket_url
    razorpay.control("wallet", balance_paise=1_00_000_00)
    tokens._client.cache_clear()
    yield razorpay
    tokens._client.cache_clear()


def presses(order: Order, **given: Any) -> None:
    """Whoever is refused reads why."""
    with suppress(ShopError):
        dispatch(order.order_id, by="Meera", **given)


def works(minutes: float = 3) -> int:
    """One pass of the worker over the parcels, some minutes from now."""
    with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=True):
        return resume_half_done()


def assert_each_piece_went_once(shiprocket: RunningSandbox, number: int = 1) -> None:
    """No piece twice, none left behind, and no two records under one reference."""
    tables, ledger = as_they_are(), shiprocket.ledger()
    doubled, lost = parcel_invariants.doubled_and_lost(tables, ledger)
    report.dispatched(doubled=doubled, lost=lost, number=number)
    report.tried("rounds of named scenarios")
    found = [*parcel_invariants.here(tables), *parcel_invariants.there(tables, ledger)]
    assert (doubled, lost, found) == (0, 0, [])


NO_ANSWER = ["drop", "drop_after", "500", "502", "html", "429"]


@pytest.mark.parametrize("kind", NO_ANSWER)
@pytest.mark.parametrize("path", [CREATE, ASSIGN])
def test_d1_shiprocket_acts_and_does_not_say_so(
    shiprocket: RunningSandbox, path: str, kind: str
) -> None:
    """D1: the next press finds by our own reference what was made."""
    order = a_packed_order()
    shiprocket.control("faults", kind=kind, path=path, times=1)
    with pytest.raises(ShiprocketDown):
        dispatch(order.order_id, by="Meera", boxes=TWO)
    dispatch(order.order_id, by="Meera", boxes=TWO)
    assert len(shiprocket.ledger()["parcels"]) == len(queries.live_of(now_of(order))) == 2
    assert_each_piece_went_once(shiprocket)


@pytest.mark.parametrize("trouble", [drop_before, drop_after])
@pytest.mark.parametrize("call", [3, 5, 7, 9, 11])
def test_d2_made_there_and_not_written_down_here(
    shiprocket: RunningSandbox, proxy: Proxy, call: int, trouble: Callable[..., Any]
) -> None:
    """D2: whatever write of ours is lost, the worker adopts what is there."""
    order = a_packed_order()
    proxy.register.clear()
    lost = proxy.plan(trouble, number=call)
    with suppress(Exception):  # as a process that dies of it
        dispatch(order.order_id, by="Meera", boxes=TWO)
    assert lost.struck
    proxy.forget_plans()
    for minutes in (3, 6):
        works(minutes)
    if queries.live_of(now_of(order)):
        assert now_of(order).status is Status.SHIPPED
        assert len(shiprocket.ledger()["parcels"]) == 2
    assert_each_piece_went_once(shiprocket)


def test_d3_the_token_ends_in_the_middle_of_a_batch_of_fifty(
    shiprocket: RunningSandbox, all_faults: bool
) -> None:
    """D3: two workers at it; one new login, no parcel twice, and all fifty go."""
    number = 50 if all_faults else 12
    orders = [a_packed_order() for _ in range(number)]

    def sends(mine: list[Order]) -> None:
        for at, order in enumerate(mine):
            if at == len(mine) // 2:
                shiprocket.control("tokens/expire")
            dispatch(order.order_id, by="Meera")

    at_once([partial(sends, orders[: number // 2]), partial(sends, orders[number // 2 :])])
    assert {now_of(order).status for order in orders} == {Status.SHIPPED}
    assert len(shiprocket.ledger()["parcels"]) == number
    assert 1 <= len(shiprocket.ledger()["tokens"]) <= 2  # of two ends, at most two new ones
    assert_each_piece_went_once(shiprocket, number)


def test_d3_two_workers_who_hear_401_at_once_log_in_once(shiprocket: RunningSandbox) -> None:
    """D3: the token is one for all, and so is the new one."""
    tokens.client().wallet_balance()
    shiprocket.control("tokens/expire")
    workers = []
    for _ in range(6):
        tokens._client.cache_clear()
        workers.append(tokens.client())
    balances = at_once([worker.wallet_balance for worker in workers])
    assert len(set(balances)) == 1
    assert len(shiprocket.ledger()["tokens"]) == 1


def test_d3_a_wrong_password_is_not_tried_again_and_again(
    shiprocket: RunningSandbox, settings: Settings
) -> None:
    """D3: no storm of logins that would lock the account."""
    settings.SHIPROCKET_PASSWORD = "not-the-word"
    for _ in range(5):
        tokens._client.cache_clear()  # as another process
        presses(a_packed_order())
    resume_half_done()
    kept = CourierToken.get(CourierToken.KEY, "#", consistent_read=True)
    assert kept.refused_until is not None
    assert kept.refused_until > clock.now()
    shiprocket.control("faults", kind="500", path="*/auth/login", times=1)
    presses(a_packed_order())
    assert [each["path"] for each in shiprocket.ledger()["faults"]] == ["*/auth/login"]


AWB_REFUSED: dict[str, Callable[[RunningSandbox], object]] = {
    "wallet empty": lambda s: s.control("wallet", balance_paise=0),
    "nobody goes there": lambda s: s.control("couriers", unserviceable=["411038"]),
    "all refuse": lambda s: s.control(
        "couriers", refusing={str(n): "Operational issues" for n in (10, 43, 51, 142)}
    ),
}


@pytest.mark.parametrize("why", AWB_REFUSED)
def test_d4_registered_but_no_courier_takes_it(shiprocket: RunningSandbox, why: str) -> None:
    """D4: the order stays on the bench, paid, with what to do; mended, it goes."""
    order = a_packed_order()
    AWB_REFUSED[why](shiprocket)
    with pytest.raises(NotDispatched):
        dispatch(order.order_id, by="Meera")
    assert (now_of(order).status, now_of(order).payment_status) == (
        Status.PROCESSING,
        PaymentStatus.CAPTURED,
    )
    assert "dispatch" in flags(order)
    assert works(60) == 0
    shiprocket.control("wallet", balance_paise=1_00_000_00)
    shiprocket.control("couriers")
    memory.forget_all()
    dispatch(order.order_id, by="Meera")
    assert (flags(order), len(shiprocket.ledger()["parcels"])) == ({}, 1)
    assert_each_piece_went_once(shiprocket)


def test_d8_cancelled_while_the_dispatch_holds_it(
    shiprocket: RunningSandbox, all_faults: bool
) -> None:
    """D8: shipped with a living AWB, or cancelled without one; never both, never neither."""
    for turn in range(30 if all_faults else 6):
        order = a_packed_order()
        order.update(actions=[Order.payment_method.set("cod")])
        waits = 30 * (turn % 5)
        shiprocket.control("faults", kind="delay", path=(CREATE, ASSIGN)[turn % 2], ms=waits)

        def cancels(order: Order = order) -> None:
            with suppress(ShopError):
                cancel_order(order.order_id, reason="You asked us to.", by="Imran")

        acts: list[Callable[[], None]] = [partial(presses, order), cancels]
        at_once(acts)
        works()
        parcels = shiprocket.ledger().get("parcels", [])
        ours = [each for each in parcels if each["reference"].startswith(order.order_id)]
        alive = [each for each in ours if each["awb"] and each["status"] != "CANCELED"]
        wanted = {1: Status.SHIPPED, 0: Status.CANCELLED}
        assert now_of(order).status is wanted[len(alive)]
        shiprocket.control("faults/clear")
    assert_each_piece_went_once(shiprocket, turn + 1)


ODD: dict[str, dict[str, str]] = {
    "emoji": {"name": "Ananya 🏓 Rao", "line1": "22, 3rd Cross 🏠"},
    "right to left": {"name": "أنانيا راو", "line1": "22, شارع الثالث"},
    "Devanagari": {"name": "अनन्या राव", "line1": "२२, तीसरा क्रॉस 22"},
    "120 signs": {"line1": "22, " + "Long " * 23 + "Lane"},
    "300 signs": {"line1": "22, " + "x" * 296},
    "two lines": {"line1": "22, 3rd Cross\nKothrud", "line2": "near\r\nthe park"},
    "pincode with blanks": {"pincode": " 41 10 38 "},
    "telephone with +91": {"phone": "+91 98450-12345"},
    "telephone with 0": {"phone": "098450 12345"},
    "telephone too short": {"phone": "98450"},
    "telephone of another land": {"phone": "+1 415 555 0100"},
    "markup": {"name": "<b>Ananya</b>", "line1": "22, <script>alert(1)</script>"},
    "city of forty signs": {"city": "Thiruvananthapuram" * 2},
}


@pytest.mark.parametrize("odd", ODD)
def test_d9_an_odd_address_is_sent_or_refused_before_paying(
    shiprocket: RunningSandbox, client: Client, odd: str
) -> None:
    """D9: nothing is sold that Shiprocket would not take."""
    fill(client, a_product(weight_grams=95).product_id)
    answer = client.post("/checkout", the_form(client, **ODD[odd]))
    found = list(as_they_are().orders.values())
    assert (answer.status_code, len(found)) in {(302, 1), (422, 0)}
    for order in found:
        order.update(
            actions=[
                Order.status.set(Status.PROCESSING),
                Order.payment_status.set(PaymentStatus.CAPTURED.value),
            ]
        )
        dispatch(order.order_id, by="Meera")
        assert parcel_of(order).label_url
    report.tried("rounds of named scenarios")


def test_d10_an_hour_without_shiprocket(shiprocket: RunningSandbox, client: Client) -> None:
    """D10: checkout still sells; what was begun waits, and goes in its order, not all at once."""
    number = 25
    shiprocket.control("faults", kind="502", path="/shiprocket/*", times=10_000)
    fill(client, a_product().product_id)
    assert client.post("/checkout", the_form(client)).status_code == 302
    orders = [a_packed_order() for _ in range(number)]
    for order in orders:
        presses(order)
    assert works(1) == 0
    asked = [each["left"] for each in shiprocket.ledger()["faults"]]
    works(2)
    assert asked[0] - shiprocket.ledger()["faults"][0]["left"] <= 2  # one call, and perhaps a login
    shiprocket.control("faults/clear")
    memory.forget_all()
    assert works(60) == PACE.most
    gone = [order for order in orders if now_of(order).status is Status.SHIPPED]
    assert gone == orders[: PACE.most]
    assert works(60) == 0
    assert works(62) == number - PACE.most
    one_pass(now=clock.now() + timedelta(hours=2))
    assert {now_of(order).status for order in orders} == {Status.SHIPPED}
    assert_each_piece_went_once(shiprocket, number)
