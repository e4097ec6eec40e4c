"""The whole demo: what is missing is made, what is there is left to those who work with it."""

import logging
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import requests
from django.conf import settings

from catalog import shelf
from config import clock
from config.errors import ShopError
from orders import queries as order_queries
from orders.day_rules import day_of
from orders.rules import Status
from orders.services.day_sums import count_day
from payments.demo import marks
from payments.demo.old_site import RECEIPT, bring_about_old_order
from payments.demo.orders import demo_orders
from payments.demo.past.laying import lay
from payments.demo.stand_in import StandIn
from payments.demo.walking import bring_about

log = logging.getLogger(__name__)
MAKERS = 4  # at once
QUIET = "quiet"  # the sandbox's mark: nothing of an earlier, killed run is left to be sent
PAST = "past"
Act = Callable[[StandIn], None]


def load_orders() -> tuple[int, dict[str, str]]:
    """Bring the orders about that are not in place: how many were, and why others wait for the
    next run. Raises SandboxSilent."""
    wanted, done = _wanted(), marks.in_place()
    missing = {name: act for name, act in wanted.items() if name not in done}
    if not missing and QUIET in done:
        return 0, {}
    with requests.Session() as session:
        sandbox = StandIn(session, settings.RAZORPAY_BASE_URL)
        is_new = not done and marks.past_until() is None and not _any_order()
        if is_new:
            # Whatever the sandbox remembers belongs to tables that are gone.
            sandbox.forget_everything()
            marks.begin_past(clock.now())
        past = _have_past(sandbox, done, is_again=not is_new)
        marks.unmark([QUIET])
        with sandbox.quietly():
            waiting = _make(missing, sandbox)
        marks.mark([QUIET])
    count_day(day_of(clock.now()), now=clock.now())  # the first look at the charts is not blank
    return past + len(missing) - len(waiting), waiting


def _have_past(sandbox: StandIn, done: Collection[str], *, is_again: bool) -> int:
    """Lay the weeks before the demo's first day, unless the shop was not new that day: whoever
    works in it has a past of their own. How many orders that made."""
    begun = marks.past_until()
    if begun is None or PAST in done:
        return 0
    made = lay(begun, sandbox, is_again=is_again)
    marks.mark([PAST])
    return made


def _wanted() -> Mapping[str, Act]:
    """What brings each order about, by its name."""
    each = {demo.order_id: partial(bring_about, demo) for demo in demo_orders()}
    return {**each, RECEIPT: bring_about_old_order}


def _make(acts: Mapping[str, Act], sandbox: StandIn) -> dict[str, str]:
    """Bring these about side by side. The first goes ahead alone, for it makes the connections
    that the others share; who got into another's way has a second turn."""

    def turn(name: str) -> str:
        return _try(name, acts[name], sandbox)

    ahead, rest = list(acts)[:1], list(acts)[1:]
    with ThreadPoolExecutor(MAKERS) as crew:
        refusals = [*map(turn, ahead), *crew.map(turn, rest)]
    waiting = [name for name, refusal in zip(acts, refusals, strict=True) if refusal]
    second = {name: turn(name) for name in waiting}
    shelf.forget()  # stock has moved under this process's copy
    return {name: refusal for name, refusal in second.items() if refusal}


def _try(name: str, act: Act, sandbox: StandIn) -> str:
    """Why it could not be brought about; nothing if it is in place."""
    try:
        act(sandbox)
    except ShopError as refusal:
        log.info("%s of the demo waits", name, exc_info=refusal)
        return str(refusal)
    marks.mark([name])
    return ""


def _any_order() -> bool:
    return any(True for status in Status for _ in order_queries.by_status(status))
