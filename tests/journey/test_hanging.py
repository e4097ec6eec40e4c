"""A dependency that hangs slows the pages that need it, and no others (reliability.md 5.1, I10);
nor do clients that hang."""

import http.client
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from config.local.engine import Engine
from tests.faults import troubles
from tests.faults.proxy import Proxy
from tests.journey.house import House, open_house

pytestmark = [pytest.mark.whole, pytest.mark.timeout(240)]
OF_THE_SHELF = ("/", "/equipment", "/equipment?category=blades&sort=price", "/equipment?q=tenergy")
LONGEST = 10.0  # seconds that any request may take
QUICK = 1.0


class Hanging(Engine):
    """An engine behind a proxy that can let it hang."""

    def __init__(self) -> None:
        super().__init__()
        self.proxy: Proxy | None = None

    @property
    def url(self) -> str:
        return self.proxy.url if self.proxy else super().url

    def __enter__(self) -> "Hanging":
        super().__enter__()
        self.proxy = Proxy(super().url).__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        proxy, self.proxy = self.proxy, None
        assert proxy is not None
        proxy.__exit__(*raised)
        super().__exit__(*raised)


@pytest.fixture(scope="module")
def engine() -> Hanging:
    return Hanging()


@pytest.fixture(scope="module")
def house(engine: Hanging, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    def fill(house: House) -> None:
        house.run("demo", "manage", "load_demo")

    folder: Path = tmp_path_factory.mktemp("hanging")
    with open_house(folder, fill=fill, engine=engine, has_worker=False) as house:
        yield house


def asked(house: House, path: str) -> tuple[int, float, str]:
    """Status, seconds, and Retry-After."""
    began, there = time.monotonic(), urlsplit(house.url)
    line = http.client.HTTPConnection(str(there.hostname), there.port, timeout=60)
    try:
        line.request("GET", path)
        answer = line.getresponse()
        answer.read()
        return answer.status, time.monotonic() - began, answer.headers.get("Retry-After", "")
    finally:
        line.close()


def fresh(turn: int) -> list[str]:
    """Pages of the catalogue that no cache has kept."""
    return [f"{path}{'&' if '?' in path else '?'}price_to={turn + 900}" for path in OF_THE_SHELF]


def test_while_dynamodb_hangs_the_catalogue_is_shown_as_ever(house: House, engine: Hanging) -> None:
    assert engine.proxy is not None
    engine.proxy.plan(troubles.hang)
    try:
        with ThreadPoolExecutor(40) as crowd:
            # A product that is not on the shelf is looked for in the table.
            stuck = [crowd.submit(asked, house, f"/equipment/none-{n}") for n in range(40)]
            time.sleep(0.3)  # until they are at it
            shown = [asked(house, path) for turn in range(10) for path in fresh(turn)]
            waited = [each.result() for each in stuck]
    finally:
        engine.proxy.forget_plans()
    took = sorted(seconds for _, seconds, _ in shown)
    assert ({status for status, _, _ in shown}, took[len(took) * 95 // 100] < QUICK) == (
        {200},
        True,
    ), took[-5:]
    assert {status for status, _, _ in waited} == {503}
    assert all(after for _, _, after in waited)
    assert max(seconds for _, seconds, _ in waited) < LONGEST + 2 * QUICK


def test_slow_clients_keep_nobody_waiting(house: House) -> None:
    there = urlsplit(house.url)
    lines = [socket.create_connection((str(there.hostname), there.port)) for _ in range(220)]
    try:
        for n, line in enumerate(lines):  # one silent, one in the middle of a head, one of a body
            if n % 3 == 1:
                line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: a")
            if n % 3 == 2:
                line.sendall(b"POST /cart/add HTTP/1.1\r\nContent-Length: 90\r\n\r\na")
        shown = [asked(house, path) for turn in range(20, 24) for path in fresh(turn)]
    finally:
        for line in lines:
            line.close()
    assert {status for status, _, _ in shown} == {200}
    assert max(seconds for _, seconds, _ in shown) < QUICK
