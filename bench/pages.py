"""How fast the shop's pages are: answers a second, how long each takes, and what the web processes
take of the processor; beside (a) the same bytes as a constant and (b) a bare template, in turns.

A page takes turns with its two peers, so that a machine whose speed drifts compares like with like.
What is said is the median of the rounds and how far they lie apart.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import requests

from bench.asking import Seen, ask
from bench.processes import Server, server_on
from bench.sums import Spread, percentile, ratios
from bench.troubles import NotServed, Troubles
from config.local.household import Household
from config.local.processes import LOOPBACK, free_port
from tests.journey.house import House

# The shop keeps finished pages for the names that it goes by; under this one, which Django lets
# pass as well, each is drawn anew (`config/page_cache.py`).
UNKNOWN = f"{LOOPBACK}:1"


@dataclass(frozen=True)
class Page:
    """A page to measure. `peer` is the kind of bare template that has as much to draw; `paths`
    gives what is asked in a round, by default its address again and again."""

    name: str
    address: str
    peer: str
    visitor: str = ""  # whose cookies: shopper, owner, or nobody's
    paths: Callable[[int, int], list[str]] | None = None  # of this round, so many
    host: str = ""  # by which the shop is called; UNKNOWN: no finished page is kept for it
    before: Callable[[House], None] = lambda _: None  # each round, not part of it

    def asked(self, number: int, count: int) -> list[str]:
        """What is asked for in round `number`."""
        return self.paths(number, count) if self.paths else [self.address]


@dataclass
class Speed:
    """What the rounds of one page gave, a number a round."""

    per_second: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)  # ms
    p99: list[float] = field(default_factory=list)  # ms
    cpu: list[float] = field(default_factory=list)  # ms of the web processes an answer
    asker: list[float] = field(default_factory=list)  # ms of the asking process an answer
    size: int = 0

    def take(self, seen: Seen, cpu: float) -> None:
        """Add a round."""
        answers = len(seen.taken)
        self.per_second.append(seen.per_second)
        self.p50.append(percentile(seen.taken, 50))
        self.p99.append(percentile(seen.taken, 99))
        self.cpu.append(cpu * 1000 / answers)
        self.asker.append(seen.own_cpu * 1000 / answers)
        self.size = seen.size


@dataclass(frozen=True)
class Compared:
    """A page beside its peers."""

    ours: Speed
    constant: Speed
    template: Speed

    @property
    def to_constant(self) -> Spread:
        return ratios(self.ours.per_second, self.constant.per_second)

    @property
    def to_template(self) -> Spread:
        return ratios(self.ours.per_second, self.template.per_second)

    @property
    def cpu_to_constant(self) -> Spread:
        """How often the constant's processor time ours is; steadier than the clock."""
        return ratios(self.ours.cpu, self.constant.cpu)


@dataclass(frozen=True)
class Door:
    """Where a crowd asks, with whose cookies, and who answers."""

    port: int
    cookie: str
    server: Server

    def round(self, paths: list[str], count: int, *, host: str = "") -> tuple[Seen, float]:
        """One round: what was seen, and the seconds of the processor that the answers took.
        Raises NotServed."""
        before = self.server.cpu()
        seen = ask(self.port, paths, count=count, cookie=self.cookie, host=host)
        if set(seen.statuses) != {"200"}:
            raise NotServed(f"{paths[0]} answered {seen.statuses}, how often each")
        return seen, self.server.cpu() - before


def door_of(house: House, cookie: str = "") -> Door:
    """The shop's own door."""
    port = urlsplit(house.url).port or 0
    return Door(port, cookie, server_on(port))


def compared(
    house: House,
    pages: Sequence[Page],
    cookies: Mapping[str, str],
    troubles: Troubles,
    *,
    rounds: int,
    count: int,
) -> dict[str, Compared]:
    """Every page that is served, beside its peers, by its name; the others are troubles."""
    bodies, seen = house.logs.parent / "bodies", dict[str, Compared]()
    bodies.mkdir(exist_ok=True)
    with bare_server(house, bodies) as bare:
        for number, page in enumerate(pages):
            with troubles.of(page.name):
                page.before(house)
                shop = door_of(house, cookies.get(page.visitor, ""))
                (bodies / f"p{number}").write_bytes(_body(house, page, shop.cookie))
                peers = (f"/constant/p{number}", f"/template/{page.peer}")
                ready = partial(page.before, house)
                beside = _beside(shop, page, bare, peers, ready, rounds=rounds, count=count)
                seen[page.name] = beside
    return seen


def _beside(
    shop: Door,
    page: Page,
    bare: Door,
    peers: tuple[str, str],
    ready: Callable[[], None],
    *,
    rounds: int,
    count: int,
) -> Compared:
    ours, constant, template = Speed(), Speed(), Speed()
    shop.round(page.asked(-1, 2), warming(count), host=page.host)
    for number in range(rounds):
        constant.take(*bare.round([peers[0]], count))
        template.take(*bare.round([peers[1]], count))
        ready()
        ours.take(*shop.round(page.asked(number, count), count, host=page.host))
    return Compared(ours, constant, template)


def warming(count: int) -> int:
    """How many answers are not counted, before as many as `count` are."""
    return max(32, count // 10)


def _body(house: House, page: Page, cookie: str) -> bytes:
    """What a browser gets, packed as it was sent."""
    sent = {"Accept-Encoding": "gzip", **({"Cookie": cookie} if cookie else {})}
    with requests.get(house.url + page.address, headers=sent, stream=True, timeout=60) as answer:
        if answer.status_code != 200:
            raise NotServed(f"{page.address} answered {answer.status_code}")
        return answer.raw.read(decode_content=False)


@contextmanager
def bare_server(house: House, bodies: Path) -> Iterator[Door]:
    """bench/bare.py, served as the shop is."""
    port = free_port()
    env = {**house.env, "PORT": str(port), "BARE_BODIES": str(bodies)}
    env["DJANGO_SETTINGS_MODULE"] = "bench.bare_settings"
    with Household(logs=house.logs, env=env) as other:
        server = ["gunicorn", "--config", "bench/bare_gunicorn.py", "bench.bare"]
        other.start("bare", server).wait_until(lambda: _answers(port))
        yield Door(port, "", server_on(port))


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://{LOOPBACK}:{port}/template/list", timeout=5).ok
    except requests.ConnectionError:
        return False
