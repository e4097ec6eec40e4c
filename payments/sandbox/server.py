"""The stand-ins as one process: an HTTP server and a mail listener on 127.0.0.1, a thread that
sends the webhooks, and the ledger they share."""

import socket
import socketserver
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden

from payments.sandbox.mails import listen
from payments.signatures import webhook_signature
from shipping.sandbox.faults import CLOSING
from shipping.sandbox.ledger import LEDGER, Record
from shipping.sandbox.post import OFFICE

HOST = "127.0.0.1"
LOOPBACK = {"127.0.0.1", "::1"}


@dataclass(frozen=True)
class Listening:
    """The ports on which the stand-ins can be reached."""

    server: "_Server"
    port: int
    smtp_port: int


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 256

    def server_bind(self) -> None:
        socketserver.TCPServer.server_bind(self)  # without asking a name server who we are
        self.server_name, self.server_port = HOST, self.server_address[1]
        self.setup_environ()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is its own affair."""


class _Handler(WSGIRequestHandler):
    disable_nagle_algorithm = True  # head and body are two writes: 40 ms each otherwise
    timeout = 70

    def get_environ(self) -> dict[str, Any]:
        connection: socket.socket = self.connection
        return super().get_environ() | {"sandbox.connection": connection}

    def address_string(self) -> str:
        return str(self.client_address[0])

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name above
        """The control pages show what happened."""


def neighbours_only(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: this machine only, under its own name, and no other site's pages."""

    def answer(request: HttpRequest) -> HttpResponse:
        own = f"http://{request.get_host()}"  # a foreign Host is a 400 here
        stranger = request.META.get("REMOTE_ADDR") not in LOOPBACK
        if stranger or request.headers.get("Origin", own) != own:
            return HttpResponseForbidden("Only from this machine.\n", content_type="text/plain")
        return get_response(request)

    return answer


@contextmanager
def listening(*, port: int, smtp_port: int, state: Path, hands: int = 1) -> Iterator[Listening]:
    """The stand-ins, ready to be served; on leaving, everything is closed. Port 0: any free one.
    `hands` is how many events are sent at once; with more than one they come in no order."""
    settings.ROOT_URLCONF = "payments.sandbox.urls"
    settings.MIDDLEWARE = [
        "payments.sandbox.server.neighbours_only",
        "shipping.sandbox.faults.faults",
    ]
    settings.ALLOWED_HOSTS = [HOST, "localhost"]
    settings.DEBUG = False
    OFFICE.register("razorpay", _razorpay_headers)
    OFFICE.register("shiprocket", _shiprocket_headers)
    with _Server((HOST, port), _Handler) as server:
        mail = listen(smtp_port or _free_port())
        LEDGER.open(state)
        OFFICE.start(hands)
        server.set_app(get_wsgi_application())
        try:
            yield Listening(server, server.server_address[1], mail.port)
        finally:
            CLOSING.set()
            OFFICE.stop()
            mail.stop()
            LEDGER.close()


def _razorpay_headers(event: Record) -> dict[str, str]:
    secret = settings.RAZORPAY_WEBHOOK_SECRETS[0]
    return {
        "X-Razorpay-Signature": webhook_signature(secret, event["body"].encode()),
        "x-razorpay-event-id": event["id"].removeprefix("evt_"),
        "User-Agent": "Razorpay-Webhook/v1",
    }


def _shiprocket_headers(_: Record) -> dict[str, str]:
    return {"x-api-key": settings.SHIPROCKET_WEBHOOK_TOKEN}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
