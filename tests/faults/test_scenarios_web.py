"""What only whoever holds the line can do to the shop as gunicorn serves it: talk slowly, read
slowly, send much, pretend to be somebody else, hide one request in another."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from config import dynamo
from config.local.processes import LOOPBACK
from tests.faults.test_bad_wire import answer
from tests.journey.house import House, is_ready, open_house

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]
LINES = 200
SLOW = {
    "headers": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    "a body": b"POST /cart/add HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nsku=",
    "a reading": b"GET /equipment HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20,
}


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


def port_of(house: House) -> int:
    return int(house.url.rpartition(":")[2])


def memory_of(house: House) -> int:
    """Bytes that gunicorn and its workers hold, all together."""
    total, ours = 0, f"PORT={port_of(house)}\0"
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            said = (entry / "environ").read_text(), (entry / "cmdline").read_text()
            if ours in said[0] and "gunicorn" in said[1]:
                total += int((entry / "statm").read_text().split()[1]) * 4096
    assert total
    return total


@pytest.mark.parametrize("how", SLOW)
def test_e14_two_hundred_who_are_slow_keep_nobody_waiting(house: House, how: str) -> None:
    with ExitStack() as lines:
        for _ in range(LINES):
            line = socket.create_connection((LOOPBACK, port_of(house)), timeout=10)
            lines.enter_context(line)
            line.sendall(SLOW[how])
        for _ in range(3):
            began = time.monotonic()
            assert is_ready(port_of(house))
            assert time.monotonic() - began < 5  # is_ready itself gives up after as many
    assert is_ready(port_of(house))


def test_e13_large_bodies_are_not_kept_in_memory(house: House) -> None:
    before = memory_of(house)
    large = b"x" * 65536
    for address in ("/cart/add", "/checkout", "/payment/webhook", "/account/sign-in"):
        head = answer(house, address, f"Content-Length: {50 << 20}", [large] * 800)
        assert head.split(b" ", 2)[1] == b"413", head
    assert memory_of(house) - before < 30 << 20


def test_e15_a_request_hidden_in_anothers_body_is_never_answered(house: House) -> None:
    hidden = b"0\r\n\r\nGET /robots.txt HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    for headers in (
        f"Content-Length: {len(hidden)}\r\nTransfer-Encoding: chunked",
        f"Transfer-Encoding: chunked\r\nContent-Length: {len(hidden)}",
        f"Transfer-Encoding: identity, chunked\r\nContent-Length: {len(hidden)}",
        f"Transfer-Encoding : chunked\r\nContent-Length: {len(hidden)}",
        f"Content-Length: 3\r\nContent-Length: {len(hidden)}",
    ):
        assert _answers(house, headers, hidden).count(b"HTTP/1.1 ") == 1, headers


def _answers(house: House, headers: str, body: bytes) -> bytes:
    head = f"POST /payment/webhook HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n\r\n".encode()
    got = b""
    with (
        socket.create_connection((LOOPBACK, port_of(house)), timeout=10) as line,
        suppress(OSError),
    ):
        line.sendall(head + body)
        while more := line.recv(65536):
            got += more
    assert b"User-agent" not in got  # of robots.txt
    return got


def test_e15_who_is_not_our_proxy_is_told_nothing_by_made_up_headers(house: House) -> None:
    for headers in ("Host: evil.example", "X-Forwarded-Host: evil.example\r\nHost: evil.example"):
        with socket.create_connection((LOOPBACK, port_of(house)), timeout=10) as line:
            line.sendall(f"GET /cart HTTP/1.1\r\n{headers}\r\nConnection: close\r\n\r\n".encode())
            got = line.recv(65536)
        assert got.split(b" ", 2)[1] == b"400"
        assert b"evil.example" not in got
