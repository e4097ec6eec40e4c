"""`python -m tests.faults.shop ENGINE RAZORPAY SHIPROCKET SMTP_PORT`: the shop as a process that
may be shot at any call.

It loads everything once, then forks a process of the shop for each connection, which answers
requests of a browser, one JSON line each, through the real views. The first connection is not
forked: what passes on it warms everything up. A forked process has clients and sessions of its
own, and less patience than the real one, so that a test of a hanging service is short.
"""

import gc
import json
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from django.test import Client

HOST = "127.0.0.1"
PATIENCE = 0.8  # seconds for an answer; the shop itself has 3 to 8


def main(engine: str, razorpay: str, shiprocket: str, smtp_port: str) -> None:
    """Serve until the parent closes our standard input."""
    django.setup()
    _connect(engine, razorpay, shiprocket, int(smtp_port))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    with socket.create_server((HOST, 0)) as server:
        print(server.getsockname()[1], flush=True)  # noqa: T201 - the parent reads it
        _serve(server.accept()[0])
        _forget_what_was_warm()
        while True:
            readable, _, _ = select.select([server, sys.stdin], [], [])
            if sys.stdin in readable:
                return
            line, _ = server.accept()
            if os.fork() == 0:
                server.close()
                _serve(line)
                os._exit(0)
            line.close()


def _connect(engine: str, razorpay: str, shiprocket: str, smtp_port: int) -> None:
    from botocore.retries.standard import ExponentialBackoff
    from django.conf import settings

    from config import dynamo
    from payments.razorpay import Razorpay
    from shipping import tokens
    from shipping.services import patience

    dynamo.use(engine)
    patience.LONGEST = PATIENCE  # nobody else is at work here; whoever held a step is dead
    dynamo.TableMeta.read_timeout_seconds = PATIENCE  # type: ignore[assignment]
    ExponentialBackoff.delay_amount = lambda *_: 0.0  # type: ignore[method-assign]
    for function, name in ((Razorpay.__init__, "timeout"), (tokens.client, "patience")):
        defaults = function.__kwdefaults__ or {}
        function.__kwdefaults__ = defaults | {name: (PATIENCE, PATIENCE)}
    settings.RAZORPAY_BASE_URL = razorpay
    settings.SHIPROCKET_BASE_URL = shiprocket
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, smtp_port


def _forget_what_was_warm() -> None:
    """No open line and no memory of the first connection goes to the forked processes."""
    from catalog import shelf
    from config import dynamo
    from payments.razorpay import gateway
    from payments.services import working
    from shipping import memory, tokens

    for model in dynamo.every_model():
        if model._connection is not None:
            model._connection.connection.client.close()
    dynamo.connection().client.close()
    gateway.cache_clear()
    tokens._client.cache_clear()
    working._asked.clear()
    shelf.forget()
    memory.forget_all()
    gc.collect()
    gc.freeze()  # what is shared stays shared


def _serve(line: socket.socket) -> None:
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with line, line.makefile("rwb") as wire:
        wire.write(b"%d\n" % os.getpid())
        wire.flush()
        for wanted in wire:
            wire.write(json.dumps(_answer(json.loads(wanted))).encode() + b"\n")
            wire.flush()


def _answer(wanted: dict[str, Any]) -> dict[str, Any]:
    from pynamodb.exceptions import PynamoDBException

    from config.errors import ShopError

    try:
        if "path" in wanted:
            return _page(**wanted)
        ACTS[wanted["act"]](**wanted["given"])
    except (ShopError, PynamoDBException) as refusal:  # a page would say so
        return {"status": 503, "text": f"{type(refusal).__name__}: {refusal}"}
    except Exception:  # noqa: BLE001 - told to the test
        return {"status": 500, "trace": traceback.format_exc()}
    return {"status": 200}


def _page(
    *, method: str, path: str, form: Any, headers: dict[str, str], cookies: dict[str, str]
) -> dict[str, Any]:
    """What the shop answers to a browser, or to a vendor who posts a JSON text."""
    client = _client()
    client.cookies.clear()
    client.cookies.load(cookies)
    client.exc_info = None
    if method == "GET":
        reply = client.get(path, headers=headers)
    elif isinstance(form, str):
        reply = client.post(path, form, content_type="application/json", headers=headers)
    else:
        reply = client.post(path, form, headers=headers)
    told = getattr(reply, "exc_info", None)
    return {
        "status": reply.status_code,
        "location": reply.headers.get("Location", ""),
        "text": reply.content.decode(errors="replace"),
        "cookies": {name: morsel.value for name, morsel in reply.cookies.items()},
        "trace": "".join(traceback.format_exception(*told)) if told else "",
    }


@cache
def _client() -> "Client":
    """One for the process and those that come from it: its first request loads the middleware."""
    from django.test import Client

    return Client(raise_request_exception=False)


def _one_pass(minutes: int = 0) -> None:
    """The worker passes, so many minutes from now."""
    import time_machine

    from config import clock
    from payments.services.working import one_pass

    with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=True):
        one_pass()


def _give_back(order_id: str, payment_id: str, lines: dict[str, int], **given: Any) -> None:
    from payments.refund_rules import Wanted
    from payments.services.refunding import give_back

    wanted = Wanted(lines={int(at): n for at, n in lines.items()}, back_in_stock=True)
    give_back(order_id, payment_id, wanted, reason="One piece was cracked.", by="Meera", **given)


def _stock_without_transaction() -> None:
    """For the negative control: this process puts stock back by a plain update."""
    from catalog.models import Product
    from catalog.services import stock

    def give_back(
        tx: object, *, product_id: str, seller_id: str, returned: Mapping[str, int]
    ) -> None:
        more = Product.stock.add(sum(returned.values()))
        Product(product_id, seller_id).update(actions=[more])

    stock.give_back = give_back


ACTS: dict[str, Callable[..., None]] = {
    "worker": _one_pass,
    "give_back": _give_back,
    "stock_without_transaction": _stock_without_transaction,
}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    main(*sys.argv[1:])
