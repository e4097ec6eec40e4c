"""`python -m bench.figures`: DynamoDB calls per page and per sale, memory of the server, and pages
a second beside a bare Django page. One run: this machine, the demo's data, the local engine.

Each page takes turns with a bare page of as many bytes under the same gunicorn settings, so that
a machine whose speed drifts compares like with like. Bounded: 2 rounds of 200 requests a page,
four at a time, on 127.0.0.1.
"""

import http.client
import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from bench.calls import calls  # noqa: E402 - Django first
from config.local.household import Household  # noqa: E402
from config.local.processes import LOOPBACK, free_port  # noqa: E402
from tests.journey.house import House, open_house  # noqa: E402

PAGES = {
    "home": "/",
    "rubbers, 24 products": "/equipment?category=rubbers",
    "search": "/equipment?q=tenergy",
    "product": "/equipment/tibhar-evolution-mx-p",
    "cart, empty": "/cart",
}
REQUESTS, AT_ONCE, ROUNDS = 200, 4, 2


def main() -> None:
    """Print the figures as Markdown."""
    with TemporaryDirectory() as folder, open_house(Path(folder), fill=_furnish) as house:
        _print(calls(house))
        port = urlsplit(house.url).port or 0
        for address in PAGES.values():
            answer(port, address)
        _print(speeds(house, port))
        _print([f"Server processes, resident memory: {memory_of('gunicorn', house)} MB"])


def _furnish(house: House) -> None:
    house.run("demo", "manage", "load_demo")


def _print(lines: list[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n\n")


def speeds(house: House, port: int) -> list[str]:
    """A row a page: pages a second, the bare page's, and the ratio."""
    lines = ["| page | bytes | pages/s | bare page | ratio |", "|---|---|---|---|---|"]
    for name, address in PAGES.items():
        size, bare = answer(port, address)[1], free_port()
        env = {**house.env, "BARE_BYTES": str(size)}
        with Household(logs=house.logs, env=env) as other:
            bind = f"--bind={LOOPBACK}:{bare}"
            other.start("bare", ["gunicorn", "--config", "config/gunicorn.py", bind, "bench.bare"])
            _wait(lambda bare=bare: answer(bare, "/")[0] == 200)  # type: ignore[misc]
            pairs = [(per_second(port, address), per_second(bare, "/")) for _ in range(ROUNDS)]
        ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
        lines.append(f"| {name} | {size:,} | {ours:.0f} | {theirs:.0f} | {ours / theirs:.2f} |")
    return lines


def per_second(port: int, address: str) -> float:
    """How many answers a second, AT_ONCE at a time; an answer that is no 200 ends the run."""
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as clients:
        seen = {
            status for status, _ in clients.map(lambda _: answer(port, address), range(REQUESTS))
        }
    if seen != {200}:
        raise SystemExit(f"{address} answered {seen}")
    return REQUESTS / (time.perf_counter() - began)


def answer(port: int, address: str) -> tuple[int, int]:
    """Status and length of one answer."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=30)
    try:
        connection.request("GET", address)
        reply = connection.getresponse()
        return reply.status, len(reply.read())
    finally:
        connection.close()


def memory_of(word: str, house: House) -> list[int]:
    """The resident memory in MB of the house's processes whose command has this word."""
    mark, found = f"PORT={urlsplit(house.url).port}".encode(), []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            ours = mark in (process / "environ").read_bytes().split(b"\0")
            command = (process / "cmdline").read_bytes().decode(errors="replace")
            resident = re.search(r"VmRSS:\s+(\d+)", (process / "status").read_text())
        except OSError:
            continue
        if ours and word in command and "bench" not in command and resident:
            found.append(int(resident[1]) // 1024)
    return sorted(found)


def _wait(ready: Callable[[], bool]) -> None:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        try:
            if ready():
                return
        except OSError:
            pass  # not there yet
        time.sleep(0.1)
    raise SystemExit("the bare page does not answer")


if __name__ == "__main__":
    main()
