"""Razorpay and Shiprocket inside this process: the stand-ins' own views behind the shop's own
clients, without a wire between: quick, on one clock with the shop, as repeatable as the test."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from unittest import mock
from urllib.parse import urlsplit

import requests
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client, RequestFactory, override_settings
from django.urls import resolve, set_urlconf
from requests.adapters import BaseAdapter

from payments.razorpay import gateway
from payments.sandbox import acts
from payments.sandbox.records import payment_of
from payments.services import working
from shipping import tokens
from shipping.sandbox.faults import faults
from shipping.sandbox.ledger import LEDGER
from shipping.sandbox.post import OFFICE
from tests.factories import signed

URLCONF = "payments.sandbox.urls"
HOUSE = "http://stand-ins.test"
COURIERS_WORD = {"X-Api-Key": "tests-courier-token"}


class Indoors:
    """What a test says to the stand-ins, and what they say to the shop."""

    def __init__(self) -> None:
        self._browser = Client(raise_request_exception=False)

    def control(self, path: str, /, **wanted: Any) -> Any:
        """The same as RunningSandbox.control; ValueError with the words of a refusal."""
        reply = _answer("POST", f"/control/{path}", json.dumps(wanted).encode(), {})
        said = json.loads(reply.content)
        if reply.status_code >= 400:
            raise ValueError(said["error"])
        return said

    def response_of(self, payment_id: str) -> dict[str, str]:
        """What Checkout gives the browser for a payment, as `check_callback` takes it."""
        said = acts.response_of(payment_of(payment_id)) or {}
        return {
            "razorpay_order_id": said["razorpay_order_id"],
            "payment_id": said["razorpay_payment_id"],
            "signature": said["razorpay_signature"],
        }

    def events(self) -> list[dict[str, Any]]:
        """Everything that the vendors have to tell, oldest first."""
        return LEDGER.find("events")

    def tell(self, event: dict[str, Any], *, event_id: str = "") -> int:
        """Post an event to the shop once, under another id if one is given; the status it
        answers. An event is heard once it was answered with 2xx."""
        raw, headers = event["body"].encode(), COURIERS_WORD
        if event["vendor"] == "razorpay":
            headers = signed(raw, event_id or event["id"].removeprefix("evt_"))
        kind = "application/json"
        reply = self._browser.post(event["path"], raw, content_type=kind, headers=headers)
        attempts = [*event["attempts"], {"status": 0 if event_id else reply.status_code}]
        LEDGER.put("events", event["id"], event | {"attempts": attempts})
        return reply.status_code

    def ledger(self) -> dict[str, list[dict[str, Any]]]:
        """Everything the stand-ins know, with the mails that the shop has sent."""
        outbox = cast("list[EmailMessage]", getattr(mail, "outbox", []))
        mails = [_as_kept(message) for message in outbox]
        return LEDGER.everything() | {"mails": mails}


class _Wireless(BaseAdapter):
    """Takes a request of the shop's clients straight to the stand-ins' view."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        parts = urlsplit(str(request.url))
        body = request.body or b""
        raw = body.encode() if isinstance(body, str) else body
        path = f"{parts.path}?{parts.query}"
        reply = _answer(str(request.method), path, raw, dict(request.headers))
        if reply.status_code == _CUT:
            raise requests.ConnectionError("the line is dead")
        found = requests.Response()
        found.status_code, found._content = reply.status_code, reply.content
        found.headers.update(dict(reply.items()))
        found.request, found.url = request, str(request.url)
        return found

    def close(self) -> None:
        """There is no wire."""


_CUT = 599  # no vendor answers so


class _Line:
    """In place of the socket that a stand-in cuts when it plays dead."""

    is_cut = False

    def shutdown(self, _: int) -> None:
        self.is_cut = True


def _answer(method: str, path: str, body: bytes, headers: dict[str, str]) -> Any:
    line = _Line()
    kind = headers.pop("Content-Type", "application/json")
    request = RequestFactory().generic(method, path, body, content_type=kind, headers=headers)
    request.META["sandbox.connection"] = line
    set_urlconf(URLCONF)
    try:
        found = resolve(request.path_info, URLCONF)
        reply = faults(lambda asked: found.func(asked, *found.args, **found.kwargs))(request)
    finally:
        set_urlconf(None)
    if line.is_cut:
        reply.status_code = _CUT
    return reply


def _as_kept(message: EmailMessage) -> dict[str, Any]:
    said = {"subject": str(message.subject), "headers": dict(message.extra_headers)}
    return {"to": list(message.to), "text": str(message.body)} | said


@contextmanager
def indoors() -> Iterator[Indoors]:
    """The stand-ins, empty, holding back their events; all clients of the shop lead to them."""
    addresses = {
        "RAZORPAY_BASE_URL": f"{HOUSE}/razorpay",
        "SHIPROCKET_BASE_URL": f"{HOUSE}/shiprocket/v1/external",
    }
    wireless = mock.patch.object(requests.Session, "get_adapter", return_value=_Wireless())
    with override_settings(**addresses), wireless:
        forget()
        OFFICE.choose(mode="hold")
        try:
            yield Indoors()
        finally:
            forget()


def forget() -> None:
    """Neither the stand-ins nor the shop's clients and worker remember anything."""
    LEDGER.clear()
    gateway.cache_clear()
    tokens._client.cache_clear()
    working._asked.clear()
    getattr(mail, "outbox", []).clear()
