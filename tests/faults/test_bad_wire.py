"""Bodies as only a raw socket can send them, to a shop as it is served: a 4xx at once, and the
line is closed where the body is not read."""

import gzip
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

import pytest

from config import dynamo
from config.local.processes import LOOPBACK
from tests.faults import report
from tests.faults.odd import OPEN
from tests.journey.house import House, is_ready, open_house

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]
LARGE = 50 << 20


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One open shop for all cases; it sells nothing."""
    with open_house(tmp_path_factory.mktemp("house"), fill=lambda _: None) as opened:
        yield opened


@pytest.fixture(autouse=True)
def tables() -> Iterator[None]:
    """None are looked at here: the house has its own."""
    yield
    dynamo.use(None)


def large() -> Iterator[bytes]:
    yield from [b"x" * 65536] * (LARGE // 65536)


def in_chunks() -> Iterator[bytes]:
    for piece in large():
        yield b"10000\r\n" + piece + b"\r\n"
    yield b"0\r\n\r\n"


BOMB = gzip.compress(bytes(LARGE))[:60_000]
LENGTH, CHUNKED = "Content-Length: %d", "Transfer-Encoding: chunked"
# Headers, the pieces of the body, the answer, and whether the line is closed.
CASES: dict[str, tuple[str, Callable[[], Iterable[bytes]], int, bool]] = {
    "50 MB": (LENGTH % LARGE, large, 413, True),
    "50 MB in chunks": (CHUNKED, in_chunks, 411, True),
    "chunks that end": (CHUNKED, lambda: [b"2\r\n{}\r\n0\r\n\r\n"], 411, True),
    "chunks that are none": (CHUNKED, lambda: [b"zz\r\n{}"], 411, True),
    "deep JSON": (LENGTH % 100_000, lambda: [b"[" * 100_000], 413, True),
    "deep JSON that fits": (LENGTH % 60_000, lambda: [b"[" * 60_000], 400, False),
    "a bomb": (f"Content-Encoding: gzip\r\n{LENGTH % len(BOMB)}", lambda: [BOMB], 400, False),
    "no length": ("X-No-Length: 1", lambda: [b"{}"], 400, False),
    "two lengths": ("Content-Length: 2\r\nContent-Length: 3", lambda: [b"{}"], 400, True),
    "length and chunks": (
        f"{LENGTH % 2}\r\n{CHUNKED}",
        lambda: [b"2\r\n{}\r\n0\r\n\r\n"],
        400,
        True,
    ),
    "a length below nothing": ("Content-Length: -2", lambda: [b"{}"], 400, True),
    "a length of no end": ("Content-Length: " + "9" * 5000, lambda: [b"{}"], 400, True),
    "a length of another script": ("Content-Length: \xb2", lambda: [b"{}"], 400, True),
    "a header with a zero": (f"X-Zero: \x00\r\n{LENGTH % 2}", lambda: [b"{}"], 400, True),
    "two content types": (f"Content-Type: text/plain\r\n{LENGTH % 2}", lambda: [b"{}"], 400, True),
    "bad UTF-8": (LENGTH % 3, lambda: [b'"\xff"'], 400, False),
}


def answer(house: House, address: str, headers: str, body: Iterable[bytes]) -> bytes:
    """Send it as far as the shop lets us; the head of the answer."""
    head = f"POST {address} HTTP/1.1\r\nHost: {LOOPBACK}\r\nContent-Type: application/json\r\n"
    port = int(house.url.rpartition(":")[2])
    report.tried("bad input", 1)
    with socket.create_connection((LOOPBACK, port), timeout=30) as line:
        with suppress(OSError):  # they may hang up while we are still talking
            line.sendall(f"{head}{headers}\r\n\r\n".encode("latin-1"))
            for piece in body:
                line.sendall(piece)
        got = b""
        with suppress(ConnectionResetError):  # what they said before it is read by then, or gone
            while b"\r\n\r\n" not in got and (more := line.recv(65536)):
                got += more
    return got.partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize("address", OPEN)
@pytest.mark.parametrize("case", CASES)
def test_a_body_that_only_a_socket_can_send_is_a_4xx(house: House, address: str, case: str) -> None:
    headers, body, status, hangs_up = CASES[case]
    head = answer(house, address, headers, body())
    assert int(head.split(b" ", 2)[1]) == status, head
    assert (b"\r\nConnection: close" in head) is hangs_up


def test_the_shop_serves_on_after_all_that(house: House) -> None:
    for case in CASES.values():
        answer(house, OPEN[0], case[0], [b"{}"])
    assert is_ready(int(house.url.rpartition(":")[2]))
    assert "Traceback" not in house.log("server")
