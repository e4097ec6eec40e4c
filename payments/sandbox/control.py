"""The JSON control addresses, for tests: what a person does on the control pages, by request."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from payments.sandbox import acts, telling
from shipping.sandbox import faults, moving
from shipping.sandbox.control import order_of_json
from shipping.sandbox.ledger import LEDGER, Record
from shipping.sandbox.post import OFFICE


@order_of_json
def reset(_: Record) -> Record:
    """Forget everything, and be as at the first start."""
    LEDGER.clear()
    return {"ok": True}


@require_GET
def ledger(_: HttpRequest) -> HttpResponse:
    """All shelves: orders, payments, refunds, events, mails, parcels, faults …"""
    return JsonResponse(LEDGER.everything())


@require_GET
def waiting(_: HttpRequest) -> HttpResponse:
    """The events that have still to be sent; of a long ledger that is quickly said."""
    return JsonResponse(OFFICE.waiting(), safe=False)


@order_of_json
def webhooks(wanted: Record) -> Record:
    """`{"mode": "auto"|"hold"}` and/or `{"site_url": …}`."""
    if wanted.get("mode", "auto") not in {"auto", "hold"}:
        raise ValueError("mode is auto or hold")
    OFFICE.choose(**{name: str(wanted[name]) for name in ("mode", "site_url") if name in wanted})
    return {"mode": OFFICE.mode(), "site_url": OFFICE.site()}


@order_of_json
def pay(wanted: Record) -> Record:
    """`{"order_id", …}` with the fields of `acts.Attempt` → `{"payment", "response"}`: `response`
    is what Checkout gives the browser after a success."""
    given = {name: value for name, value in wanted.items() if name != "order_id"}
    payment = acts.pay(wanted["order_id"], **given)
    return {"payment": payment, "response": acts.response_of(payment)}


@order_of_json
def settle(wanted: Record, payment_id: str) -> Record:
    """`{"outcome": "success"|"failure"|"authorize"}` for a payment left open, or failed before."""
    payment = acts.settle(payment_id, wanted.get("outcome", "success"))
    return {"payment": payment, "response": acts.response_of(payment)}


@order_of_json
def send(wanted: Record, event_id: str) -> list[Record]:
    """`{"times": 50, "at_once": true}` → the attempts, each with the shop's `status`."""
    times = min(int(wanted.get("times", 1)), 500)
    return OFFICE.send(event_id, times=times, at_once=bool(wanted.get("at_once")))


@order_of_json
def release(wanted: Record) -> list[Record]:
    """`{"ids": […]}`: send these now, in this order."""
    return OFFICE.release([str(each) for each in wanted["ids"]])


@order_of_json
def drop(_: Record, event_id: str) -> Record:
    """Lose an event."""
    OFFICE.drop(event_id)
    return {"ok": True}


@order_of_json
def craft(wanted: Record) -> list[Record]:
    """An event of one's own making, signed as Razorpay's: `{"name", "body": {…}}` or a `body` in
    text for the very bytes; `{"vendor": "shiprocket"}` for a tracking event. Sent at once."""
    courier = wanted.get("vendor") == "shiprocket"
    body = wanted["body"]
    event_id = OFFICE.post(
        vendor="shiprocket" if courier else "razorpay",
        name=str(wanted.get("name", "crafted")),
        path=moving.WEBHOOK_PATH if courier else telling.WEBHOOK_PATH,
        subject=str(wanted.get("subject", "")),
        body=body if isinstance(body, str) else json.dumps(body, separators=(",", ":")),
        held=True,
    )
    return OFFICE.send(event_id, times=int(wanted.get("times", 1)))


@order_of_json
def add_fault(wanted: Record) -> Record:
    """Plan a trouble: see `shipping.sandbox.faults.plan`."""
    return faults.plan(wanted)


@order_of_json
def clear_faults(_: Record) -> Record:
    """No more troubles."""
    for fault in LEDGER.find("faults"):
        LEDGER.remove("faults", fault["id"])
    return {"ok": True}


@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """The mails, oldest first, to `?to=` only if given."""
    to = request.GET.get("to")
    found = LEDGER.find("mails", lambda mail: to is None or to in mail["to"])
    return JsonResponse(found, safe=False)
