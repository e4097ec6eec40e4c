"""The control pages: what the stand-ins know, and a button for each thing that can happen."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from payments.demo.phones import shown_by_phones
from payments.sandbox import buttons, disputes, refunds
from payments.sandbox.entities import METHODS
from shipping.sandbox import faults as planned
from shipping.sandbox import parcels as known
from shipping.sandbox.drawing import page
from shipping.sandbox.ledger import LEDGER, Record
from shipping.sandbox.moving import NEXT
from shipping.sandbox.post import OFFICE
from shipping.status_map import LABELS

SHOWN = 60  # the newest; the ledger keeps all
LOOK_AGAIN = 5  # seconds, at codes that change every thirty


@require_GET
def payments(request: HttpRequest) -> HttpResponse:
    """Razorpay's orders with their payments and refunds."""
    orders = [
        order | {"attempts": [_told(payment_id) for payment_id in reversed(order["payments"])]}
        for order in _newest("orders")
    ]
    context = {"orders": orders, "methods": METHODS, "bank": refunds.bank()}
    return _page(request, "payments", context)


@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """The webhooks of both, newest first."""
    listed = [event | {"last": (event["attempts"] or [{}])[-1]} for event in _newest("events")]
    return _page(request, "events", {"events": listed, "mode": OFFICE.mode()})


@require_GET
def parcels(request: HttpRequest) -> HttpResponse:
    """Shiprocket's parcels and where each may go next."""
    listed = [parcel | {"next": _next(parcel)} for parcel in _newest("parcels")]
    return _page(request, "parcels", {"parcels": listed, "wallet": known.wallet_paise()})


@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """The mails that the shop sent."""
    return _page(request, "mails", {"mails": _newest("mails")})


@require_GET
def mail(request: HttpRequest, number: int) -> HttpResponse:
    """One mail."""
    return _page(request, "mail", {"mail": _mail(number)})


@require_GET
def mail_html(_: HttpRequest, number: int) -> HttpResponse:
    """The HTML of a mail, alone: no scripts, links open in a new window."""
    policy = (
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';"
        " style-src 'unsafe-inline'; img-src * data:; frame-ancestors 'self'"
    )
    html = f'<base target="_blank">{_mail(number)["html"]}'
    return HttpResponse(html, headers={"Content-Security-Policy": policy})


@require_GET
def faults(request: HttpRequest) -> HttpResponse:
    """Troubles that are planned, and a form to plan one."""
    return _page(request, "faults", {"faults": _newest("faults"), "kinds": list(planned.KINDS)})


@require_GET
def codes(request: HttpRequest) -> HttpResponse:
    """What the phones of the demo's staff show this moment; the page looks again by itself."""
    response = _page(request, "codes", {"phones": shown_by_phones()})
    response["Refresh"] = str(LOOK_AGAIN)
    return response


@require_POST
def press(request: HttpRequest, button: str) -> HttpResponse:
    """One press of a button; then back to the page, with what could not be done in words."""
    act = buttons.BUTTONS.get(button)
    if act is None:
        raise Http404
    back = request.POST.get("back", "")
    back = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
    try:
        act(request.POST.dict())
    except (ValueError, KeyError, TypeError) as refusal:
        back += "?" + urlencode({"said": str(refusal)})
    return HttpResponseRedirect(back, status=303)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    counts = {"mails": len(LEDGER.find("mails")), "faults": len(LEDGER.find("faults"))}
    frame = {
        "here": request.path,
        "said": request.GET.get("said", ""),
        "site": OFFICE.site(),
        "counts": counts,
    }
    return page(template, frame | context)


def _newest(shelf: str) -> list[Record]:
    return LEDGER.find(shelf)[::-1][:SHOWN]


def _told(payment_id: str) -> Record:
    payment = LEDGER.get("payments", payment_id) or {}
    shelves = ("refunds", "disputes")
    return payment | {shelf: _of_payment(shelf, payment_id) for shelf in shelves}


def _of_payment(shelf: str, payment_id: str) -> list[Record]:
    found = LEDGER.find(shelf, lambda each: each["payment_id"] == payment_id)
    return [each | {"next": disputes.NEXT.get(each["status"], ())} for each in found]


def _next(parcel: Record) -> list[tuple[int, str]]:
    return [(number, LABELS[number]) for number in NEXT.get(parcel["shipment_status_id"], ())]


def _mail(number: int) -> Record:
    found = LEDGER.get("mails", str(number))
    if found is None:
        raise Http404
    return found
