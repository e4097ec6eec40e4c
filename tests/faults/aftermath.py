"""What follows every scenario, whatever went wrong in it: the faults are over, the vendors tell
everything again, the worker passes and time goes by. Then all that must hold is looked at."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache

import time_machine
from django.test import Client

from config import clock
from payments.services.working import one_pass
from tests.faults.scene import Scene, forget_all, headers_of
from tests.invariants import Ledger, assert_invariants, assert_settled

# Between two of these lies everything that the shop waits for: the minute before the worker asks,
# a lease, the end of a hold, a mail's claim.
PASSES = (timedelta(minutes=2), timedelta(minutes=17))
QUIET = timedelta(hours=1)


def let_it_settle(
    scene: Scene, *, vendors_first: bool, may_repeat_a_mail: bool = False
) -> list[str]:
    """The vendors and the worker do their part, in one order or the other; what went wrong.

    `may_repeat_a_mail`: nobody could write down that a mail had left, so it leaves once more. It
    has the same Message-ID, and mail programs show one (orders/services/mailing.py)."""
    scene.shop.end_process()
    scene.outside.start_anew()
    forget_all()
    wrong: list[str] = []
    now = clock.now() + scene.later
    if vendors_first:
        wrong += _tell_again(scene, backwards=True)
    for wait in PASSES:
        with time_machine.travel(now + wait, tick=True):
            one_pass()
    if not vendors_first:
        wrong += _tell_again(scene, backwards=True)
    wrong += _tell_again(scene, backwards=False)
    with time_machine.travel(now + QUIET, tick=True):
        wrong += _broken(scene, _as_shown if may_repeat_a_mail else _as_sent)
    return wrong


def _tell_again(scene: Scene, *, backwards: bool) -> list[str]:
    """Every event once more; each must be answered with 200 now."""
    events = sorted(scene.events(), key=lambda event: event["number"], reverse=backwards)
    wrong = []
    for event in events:
        reply = _vendors().post(
            event["path"],
            event["body"],
            content_type="application/json",
            headers=headers_of(event),
        )
        if reply.status_code != 200:
            wrong.append(f"{event['name']} told again was answered {reply.status_code}")
    return wrong


@cache
def _vendors() -> Client:
    """One for all that is told: the first request of each loads the middleware anew."""
    return Client(raise_request_exception=False)


def _broken(scene: Scene, seen: Callable[[Ledger], Ledger]) -> Iterator[str]:
    """What does not hold. Pages may have been refused; none may have fallen over."""
    for page in scene.pages:
        if page.trace:
            yield f"a page fell over: {page.trace.strip().splitlines()[-1]}"
    try:
        assert_settled()
        assert_invariants(received=scene.received, ledger=seen(scene.sandbox.ledger()))
    except AssertionError as broken:
        yield str(broken)


def _as_sent(ledger: Ledger) -> Ledger:
    return ledger


def _as_shown(ledger: Ledger) -> Ledger:
    """The mails as mail programs show them: one of each Message-ID."""
    mails = {mail["headers"]["Message-ID"]: mail for mail in ledger.get("mails", [])}
    return {**ledger, "mails": list(mails.values())}
