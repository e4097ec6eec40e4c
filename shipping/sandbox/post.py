"""Sends the stand-ins' webhooks to the shop: at once, held, again, in any order, and with
growing pauses for a day until the shop says 2xx, as Razorpay does."""

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

import requests
from django.conf import settings

from shipping.sandbox.ledger import LEDGER, Ledger, Record
from shipping.sandbox.wire import new_id

PATIENCE_SECONDS = 5  # Razorpay's own
GIVE_UP_SECONDS = 24 * 3600
LONGEST_PAUSE_SECONDS = 3600
Stamp = Callable[[Record], dict[str, str]]


class PostOffice:
    """Events wait on the ledger's `events` shelf; a thread sends what is due, one after another,
    or has it sent by several hands at once, in no order then."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._stamps: dict[str, Stamp] = {}
        self._due = threading.Event()
        self._closing = threading.Event()
        self._hands = 1
        self._in_hand: set[str] = set()  # ids; what is being sent, or next
        self._thread = threading.Thread(target=self._run, name="post", daemon=True)

    def register(self, vendor: str, stamp: Stamp) -> None:
        """Say which headers a vendor's events carry; worked out anew at each sending."""
        self._stamps[vendor] = stamp

    def start(self, hands: int = 1) -> None:
        """Send what is due from now on, so many at once."""
        self._hands = hands
        self._thread.start()

    def stop(self) -> None:
        """Finish the sending at hand and send no more."""
        self._closing.set()
        self._due.set()
        self._thread.join(PATIENCE_SECONDS + 1)

    def post(
        self, *, vendor: str, name: str, path: str, subject: str, body: str, held: bool = False
    ) -> str:
        """Take in an event for the shop's `path`; its id. `held`, or while events are being held,
        it is not sent by itself."""
        with self._ledger:
            number = self._ledger.number("events", 1)
            event: Record = {
                "id": new_id("evt"),
                "number": number,
                "vendor": vendor,
                "name": name,
                "path": path,
                "subject": subject,
                "body": body,
                "state": "held" if held or self.mode() == "hold" else "waiting",
                "created_at": time.time(),
                "due_at": time.time(),
                "attempts": [],
            }
            self._ledger.put("events", event["id"], event)
        self._due.set()
        return str(event["id"])

    def mode(self) -> str:
        """`auto` sends each event by itself; `hold` keeps it until it is asked for."""
        return str((self._ledger.get("control", "post") or {}).get("mode", "auto"))

    def site(self) -> str:
        """Where the shop is."""
        chosen = (self._ledger.get("control", "post") or {}).get("site_url")
        return str(chosen or settings.SITE_URL).rstrip("/")

    def choose(self, **wanted: str) -> None:
        """Set `mode` or `site_url`; going back to `auto` sends what was held, oldest first."""
        with self._ledger:
            before = self._ledger.get("control", "post") or {}
            self._ledger.put("control", "post", before | wanted)
            if wanted.get("mode") == "auto":
                for event in self._ledger.find("events", lambda e: e["state"] == "held"):
                    self._ledger.put("events", event["id"], event | {"state": "waiting"})
        self._due.set()

    def send(self, event_id: str, *, times: int = 1, at_once: bool = False) -> list[Record]:
        """Send one event now, whatever its state, so many times, one by one or all at once."""
        if not at_once:
            return [self._send(event_id) for _ in range(times)]
        with ThreadPoolExecutor(times) as crowd:
            return list(crowd.map(self._send, [event_id] * times))

    def release(self, event_ids: Iterable[str]) -> list[Record]:
        """Send these now, in this order."""
        return [self._send(event_id) for event_id in event_ids]

    def waiting(self) -> list[Record]:
        """What has still to be sent, the oldest first."""
        return self._ledger.find("events", lambda event: event["state"] == "waiting")

    def drop(self, event_id: str) -> None:
        """Never send this one by itself."""
        with self._ledger:
            if event := self._ledger.get("events", event_id):
                self._ledger.put("events", event_id, event | {"state": "dropped"})

    def _run(self) -> None:
        with ThreadPoolExecutor(self._hands) as hands:
            self._send_what_is_due(hands)

    def _send_what_is_due(self, hands: Executor) -> None:
        while not self._closing.is_set():
            now = time.time()
            waiting = self._ledger.find("events", self._is_new)  # those in hand are not copied
            for event in waiting:
                if event["due_at"] <= now:
                    self._in_hand.add(event["id"])
                    hands.submit(self._hand_over, event["id"])
            upcoming = [e["due_at"] - now for e in waiting if e["due_at"] > now]
            self._due.wait(min([1.0, *upcoming]) if waiting else None)
            self._due.clear()

    def _is_new(self, event: Record) -> bool:
        return event["state"] == "waiting" and event["id"] not in self._in_hand

    def _hand_over(self, event_id: str) -> None:
        """Send it once; what was not taken is looked at again when it is due."""
        is_taken = not self._closing.is_set() and _is_taken(self._send(event_id))
        self._in_hand.discard(event_id)
        if not is_taken:
            self._due.set()

    def _send(self, event_id: str) -> Record:
        event = self._ledger.get("events", event_id)
        if event is None:
            return {"status": 0, "error": "no such event", "took_ms": 0, "at": time.time()}
        attempt = self._attempt(event)
        with self._ledger:
            if event := self._ledger.get("events", event_id):
                self._ledger.put("events", event_id, _after(event, attempt))
        return attempt

    def _attempt(self, event: Record) -> Record:
        headers = {"Content-Type": "application/json"} | self._stamps[event["vendor"]](event)
        began, wall = time.monotonic(), time.time()
        found: dict[str, Any] = {"status": 0, "error": ""}
        try:
            reply = requests.post(
                self.site() + event["path"],
                data=event["body"].encode(),
                headers=headers,
                timeout=PATIENCE_SECONDS,
                allow_redirects=False,
            )
            found["status"] = reply.status_code
        except requests.RequestException as error:
            found["error"] = type(error).__name__
        return found | {"took_ms": int((time.monotonic() - began) * 1000), "at": wall}


def _is_taken(attempt: Record) -> bool:
    """Whether the shop said 2xx."""
    return bool(200 <= attempt["status"] < 300)


def _after(event: Record, attempt: Record) -> Record:
    """The event after one more attempt: a success is never undone by a later failure."""
    attempts = [*event["attempts"], attempt][-60:]
    if _is_taken(attempt):
        return event | {"attempts": attempts, "state": "delivered"}
    if event["state"] in {"delivered", "dropped", "held"}:
        return event | {"attempts": attempts}
    pause = min(2.0 ** (len(attempts) - 1), LONGEST_PAUSE_SECONDS)
    late = time.time() + pause > event["created_at"] + GIVE_UP_SECONDS
    state = "failed" if late else "waiting"
    return event | {"attempts": attempts, "state": state, "due_at": time.time() + pause}


OFFICE = PostOffice(LEDGER)
