"""A shop's ear: a small HTTP server that keeps what is posted to it and answers as told."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Ear:
    """What was heard: (path, headers, body) each; `statuses` are answered in turn, then 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    heard: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    before_answer: Callable[[], object] | None = None  # called once a post is kept

    def wait_for(self, count: int, seconds: float = 20) -> None:
        """Until so many posts were heard; AssertionError if they do not come."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.heard) >= count, seconds), self.heard

    def take(self, path: str, headers: dict[str, str], body: bytes) -> int:
        """Keep one post; the status to answer."""
        with self.changed:
            self.heard.append((path, headers, body))
            self.changed.notify_all()
        if self.before_answer:
            self.before_answer()
        with self.changed:
            return self.statuses.pop(0) if self.statuses else 200


@contextmanager
def listening() -> Iterator[Ear]:
    """An ear on a free port of 127.0.0.1."""
    ear = Ear()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(ear.take(self.path, dict(self.headers.items()), body))
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep the tests' output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        ear.url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield ear
        finally:
            server.shutdown()
            thread.join()
