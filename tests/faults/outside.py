"""All that the shop asks of others, counted as one row of calls, and the five ways in which one of
them may go wrong."""

import os
import signal
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Self

from payments.sandbox.process import RunningSandbox
from tests.faults import troubles
from tests.faults.proxy import Proxy
from tests.faults.register import Register
from tests.faults.running import RunningShop
from tests.faults.troubles import Exchange, Trouble

DEATH_SECONDS = 10.0


def shoot(exchange: Exchange, *, shop: RunningShop, is_after: bool) -> None:
    """`kill -9` on the process that asks, before or after it is acted on. The line stays open
    until the process is gone: it learns nothing."""
    if is_after:
        exchange.forward()
    os.kill(shop.pid, signal.SIGKILL)
    exchange.wait(DEATH_SECONDS)


@dataclass(frozen=True)
class Fault:
    """One way to go wrong. `is_lasting`: the client's own repeats of the call fail likewise, so
    that the shop hears of it."""

    name: str
    trouble: Trouble | None
    is_lasting: bool = True


KILLED_BEFORE, KILLED_AFTER = "killed before it", "killed after it"
FAULTS = (
    Fault("lost before", troubles.drop_before),
    Fault("lost after", troubles.drop_after),
    Fault("lost after, then asked again", troubles.drop_after, is_lasting=False),
    Fault("500", troubles.server_error),
    Fault("hang", troubles.hang),
    Fault(KILLED_BEFORE, None),
    Fault(KILLED_AFTER, None),
)


class Outside:
    """Three proxies with one count: before the tables, Razorpay and Shiprocket."""

    def __init__(self, engine_url: str, sandbox: RunningSandbox) -> None:
        self.register = Register()
        self.tables = Proxy(engine_url, self.register)
        self.razorpay = Proxy(sandbox.razorpay_url, self.register)
        self.shiprocket = Proxy(sandbox.shiprocket_url, self.register)
        self._stack = ExitStack()

    @property
    def names(self) -> list[str]:
        """The calls so far; the first is number 1."""
        return self.register.names

    def plan(self, number: int, fault: Fault, shop: RunningShop) -> Callable[[], bool]:
        """Let this fault happen to the call of this number; what comes back tells whether it has
        happened."""
        trouble = fault.trouble or partial(shoot, shop=shop, is_after=fault.name == KILLED_AFTER)
        times = None if fault.is_lasting else 1
        rules = [proxy.plan(trouble, number=number, times=times) for proxy in self._proxies]
        return lambda: any(rule.struck for rule in rules)

    def start_anew(self) -> None:
        """Nothing planned, nothing counted."""
        for proxy in self._proxies:
            proxy.forget_plans()
        self.register.clear()

    @property
    def _proxies(self) -> tuple[Proxy, ...]:
        return (self.tables, self.razorpay, self.shiprocket)

    def __enter__(self) -> Self:
        for proxy in self._proxies:
            self._stack.enter_context(proxy)
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._stack.close()
