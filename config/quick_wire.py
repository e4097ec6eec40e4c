"""One HTTP request to DynamoDB and its answer: signed, sent over a kept line, read; nothing more.

botocore does the same in twenty times the work, because it does it for every service of Amazon's.
What is not plain here (a broken line, an answer that is none) is an OSError or a BadAnswer.
"""

import hmac
import os
import select
import socket
import ssl
import weakref
import zlib
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import IO, Protocol

JSON = "application/x-amz-json-1.0"
LONGEST_LINE, MOST_HEADERS, LONGEST_ANSWER = 65_536, 100, 32 * 1024 * 1024


class BadAnswer(Exception):
    """What came back is not an answer of DynamoDB's, or not the whole of it."""


class Keys(Protocol):
    """Credentials as botocore hands them out, fresh."""

    @property
    def access_key(self) -> str: ...

    @property
    def secret_key(self) -> str: ...

    @property
    def token(self) -> str | None: ...


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]  # by names in small letters
    body: bytes


class Signer:
    """Signature Version 4 for DynamoDB in one region (Amazon: "Signing AWS API requests")."""

    def __init__(self, host: str, region: str) -> None:
        self._host, self._region = host, region
        self._kept: tuple[str, str, bytes] = ("", "", b"")  # day, secret, the key made of them

    def headers(self, target: str, body: bytes, keys: Keys, now: str) -> dict[str, str]:
        """The headers of a request at `now` (20261123T200000Z), its signature among them."""
        named = {"content-type": JSON, "host": self._host, "x-amz-date": now}
        if keys.token:
            named["x-amz-security-token"] = keys.token
        named["x-amz-target"] = target
        names = ";".join(named)
        lines = "\n".join(f"{name}:{text}" for name, text in named.items())
        asked = f"POST\n/\n\n{lines}\n\n{names}\n{sha256(body).hexdigest()}"
        scope = f"{now[:8]}/{self._region}/dynamodb/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{sha256(asked.encode()).hexdigest()}"
        signature = hmac.digest(self._key(now[:8], keys.secret_key), text.encode(), "sha256").hex()
        named["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={keys.access_key}/{scope},"
            f" SignedHeaders={names}, Signature={signature}"
        )
        return named

    def _key(self, day: str, secret: str) -> bytes:
        known_day, known_secret, key = self._kept
        if (known_day, known_secret) != (day, secret):
            key = f"AWS4{secret}".encode()
            for part in (day, self._region, "dynamodb", "aws4_request"):
                key = hmac.digest(key, part.encode(), "sha256")
            self._kept = (day, secret, key)
        return key


@dataclass
class Lines:
    """Open lines to one server. Each is used by one thread at a time and by the process that
    opened it alone: a forked child that read from its parent's would be told another's answer."""

    host: str
    port: int
    is_https: bool
    connecting: float
    reading: float
    most: int
    trusted: str | None = None  # the file of those who may vouch for the server
    _idle: deque["_Line"] = field(default_factory=deque)
    _owner: int = field(default_factory=os.getpid)

    def ask(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send, and read the answer. Raises OSError or BadAnswer; then that line is closed."""
        line = self._free() or self._opened()
        head = "".join(f"{name}: {text}\r\n" for name, text in headers.items())
        begin = f"POST / HTTP/1.1\r\n{head}content-length: {len(body)}\r\n\r\n"
        try:
            line.sock.sendall(begin.encode("latin-1") + body)
            answer = _read(line.stream)
        except BaseException:
            line.close()
            raise
        if answer.headers.get("connection", "").lower() == "close" or len(self._idle) >= self.most:
            line.close()
        else:
            self._idle.append(line)
        return answer

    def __post_init__(self) -> None:
        weakref.finalize(self, _close_all, self._idle)

    def close(self) -> None:
        """Close the lines that wait."""
        _close_all(self._idle)

    def _free(self) -> "_Line | None":
        if self._owner != os.getpid():
            self.close()  # the child's ends of them; the parent's stay open
            self._owner = os.getpid()
        with suppress(IndexError):  # another thread may take the last just before
            while (line := self._idle.pop()).has_ended():
                line.close()
            return line
        return None

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.trusted)

    def _opened(self) -> "_Line":
        sock = socket.create_connection((self.host, self.port), self.connecting)
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.is_https:
                sock = self._trusted.wrap_socket(sock, server_hostname=self.host)
            sock.settimeout(self.reading)
        except BaseException:
            sock.close()
            raise
        return _Line(sock, sock.makefile("rb"))


@dataclass(frozen=True)
class _Line:
    sock: socket.socket
    stream: IO[bytes]

    def has_ended(self) -> bool:
        """Whether the server has hung up, or said something that nobody asked for."""
        poll = select.poll()
        poll.register(self.sock, select.POLLIN)
        return bool(poll.poll(0))

    def close(self) -> None:
        self.stream.close()
        self.sock.close()


def _close_all(idle: deque[_Line]) -> None:
    with suppress(IndexError):
        while True:
            idle.pop().close()


def _read(stream: IO[bytes]) -> Answer:
    words = stream.readline(LONGEST_LINE).split(None, 2)
    if len(words) < 2 or not words[0].startswith(b"HTTP/1.") or not words[1].isdigit():
        raise BadAnswer("no status")
    headers: dict[str, str] = {}
    for _ in range(MOST_HEADERS):
        line = stream.readline(LONGEST_LINE)
        if line in {b"\r\n", b"\n"}:
            break
        name, colon, text = line.partition(b":")
        if not colon:
            raise BadAnswer("no header")
        headers[name.decode("latin-1").lower()] = text.decode("latin-1").strip()
    else:
        raise BadAnswer("no end of headers")
    length = headers.get("content-length", "")
    if not length.isascii() or not length.isdigit() or int(length) > LONGEST_ANSWER:
        raise BadAnswer("no length")
    body = stream.read(int(length))
    if len(body) != int(length):
        raise BadAnswer("cut short")
    if (sum_ := headers.get("x-amz-crc32")) and sum_ != str(zlib.crc32(body)):
        raise BadAnswer("another checksum")
    return Answer(int(words[1]), headers, body)
