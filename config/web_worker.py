"""The process that answers requests: gunicorn's threads, given nothing but whole requests, and no
more of them than they can answer (docs/decisions/serving.md).

A thread that waits for a slow client is a thread less for all others, and gunicorn's wait as long
as the client likes. Here the loop that waits for all lines at once waits for the request, too.
"""

import os
import re
import selectors
import socket
import struct
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

from config.shed import count, shed, unread

WHOLE_SECONDS = 10.0  # within which a request has arrived, then the line is closed
LOOK_SECONDS = 0.1  # how often one is looked at that has arrived in part
STALLED_SECONDS = 10  # a thread waits so long for the next piece of a large body, or for a reader
PEEKED = 64 * 1024  # bytes of a request that are looked at
MOST_HELD = 32 * 1024  # bytes that the system holds of a line for sure; of more, a thread reads
MOST_WAITING = 200  # requests before a worker's threads: a crowd at the start of a sale
MORE_MB = 400  # that a worker may grow by, then it is replaced
_PATIENCE = struct.pack("ll", STALLED_SECONDS, 0)
_FOR_MACHINES = (b"GET /healthz ", b"GET /readyz ", b"GET /metrics ")
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,9})[ \t]*(?:\r\n|$)", re.IGNORECASE)


class ShopWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A worker that slow clients cannot occupy, and that says 503 before it is overrun."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._in_part: list[Any] = []  # connections whose request has not arrived whole
        self._looked_at = 0.0
        self._told_at = 0.0
        self._memory = Memory()

    def enqueue_req(self, conn: Any) -> None:
        """Give a request to the threads if it is there; else wait for it without one."""
        if not hasattr(conn, "whole_by"):
            conn.whole_by = time.monotonic() + WHOLE_SECONDS
        # What was read together with the request before stands first.
        begun = conn.parser.unreader.buf.getvalue() if conn.initialized else b""
        try:
            begun += conn.sock.recv(PEEKED, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            if not begun:
                self._wait_for(conn)
                return
        except OSError:
            self._hang_up(conn)
            return
        if begun and not is_whole(begun):
            self._in_part.append(conn)
        else:
            self._let_in(conn, begun)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """As gunicorn does, in the shop's words and with its headers."""
        super().handle_error(req, _InOurWords(client), addr, exc)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """As gunicorn does; and look after the requests that have arrived in part."""
        super().wait_for_and_dispatch_events(
            min(timeout, LOOK_SECONDS) if self._in_part else timeout
        )
        now = time.monotonic()
        if not self._in_part or now - self._looked_at < LOOK_SECONDS:
            return
        self._looked_at = now
        waiting, self._in_part = self._in_part, []
        for conn in waiting:
            if now > conn.whole_by:
                self._hang_up(conn)
            else:
                self.enqueue_req(conn)

    def _wait_for(self, conn: Any) -> None:
        conn.sock.setblocking(False)
        conn.timeout = conn.whole_by
        self.pending_conns.append(conn)
        self.poller.register(
            conn.sock,
            selectors.EVENT_READ,
            lambda client: self.on_pending_socket_readable(conn, client),
        )

    def _let_in(self, conn: Any, begun: bytes) -> None:
        del conn.whole_by
        if (why := self._why_busy()) and not _is_from_a_machine(begun):
            self._send_away(conn, why)
            return
        conn.data_ready = True
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _PATIENCE)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _PATIENCE)
        super().enqueue_req(conn)

    def _why_busy(self) -> str:
        if (waiting := self.tpool._work_queue.qsize()) >= MOST_WAITING:
            return f"{waiting} requests wait"
        if self._memory.is_too_much():
            self.alive = False  # what is under way is answered; gunicorn starts another
            return f"{self._memory.now} MB are in use"
        return ""

    def _send_away(self, conn: Any, why: str) -> None:
        count()
        if time.monotonic() - self._told_at > 1:
            self._told_at = time.monotonic()
            self.log.warning("Requests are answered with 503: %s.", why)
        try:
            conn.sock.setblocking(False)
            with suppress(BlockingIOError):  # all of it was read with the request before
                conn.sock.recv(PEEKED)  # what is left unread breaks the line before the answer
            conn.sock.send(shed())
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # whoever asked is gone
        self._hang_up(conn)

    def _hang_up(self, conn: Any) -> None:
        self.nr_conns -= 1
        conn.close()


class _InOurWords:
    """The line to a client whom gunicorn wants to tell of an error, in a page of its own that
    repeats what was sent."""

    def __init__(self, line: Any) -> None:
        self._line = line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._line, name)

    def sendall(self, page: bytes) -> None:
        """Send an answer of ours with the status of gunicorn's."""
        _, _, status = page.partition(b"\r\n")[0].decode("latin-1").partition(" ")
        self._line.sendall(unread(status))


class Memory:
    """What this process has in memory, looked at once a second; the first look is the measure."""

    def __init__(self) -> None:
        self.now = 0
        self._most = int(os.environ.get("WORKER_MOST_MB", "0"))
        self._looked_at = 0.0

    def is_too_much(self) -> bool:
        """Whether the process has grown too much since it was ready, or beyond WORKER_MOST_MB."""
        if time.monotonic() - self._looked_at > 1:
            self._looked_at, self.now = time.monotonic(), resident_mb()
            self._most = self._most or self.now + MORE_MB
        return self.now > self._most


def resident_mb() -> int:
    """MB of this process in memory; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024**2


def is_whole(begun: bytes) -> bool:
    """Whether these first bytes of a request are all that its thread would have to wait for: the
    head, and a body that fits beside it. What is too large, or has no length, is left to it."""
    head, end, body = begun.partition(b"\r\n\r\n")
    if not end:
        return len(begun) >= PEEKED
    found = _LENGTH.search(head)
    length = int(found[1]) if found else 0
    return len(body) >= length or len(head) + length >= MOST_HELD


def _is_from_a_machine(begun: bytes) -> bool:
    """Those who ask how the shop is are always told."""
    return begun.startswith(_FOR_MACHINES)
