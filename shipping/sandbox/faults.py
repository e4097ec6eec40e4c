"""Troubles on demand: the stand-ins answer late, wrong, with a page of HTML, or not at all."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from fnmatch import fnmatchcase

from django.http import HttpRequest, HttpResponse, JsonResponse

from shipping.sandbox.ledger import LEDGER, Record
from shipping.sandbox.wire import new_id

LONGEST_HANG_SECONDS = 60
CLOSING = threading.Event()  # lets hanging answers go when the process ends
_UNTOUCHED = ("/control", "/razorpay/checkout")
_PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"
# What each kind answers; None: nothing, the connection ends.
KINDS: dict[str, int | None] = {
    "delay": 200,  # ms before it is acted on
    "slow": 200,  # ms while it is acted on: a second request meets the first
    "hang": None,
    "drop": None,
    "drop_after": None,
    "500": 500,
    "502": 502,
    "html": 200,
    "429": 429,
    "answer": 200,
    "answer_after": 200,
}
_AFTER = {"drop_after", "answer_after", "delay"}


def plan(wanted: Record) -> Record:
    """Add a trouble: `kind`, `path` (a pattern such as `/razorpay/v1/payments/*/refund`),
    `method`, `times`, `ms`, and for `answer` a `status` and a JSON or text `body`."""
    kind = str(wanted.get("kind", ""))
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}")
    fault: Record = {
        "id": new_id("flt"),
        "kind": kind,
        "path": str(wanted.get("path") or "*"),
        "method": str(wanted.get("method") or "").upper(),
        "left": int(wanted.get("times") or 1),
        "ms": int(wanted.get("ms") or 0),
        "status": int(wanted.get("status") or KINDS[kind] or 0),
        "body": wanted.get("body", ""),
    }
    LEDGER.put("faults", fault["id"], fault)
    return fault


def faults(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Middleware that lets the planned troubles happen to the vendors' addresses."""

    def answer(request: HttpRequest) -> HttpResponse:
        fault = _due(request)
        if fault is None:
            return get_response(request)
        if fault["kind"] == "slow":
            request.META["sandbox.slow_seconds"] = fault["ms"] / 1000
            return get_response(request)
        if fault["ms"]:
            CLOSING.wait(min(fault["ms"] / 1000, LONGEST_HANG_SECONDS))
        reply = get_response(request) if fault["kind"] in _AFTER else None
        return reply if reply and fault["kind"] == "delay" else _trouble(request, fault)

    return answer


def _due(request: HttpRequest) -> Record | None:
    if not request.path.startswith(("/razorpay/", "/shiprocket/")):
        return None
    if request.path.startswith(_UNTOUCHED):
        return None
    with LEDGER:
        for fault in LEDGER.find("faults"):
            if fault["method"] in {"", request.method} and fnmatchcase(request.path, fault["path"]):
                _use_up(fault)
                return fault
    return None


def _use_up(fault: Record) -> None:
    if fault["left"] > 1:
        LEDGER.put("faults", fault["id"], fault | {"left": fault["left"] - 1})
    else:
        LEDGER.remove("faults", fault["id"])


def _trouble(request: HttpRequest, fault: Record) -> HttpResponse:
    kind, status = fault["kind"], fault["status"]
    if kind == "hang":
        CLOSING.wait(LONGEST_HANG_SECONDS)
    if KINDS[kind] is None:
        _cut(request)
        return HttpResponse(status=500)
    if kind.startswith("answer") and not isinstance(fault["body"], str):
        return JsonResponse(fault["body"], status=status, safe=False)
    if kind == "429":
        error = {"code": "BAD_REQUEST_ERROR", "description": "Request failed: too many requests"}
        return JsonResponse({"error": error, "message": "Too Many Attempts."}, status=429)
    if kind == "500":
        error = {"code": "SERVER_ERROR", "description": "We are facing some trouble."}
        return JsonResponse({"error": error, "message": "Server Error"}, status=500)
    return HttpResponse(fault["body"] or _PAGE.format("Down for maintenance"), status=status)


def _cut(request: HttpRequest) -> None:
    """End the connection without a byte, as a lost network does."""
    connection: socket.socket = request.META["sandbox.connection"]
    with suppress(OSError):  # the other side was quicker
        connection.shutdown(socket.SHUT_RDWR)
