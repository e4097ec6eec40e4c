"""Razorpay, Shiprocket, the banks, the worker and the clock on the machine."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.faults import bank
from tests.faults.machine import CRASH, WHICH, Machine


class Vendors(Machine):
    """Razorpay and Shiprocket tell their news whenever they like; banks have their own will."""

    @precondition(lambda self: bool(self.house.events()))
    @rule(which=WHICH, times=st.sampled_from([1, 1, 2, 3]), crash=CRASH)
    def tell_some(self, which: int, times: int, crash: int) -> None:
        """Any event, any number of times, in any order."""
        event = self.pick(self.house.events(), which)
        for _ in range(times):
            self.tell(event, crash=crash)

    @precondition(lambda self: bool(self.house.events()))
    @rule(which=WHICH)
    def replay(self, which: int) -> None:
        """An old event under a new id."""
        self.tell(self.pick(self.house.events(), which), event_id=self.name("replayed"))

    @precondition(lambda self: bool(self.house.events()))
    @rule(backwards=st.booleans())
    def tell_all(self, backwards: bool) -> None:
        """Everything that was never told."""
        events = [each for each in self.house.events() if not each["attempts"]]
        for event in events[::-1] if backwards else events:
            self.tell(event)

    @precondition(lambda self: bool(self.captured()))
    @rule(
        which=WHICH,
        share=st.sampled_from([1, 2, 3]),
        speed=st.sampled_from(["normal"] * 3 + ["optimum"]),
    )
    def dashboard_refund(self, which: int, share: int, speed: str) -> None:
        """Somebody gives money back in Razorpay's own dashboard: all that is left, or a part."""
        payment = self.pick(self.captured(), which)
        left = payment["amount"] - payment["amount_refunded"]
        try:
            self.house.control(
                f"payments/{payment['id']}/refund", amount=max(1, left // share), speed=speed
            )
        except ValueError:
            assert left == 0 or self.house.control("bank")["balance_paise"] is not None

    @precondition(lambda self: bool(bank.refunds()))
    @rule(which=WHICH, end=st.sampled_from(["process", "fail", "speed"]))
    def refund_goes_on(self, which: int, end: str) -> None:
        """The bank has paid a refund out, sends it back, or takes the slow way."""
        refund = self.pick(bank.refunds(), which)
        with suppress(ValueError):  # some ends are not for every refund
            self.house.control(f"refunds/{refund['id']}/{end}")

    @rule(
        refunds=st.sampled_from(["at_once", "pending"]),
        balance=st.sampled_from([None, None, 0, 50_00]),
    )
    def bank_changes(self, refunds: str, balance: int | None) -> None:
        """Refunds are processed at once or wait; there is money to refund from, or not."""
        self.house.control("bank", refunds=refunds, balance_paise=balance)

    @precondition(lambda self: bool(self.captured()))
    @rule(which=WHICH)
    def dispute(self, which: int) -> None:
        """A shopper's bank disputes a payment."""
        payment = self.pick(self.captured(), which)
        self.house.control(f"payments/{payment['id']}/dispute", amount=100_00)

    @precondition(lambda self: bool(bank.open_disputes()))
    @rule(
        which=WHICH,
        to=st.sampled_from(["under_review", "action_required", "won", "lost", "closed"]),
    )
    def dispute_goes_on(self, which: int, to: str) -> None:
        """A dispute is looked at, won, lost or dropped."""
        dispute = self.pick(bank.open_disputes(), which)
        if not (dispute["status"] == "under_review" and to == "under_review"):
            self.house.control(f"disputes/{dispute['id']}/move", to=to)

    @precondition(lambda self: bool(bank.parcels()))
    @rule(which=WHICH, status=st.sampled_from([42, 18, 17, 7]))
    def parcel_moves(self, which: int, status: int) -> None:
        """A courier scans a parcel."""
        self.house.control(
            f"parcels/{self.pick(bank.parcels(), which)['awb']}/move", status_id=status
        )

    def captured(self) -> list[Any]:
        return [each for each in bank.payments() if each["status"] in {"captured", "refunded"}]


class Worker(Machine):
    """The worker and the clock."""

    @rule(after=st.sampled_from([0, 2, 16, 40]), crash=CRASH)
    def worker_passes(self, after: int, crash: int) -> None:
        """Some minutes later a worker is started, and makes one pass."""
        self.time.shift(timedelta(minutes=after))
        self.worker(crash)

    @rule(minutes=st.sampled_from([1, 2, 5, 16, 40]))
    def time_goes_by(self, minutes: int) -> None:
        """Minutes pass."""
        self.time.shift(timedelta(minutes=minutes))
