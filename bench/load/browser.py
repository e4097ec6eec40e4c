"""A browser of the load: cookies, one line that is kept open, and the patience of a person."""

import gzip
import http.client
import time
from collections import Counter
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

LONGEST = 60.0  # seconds for one answer
IDLE = 2.0  # seconds; a line that lay still for longer may have been closed at the other end
NO_ANSWER = 0
LATER = {NO_ANSWER, 502, 503}  # try again, it may work in a moment


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 where nothing did."""

    status: int
    text: str = ""
    location: str = ""
    wait: float = 1.0  # seconds that the shop asks for before the next try


@dataclass
class Seen:
    """All that the browsers of a run saw. Lists and counters take single steps of several threads
    without a lock."""

    taken: dict[str, list[float]] = field(default_factory=dict)  # seconds, by what was asked
    statuses: Counter[str] = field(default_factory=Counter)

    def note(self, what: str, status: int, seconds: float, *, is_try: bool = False) -> None:
        """One answer; the time of what was only one try of several is part of another's."""
        if is_try:
            what = f"{what}, a try"
        else:
            self.taken.setdefault(what, []).append(seconds)
        self.statuses[f"{what} {status or 'no answer'}"] += 1

    @property
    def all(self) -> list[float]:
        """How long every answer took."""
        return [each for some in self.taken.values() for each in some]

    def errors(self) -> list[str]:
        """Answers of 500 and above, and none at all, with how often each came."""
        return [
            f"{count} of {name}"
            for name, count in sorted(self.statuses.items())
            if name.endswith("no answer") or name.rpartition(" ")[2].startswith("5")
        ]


class Browser:
    """One person's; comes from a network of its own."""

    def __init__(self, url: str, seen: Seen, number: int, *, cookie: str = "") -> None:
        self.seen = seen
        self._origin = url
        self._line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=LONGEST)
        self._used_at = 0.0
        self._cookies: SimpleCookie = SimpleCookie(cookie)
        self._network = f"10.{60 + number // 62_500 % 100}.{number // 250 % 250}.{number % 250 + 1}"

    def get(self, path: str, what: str) -> Answer:
        """Look at a page; `what` is its kind in the figures."""
        return self._ask("GET", path, b"", {}, what)

    def _post(self, path: str, form: dict[str, str], what: str) -> Answer:
        """Send a form of the shop's own page, once."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self._origin,
            "Sec-Fetch-Site": "same-origin",
        }
        return self._ask("POST", path, urlencode(form).encode(), headers, what, is_try=True)

    def send(self, path: str, body: bytes, headers: dict[str, str], what: str) -> Answer:
        """Post what is no form."""
        return self._ask("POST", path, body, headers, what)

    def insist(self, path: str, form: dict[str, str], what: str, *, tries: int = 60) -> Answer:
        """Send a form, and again while the shop says 'later' or nothing: as a person who wants it.
        What counts as its time is the whole, in which the waits are at most a second each."""
        began = time.perf_counter()
        for _ in range(tries):
            answer = self._post(path, form, what)
            if answer.status not in LATER:
                break
            time.sleep(min(answer.wait, 1.0))
        self.seen.note(what, answer.status, time.perf_counter() - began)
        return answer

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes,
        headers: dict[str, str],
        what: str,
        *,
        is_try: bool = False,
    ) -> Answer:
        began = time.perf_counter()
        if began - self._used_at > IDLE:
            self._line.close()
        try:
            answer = self._asked(method, path, body, headers)
        except (OSError, http.client.HTTPException):
            self._line.close()
            answer = Answer(NO_ANSWER)
        self._used_at = time.perf_counter()
        self.seen.note(what, answer.status, self._used_at - began, is_try=is_try)
        return answer

    def _asked(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        kept = "; ".join(f"{name}={each.value}" for name, each in self._cookies.items())
        given = {
            "Accept-Encoding": "gzip",
            "X-Forwarded-For": self._network,
            **({"Cookie": kept} if kept else {}),
            **headers,
        }
        self._line.request(method, path, body or None, given)
        reply = self._line.getresponse()
        raw = reply.read()
        for each in reply.headers.get_all("Set-Cookie", []):
            self._cookies.load(each)
        is_packed = reply.headers.get("Content-Encoding") == "gzip"
        return Answer(
            reply.status,
            (gzip.decompress(raw) if is_packed else raw).decode(errors="replace"),
            reply.headers.get("Location", ""),
            float(reply.headers.get("Retry-After", "1")),
        )
