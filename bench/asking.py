"""A browser crowd that costs little: some connections that are kept open, each asking again as soon
as it was answered, until so many answers are there or the time is over.

    python -m bench.asking < wanted.json     # a process of its own; what it saw, as JSON

It reads heads and lengths and nothing else, so that on a machine with few cores the server is
measured and not the asker; what the asker itself cost is part of what it says.
"""

import json
import select
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import cycle

from config.local.processes import BASE_DIR, LOOPBACK

AT_ONCE = 8
EACH = 4  # answers that a connection is opened for, at least
ASKING = 6.0  # seconds; then nothing more is asked
LONGEST = 60.0  # seconds; then what was asked counts as not answered
NO_ANSWER = "none"


@dataclass
class Seen:
    """What a crowd saw: how often which status, how long each answer took, in milliseconds."""

    statuses: dict[str, int] = field(default_factory=dict)
    taken: list[float] = field(default_factory=list)
    seconds: float = 0.0
    size: int = 0  # bytes of a body, the mean of all
    own_cpu: float = 0.0  # seconds of the processor that the asker took

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.taken) / self.seconds


def ask(port: int, paths: Sequence[str], *, count: int, cookie: str = "", host: str = "") -> Seen:
    """Let a process of its own ask for the paths in turn, `count` times in all."""
    wanted = {"port": port, "paths": paths, "count": count, "cookie": cookie, "host": host}
    done = subprocess.run(
        [sys.executable, "-m", "bench.asking"],
        input=json.dumps(wanted),
        cwd=BASE_DIR,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=LONGEST + 30,
    )
    return Seen(**json.loads(done.stdout))


def connections(count: int) -> int:
    """How many ask so often in all: a run of few answers is no crowd, and must not look like one
    to a shop that sheds what is too much at once."""
    return max(1, min(AT_ONCE, count // EACH))


class _Caller:
    """One connection, with the answer that is on its way."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.open()

    def open(self) -> None:
        """Open the line, or a new one where the server said that it hangs up."""
        self.line = socket.create_connection((LOOPBACK, self._port), timeout=LONGEST)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> None:
        self._got, self._whole, self._head = bytearray(), 0, 0
        self.began = time.perf_counter()
        self.line.sendall(request)

    def hear(self) -> bool:
        """Take in what has come; True when the answer is whole."""
        part = self.line.recv(262_144)
        if not part:
            raise ConnectionError("The server hung up in the middle of an answer.")
        self._got += part
        if not self._whole and (end := self._got.find(b"\r\n\r\n")) >= 0:
            head = bytes(self._got[:end]).lower()
            self._head = end + 4
            self._whole = self._head + _length_in(head)
            self.is_last = b"\r\nconnection: close" in head
        return bool(self._whole) and len(self._got) >= self._whole

    @property
    def status(self) -> str:
        return self._got[9:12].decode()

    @property
    def size(self) -> int:
        return self._whole - self._head


def _length_in(head: bytes) -> int:
    _, found, rest = head.partition(b"\r\ncontent-length:")
    if not found:
        raise ValueError("An answer without a length; a crowd cannot tell where it ends.")
    return int(rest.split(b"\r\n", 1)[0])


def crowd(
    *,
    port: int,
    paths: Sequence[str],
    count: int,
    cookie: str = "",
    host: str = "",
) -> Seen:
    """Ask in this process until `count` answers have come, or for ASKING seconds; `host` is what
    the shop is called, by default its own address."""
    name = host or f"{LOOPBACK}:{port}"
    requests = cycle([_request(name, path, cookie) for path in paths])
    ear, callers, asked = select.epoll(), dict[int, _Caller](), connections(count)
    seen, statuses, began, cpu = Seen(), Counter[str](), time.perf_counter(), time.process_time()
    for caller in [_Caller(port) for _ in range(asked)]:
        _listen(ear, callers, caller)
        caller.ask(next(requests))
    while len(seen.taken) < asked and time.perf_counter() - began < LONGEST:
        for number, _ in ear.poll(1.0):
            caller = callers[number]
            if not caller.hear():
                continue
            seen.taken.append((time.perf_counter() - caller.began) * 1000)
            statuses[caller.status] += 1
            seen.size += caller.size
            is_more = asked < count and time.perf_counter() - began < ASKING
            asked += is_more
            _go_on(ear, callers, number, next(requests) if is_more else b"")
    seen.size //= max(1, len(seen.taken))
    seen.seconds, seen.own_cpu = time.perf_counter() - began, time.process_time() - cpu
    for caller in callers.values():
        caller.line.close()
    ear.close()
    statuses[NO_ANSWER] += asked - len(seen.taken)
    seen.statuses = dict(+statuses)
    return seen


def _go_on(ear: select.epoll, callers: dict[int, _Caller], number: int, request: bytes) -> None:
    """Ask this, over a new line where the server hangs up; with nothing to ask the line is let go,
    for what the server does with it then is no answer."""
    caller = callers[number]
    if caller.is_last or not request:
        ear.unregister(number)
        callers.pop(number).line.close()
    if request and caller.is_last:
        caller.open()
        _listen(ear, callers, caller)
    if request:
        caller.ask(request)


def _listen(ear: select.epoll, callers: dict[int, _Caller], caller: _Caller) -> None:
    ear.register(caller.line, select.EPOLLIN)
    callers[caller.line.fileno()] = caller


def _request(host: str, path: str, cookie: str) -> bytes:
    """What a browser sends, as far as it makes the answer another one."""
    lines: Mapping[str, str] = {
        "Host": host,
        "Accept": "text/html",
        "Accept-Encoding": "gzip",
        "User-Agent": "bench",
        **({"Cookie": cookie} if cookie else {}),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"GET {path} HTTP/1.1\r\n{head}\r\n".encode()


def main() -> None:
    """Read what is wanted, ask, and print what was seen."""
    sys.stdout.write(json.dumps(asdict(crowd(**json.load(sys.stdin)))))


if __name__ == "__main__":
    main()
