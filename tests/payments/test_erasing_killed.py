"""E20: an erasure that is cut off anywhere, done twice or by two at once, ends as one that was
not."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from django.core.mail import EmailMultiAlternatives

from config import clock
from config.dynamo import Counted
from config.raw_items import Swap, as_plain, stored, swap
from customers.privacy_models import Erasure, digest_of
from customers.services import complaining, erasing, erasure_steps
from orders.models import Order
from orders.rules import Status
from payments.services import people_duties, privacy, privacy_orders
from payments.services.working import one_pass
from tests.customers.test_complaints import a_complaint
from tests.invariants import assert_invariants
from tests.payments.forgetting_me import (
    WHO,
    a_delivered_order,
    a_paid_order,
    fresh,
    is_known,
    left_of,
    the_worker,
)

ROOT = Path(__file__).parent.parent.parent
WRITES = {"TransactWriteItems", "PutItem", "UpdateItem", "DeleteItem"}


@contextmanager
def dying(at: int) -> Iterator[list[str]]:
    """The process is gone just before the n-th write, which is also just behind the one before."""
    client = cast("Any", Counted)
    send: Callable[..., Any] = client._make_api_call
    seen: list[str] = []

    def shot(self: Counted, name: str, *args: Any, **kwargs: Any) -> Any:
        if name not in WRITES:
            return send(self, name, *args, **kwargs)
        seen.append(name)
        if len(seen) == at:
            raise SystemExit(137)
        return send(self, name, *args, **kwargs)

    client._make_api_call = shot
    try:
        yield seen
    finally:
        client._make_api_call = send


def somebody() -> list[Order]:
    """A delivered order and a complaint that is settled."""
    orders = [a_delivered_order()]
    own = a_complaint(person=WHO, name="Ananya Raghunathan", is_proved=True)
    complaining.settle(own.ticket, by="Sneha")
    return orders


@pytest.mark.server
def test_e20_killed_at_any_write_it_is_taken_up_and_ends(mailoutbox: list[Any]) -> None:
    place, was_shot = 0, True
    while was_shot:
        place += 1
        mailoutbox.clear()
        was_shot = _erased_and_shot(place)
        assert left_of() == [], place
        assert erasing.under_way() == [], place
        last = [each for each in mailoutbox if each.subject == "Your data were erased"]
        assert len({each.extra_headers["Message-ID"] for each in last}) == 1, place
    assert_invariants()
    assert place > 15  # there are so many writes to be shot at


def _erased_and_shot(place: int) -> bool:
    """Whether there was such a write. Afterwards the worker has done what was left."""
    somebody()
    was_shot = False
    with dying(place):
        try:
            privacy.ask(WHO)
            see_to_erasures()
        except SystemExit:
            was_shot = True
    if erasing.erasure_of(WHO) is None and is_known():
        privacy.ask(WHO)  # the wish itself was lost: the person sees that, and asks again
    _let_claims_lapse()
    see_to_erasures()
    return was_shot


def see_to_erasures() -> None:
    """What the worker does of it in two passes."""
    for _ in range(2):
        for act in people_duties.waiting_erasures(clock.now()):
            act()


def _let_claims_lapse() -> None:
    """A mail that was being sent is taken over after ten minutes."""
    wish = erasing.erasure_of(WHO)
    if wish is not None and (wish.mail or "").startswith("sending "):
        wish.update(actions=[Erasure.mail.remove()])


@pytest.mark.server
def test_e20_kill_9_in_the_middle(server: str) -> None:
    order = a_delivered_order()
    privacy.ask(WHO)
    child = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "tests.killed", "erasing", order.order_id],
        cwd=ROOT,
        env={"TEST_ENGINE": server, "PATH": ""},
        timeout=60,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL
    assert fresh(order).customer_id.startswith("erased-")
    assert is_known()
    the_worker()
    assert left_of() == []


@pytest.mark.server
def test_e20_two_workers_and_two_wishes_at_once(mailoutbox: list[Any]) -> None:
    somebody()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: privacy.ask(WHO), range(2)))
        for _ in range(4):
            list(pool.map(lambda _: one_pass(now=clock.now()), range(2)))
    assert left_of() == []
    assert [mail.subject for mail in mailoutbox].count("Your data were erased") == 1


def test_e20_asked_during_an_open_order_it_is_done_when_that_ended() -> None:
    old, open_order = a_delivered_order(), a_paid_order()
    assert privacy.ask(WHO) == privacy.ask(WHO) == [f"Order {open_order.order_id} is not finished."]
    the_worker()
    assert fresh(old).customer_id == WHO
    open_order.update(actions=[Order.status.set(Status.DELIVERED)])
    the_worker()
    assert left_of() == []


def test_a_done_erasure_keeps_two_times_and_no_person() -> None:
    a_delivered_order()
    privacy.ask(WHO)
    the_worker()
    kept = stored(Erasure, f"{Erasure.PREFIX}{digest_of(WHO)}", "#") or {}
    assert set(kept) == {"customerId", "email", "askedAt", "begunAt", "doneAt"}
    assert WHO not in str({name: as_plain(held) for name, held in kept.items()})


def test_a_mail_server_that_is_down_delays_the_end_for_three_days_at_most(
    monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    a_delivered_order()
    privacy.ask(WHO)

    def hang_up(self: EmailMultiAlternatives, *_: Any) -> int:
        raise OSError(f"no route for {WHO}")

    monkeypatch.setattr(EmailMultiAlternatives, "send", hang_up)
    the_worker()
    assert [each for each in left_of() if "#erase/" not in each] == []
    assert left_of(WHO)
    assert WHO not in caplog.text
    one_pass(now=clock.now() + timedelta(days=4))
    assert left_of() == []


def test_an_order_that_changes_in_the_same_moment_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = a_delivered_order()
    privacy.ask(WHO)
    seen: list[int] = []

    def meanwhile(parts: list[Swap]) -> None:
        if not seen:
            seen.append(1)
            order.update(actions=[Order.cancel_reason.set("Ananya asked")])
        swap(parts)

    monkeypatch.setattr(privacy_orders, "swap", meanwhile)
    the_worker()
    assert fresh(order).cancel_reason == "… asked"
    assert left_of() == []


def test_a_page_of_the_tables_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    a_delivered_order()
    privacy.ask(WHO)
    wish = erasing.erasure_of(WHO)
    assert wish is not None
    erasure_steps.sweep_on(wish, "shipments", "")
    asked: list[str] = []
    client = cast("Any", Counted)
    send = client._make_api_call

    def noting(self: Counted, name: str, said: Any, *args: Any) -> Any:
        if name == "Scan":
            asked.append(said["TableName"])
        return send(self, name, said, *args)

    monkeypatch.setattr(client, "_make_api_call", noting)
    the_worker(1)
    assert asked == ["table-tennis-shipments"]
