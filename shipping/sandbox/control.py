"""The JSON control addresses of the parcels, and the decorator that all of them wear."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from shipping.sandbox import moving, parcels
from shipping.sandbox.ledger import LEDGER, Record
from shipping.sandbox.wire import body_of

_P = ParamSpec("_P")


def order_of_json(
    act: Callable[Concatenate[Record, _P], object],
) -> Callable[Concatenate[HttpRequest, _P], HttpResponse]:
    """A POST whose JSON body is an order to the stand-in; what cannot be done is a 400 in words."""

    @require_POST
    @wraps(act)
    def view(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        try:
            return JsonResponse(act(body_of(request), *args, **kwargs), safe=False)
        except (ValueError, TypeError, KeyError) as error:
            return JsonResponse({"error": str(error)}, status=400)

    return view


@order_of_json
def move(wanted: Record, awb: str) -> Record:
    """`{"status_id": 42}`, with `activity`, `location`, `at`, `current_status_id` if they matter;
    the parcel after it."""
    scan = {name: wanted[name] for name in _SCAN if name in wanted}
    return moving.move(awb, int(wanted["status_id"]), **scan)


@order_of_json
def wallet(wanted: Record) -> Record:
    """`{"balance_paise": 0}`: what is in Shiprocket's wallet."""
    parcels.fill_wallet(int(wanted["balance_paise"]))
    return {"balance_paise": parcels.wallet_paise()}


@order_of_json
def couriers(wanted: Record) -> Record:
    """`{"refusing": {"43": "why"}, "unserviceable": ["110001"]}`; both are replaced."""
    LEDGER.put("control", "refusing", dict(wanted.get("refusing", {})))
    LEDGER.put("control", "unserviceable", {"pincodes": list(wanted.get("unserviceable", []))})
    return {"ok": True}


@order_of_json
def cancelling(wanted: Record) -> Record:
    """`{"takes_time": true}`: a shipment that is to be called off waits for the courier's answer;
    give it by moving the parcel to 8."""
    LEDGER.put("control", "cancelling", {"takes_time": bool(wanted.get("takes_time"))})
    return {"ok": True}


@order_of_json
def warehouse(wanted: Record) -> Record:
    """`{"pickup_location": "Pune Warehouse ", "phone_verified": 0}`: what is odd about it."""
    LEDGER.put("control", "warehouse", {name: wanted[name] for name in _ODD if name in wanted})
    return {"ok": True}


@order_of_json
def expire_tokens(_: Record) -> Record:
    """Every login token is worthless from now on."""
    for known in LEDGER.find("tokens"):
        LEDGER.remove("tokens", known["token"])
    return {"ok": True}


_ODD = ("pickup_location", "phone_verified")
_SCAN = ("activity", "location", "at", "current_status_id")
