"""Shiprocket's addresses for returns: create, which refuses a reference it knows, and the list."""

from django.http import HttpRequest

from shipping.sandbox import parcels
from shipping.sandbox.api import Refusal, missing
from shipping.sandbox.ledger import LEDGER, Record
from shipping.sandbox.listing import as_listed
from shipping.sandbox.orders import SKU_TWICE, says_a_sku_twice
from shipping.sandbox.wire import body_of

PENDING = {"status": "RETURN PENDING", "status_code": 21}
_PLACE = ("customer_name", "address", "city", "state", "country", "pincode", "email", "phone")
_NEEDED = (
    "order_id",
    "order_date",
    *(f"pickup_{part}" for part in _PLACE),
    *(f"shipping_{part}" for part in _PLACE if part != "email"),
    "order_items",
    "payment_method",
    "sub_total",
    "length",
    "breadth",
    "height",
    "weight",
)


def create(request: HttpRequest) -> Record:
    """Register a return. A reference it knows is refused, unlike that of an order."""
    body = body_of(request)
    lacking = [name for name in _NEEDED if body.get(name) in (None, "", [])]
    if lacking:
        raise missing(*lacking, words="Oops! Invalid Data.")
    _check(body)
    with LEDGER:
        if parcels.by_reference(str(body["order_id"])):
            raise _invalid(order_id="The order id has already been taken.")
        parcel = parcels.new_parcel(_as_order(body)) | PENDING | {"is_return": True}
        parcels.save(parcel)
    named = {name: parcel[name] for name in ("order_id", "shipment_id", "status", "status_code")}
    return named | {"company_name": "THIRD BALL"}


def list_returns(request: HttpRequest) -> Record:
    """Returns, newest first. Here a shipment's id stands beside the order's, not inside."""
    wanted = request.GET.get("search", "")
    found = LEDGER.find(
        "parcels", lambda p: bool(p.get("is_return")) and wanted in str(p["reference"])
    )
    listed = [_listed(parcel) for parcel in reversed(found)][:50]
    paging = {"total": len(found), "count": len(listed), "per_page": 50, "current_page": 1}
    return {"data": listed, "meta": {"pagination": paging | {"total_pages": 1, "links": {}}}}


def _listed(parcel: Record) -> Record:
    listed = as_listed(parcel)
    shipment = {name: told for name, told in listed["shipments"][0].items() if name != "id"}
    return listed | {"shipment_id": parcel["shipment_id"], "shipments": [shipment]}


def _as_order(body: Record) -> Record:
    """The return as its parcel keeps it: the customer, who gives it, stands where else the
    customer stands who gets it."""
    customer = {f"billing_{part}": body[f"pickup_{part}"] for part in _PLACE}
    return body | customer | {"pickup_location": parcels.WAREHOUSE}


def _check(body: Record) -> None:
    for side in ("pickup", "shipping"):
        for part, length in (("pincode", 6), ("phone", 10)):
            text = str(body[f"{side}_{part}"])
            if not (text.isdigit() and len(text) == length):
                words = f"The {side} {part} must be {length} digits."
                raise _invalid(**{f"{side}_{part}": words})
    if len(str(body["order_id"])) > 50:
        raise _invalid(order_id="The order id may not be greater than 50 characters.")
    if says_a_sku_twice(body["order_items"]):
        raise _invalid(order_items=SKU_TWICE)
    if str(body["payment_method"]).upper() != "PREPAID":
        raise _invalid(payment_method="The selected payment method is invalid.")


def _invalid(**errors: str) -> Refusal:
    told = {name: [words] for name, words in errors.items()}
    return Refusal({"message": "Oops! Invalid Data.", "errors": told, "status_code": 422}, 422)
