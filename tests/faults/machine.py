"""The shop, its stand-ins and the model side by side: each thing is done to the shop, then written
into the model, and every step ends with a look at all of it."""

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from payments.reconcile.facts import Standing
from payments.services import working
from payments.services.reconciling import Period, reconcile
from payments.services.working import one_pass
from tests.faults import bank, hearing
from tests.faults.comparing import differences
from tests.faults.dying import Killed, dying_at
from tests.faults.indoors import Indoors, indoors
from tests.faults.model import Books
from tests.faults.model_parts import Entity
from tests.invariants import broken
from tests.snapshot import as_they_are
from tests.watching import Watcher

WHICH = st.sampled_from([0, 0, 0, 0, 1, 1, 2, 3, 5, 8])  # of what there is, from the newest
LOST_ANSWER = 99
CRASH = st.one_of(st.just(0), st.just(LOST_ANSWER), st.integers(-14, 14))
BEGIN = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
_T = TypeVar("_T")


class Machine(RuleBasedStateMachine):
    """What all players share. A subclass says which products there are, and with `prepare` how
    tables are emptied."""

    prepare: Callable[[], dict[str, int]]
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self._indoors, self.watcher = indoors(), Watcher()
        self.house: Indoors = self._indoors.__enter__()
        self._travel = time_machine.travel(BEGIN, tick=False)
        self.time = self._travel.start()
        self.received = type(self).prepare()
        self.books = Books(self.received)
        self.named = 0
        self.heard: set[str] = set()

    def teardown(self) -> None:
        """All waits are over and all news is in, by the vendors or else by reconcile: then here
        and there agree to the paisa."""
        try:
            if sys.exc_info()[0] is None:  # the steps went well
                self.all_refunds_come_to_their_end()
                (self.settle_by_reconcile if self.named % 2 else self.settle_by_news)()
                found = broken(received=self.received, ledger=self.house.ledger())
                assert not found, "\n".join(found)
        finally:
            self._travel.stop()
            self._indoors.__exit__(None, None, None)

    @invariant()
    def the_books_are_right(self) -> None:
        """After every step."""
        Machine.steps += 1
        tables = as_they_are()
        ledger = self.house.ledger()
        found = broken(
            received=self.received,
            ledger=ledger,
            placed=self.books.orders,
            is_under_way=True,
            tables=tables,
        )
        found += self.watcher.look(tables)
        found += differences(tables, self.books)
        assert not found, "\n".join(found)

    # --- what players have in common ----------------------------------------------------------

    def name(self, kind: str) -> str:
        """A name never used before."""
        self.named += 1
        return f"{kind}{self.named:08d}"

    def pick(self, choice: Sequence[_T], which: int) -> _T:
        """One of these, the newest if `which` is 0."""
        return choice[-1 - which % len(choice)]

    def once(self, act: Callable[[], _T], crash: int = 0) -> _T:
        """Do it; with `crash`, die at the so many-th call to anybody (negative: when it was
        answered already) or lose Razorpay's answer to a refund, and do it again as whoever wanted
        it would."""
        if crash == LOST_ANSWER:
            self.house.control("faults", kind="drop_after", path="*/refund", times=9)
            try:
                act()
            finally:
                self.house.control("faults/clear")
        elif crash:
            with suppress(Killed), dying_at(crash):
                act()
        working._asked.clear()
        return act()

    def tell(self, event: Entity, *, event_id: str = "", crash: int = 0) -> None:
        """The vendor posts an event, and the shop hears it."""
        assert self.once(lambda: self.house.tell(event, event_id=event_id), crash) == 200
        name = event_id or event["id"]
        if name not in self.heard:  # an event is heard once, whatever was known at that time
            self.heard.add(name)
            hearing.event(self.books, event)

    def worker(self, crash: int = 0) -> None:
        """One pass of a worker that has just been started."""

        as_asked = hearing.as_asked()
        self.once(one_pass, crash)
        hearing.worked(self.books, as_asked)

    def settle_by_news(self) -> None:
        """The vendors tell all they know twice, in both directions, and the worker passes."""
        for events in (self.house.events()[::-1], self.house.events()):
            for event in events:
                self.tell(event)
        for _ in range(3):
            self.time.shift(timedelta(hours=1))
            self.worker()
        for event in self.house.events():
            self.tell(event)
        self.the_books_are_right()

    def settle_by_reconcile(self) -> None:
        """No event comes any more: reconcile mends what is clear, and then has nothing to do."""
        self.time.shift(timedelta(hours=1))
        period = Period(BEGIN - timedelta(days=1))
        report = reconcile(period, by="Machine", is_applied=True)
        left = [line for line in report.of(Standing.OPEN) if line.may_be_mended]
        assert not left, left
        assert reconcile(period, by="Machine", is_applied=True).mended == []

    def all_refunds_come_to_their_end(self) -> None:
        """There is money to refund from, and what was pending is processed."""
        self.house.control("bank", balance_paise=None, refunds="at_once")
        for refund in bank.refunds():
            if refund["status"] == "pending":
                self.house.control(f"refunds/{refund['id']}/process")
