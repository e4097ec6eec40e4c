"""One scenario's stage: clean tables, a clean sandbox, the shop as a process that can be shot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from catalog import shelf
from payments.razorpay import gateway
from payments.sandbox.process import RunningSandbox
from payments.services import working
from shipping import memory, tokens
from tests.conftest import empty_tables
from tests.factories import signed
from tests.faults.outside import Outside
from tests.faults.running import Browser, Page, RunningShop

NOWHERE = "http://127.0.0.1:9"
COURIERS_WORD = {"X-Api-Key": "tests-courier-token"}


class Gone(Exception):
    """A person has lost patience and left."""


@dataclass
class Scene:
    """The stage and those who play on it. `patience` is how often a person presses a button
    before leaving; `received` is sku → pieces ever put in stock."""

    server: str
    outside: Outside
    sandbox: RunningSandbox
    shop: RunningShop
    patience: int = 3
    received: dict[str, int] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    props: dict[str, Any] = field(default_factory=dict)
    was_pressed_again: bool = False
    later: timedelta = timedelta(0)  # how far the play has moved the clock on
    _posted: int = 0

    def set_anew(self, *, patience: int, is_new_process: bool = True) -> None:
        """Everything empty, nothing planned, and the next process of the shop a new one."""
        if is_new_process:
            self.shop.end_process()
        self.outside.start_anew()
        self.sandbox.control("reset")
        self.sandbox.control("webhooks", mode="hold", site_url=NOWHERE)
        empty_tables(self.server)
        forget_all()
        self.received, self.pages, self.props = {}, [], {}
        self.patience, self.was_pressed_again, self._posted = patience, False, 0
        self.later = timedelta(0)

    def browser(self, **cookies: str) -> Browser:
        """Somebody's, from now on."""
        return Browser(self.shop, dict(cookies), self.pages)

    def press(self, act: Callable[[], Page]) -> Page:
        """A person does something, and again while nothing good comes back; raises Gone when
        their patience is at its end."""
        for _ in range(self.patience):
            page = act()
            if page.is_good:
                return page
            self.was_pressed_again = True
        raise Gone

    def events(self) -> list[dict[str, Any]]:
        """All that the vendors have to tell, oldest first."""
        return self.sandbox.ledger().get("events", [])

    def post_events(self) -> None:
        """The vendors post once what they have not posted yet, whatever is answered."""
        events = self.events()
        for event in events[self._posted :]:
            self.browser().deliver(event["path"], event["body"], headers_of(event))
        self._posted = len(events)

    def leave_events(self) -> None:
        """What the vendors have to tell so far is no part of the play."""
        self._posted = len(self.events())


def headers_of(event: Mapping[str, Any]) -> dict[str, str]:
    """What the vendor sends along with this event."""
    if event["vendor"] == "shiprocket":
        return COURIERS_WORD
    return signed(event["body"].encode(), event["id"].removeprefix("evt_"))


def forget_all() -> None:
    """This process remembers nothing of the scenario before."""
    shelf.forget()
    memory.forget_all()
    working._asked.clear()
    gateway.cache_clear()
    tokens._client.cache_clear()
