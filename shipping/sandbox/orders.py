"""Shiprocket's order addresses: create with its odd de-duplication, show, list, cancel."""

from django.http import HttpRequest, HttpResponse

from shipping.sandbox import moving, parcels
from shipping.sandbox.api import Refusal, missing, one_of, said
from shipping.sandbox.ledger import LEDGER, Record
from shipping.sandbox.listing import as_listed
from shipping.sandbox.shapes import location
from shipping.sandbox.wire import body_of

_NEEDED = (
    "order_id",
    "order_date",
    "pickup_location",
    "billing_customer_name",
    "billing_address",
    "billing_city",
    "billing_pincode",
    "billing_state",
    "billing_country",
    "billing_email",
    "billing_phone",
    "shipping_is_billing",
    "order_items",
    "payment_method",
    "sub_total",
    "length",
    "breadth",
    "height",
    "weight",
)
SKU_TWICE = "SKU cannot be repeated."
_CANCEL_ENDS_WITH = {19, 42, 6, 18, 38, 17, 7, 21, 9, 10, 12}


def create_adhoc(request: HttpRequest) -> Record:
    """Register an order. A reference it knows gives the old record with 200, even a cancelled
    one, as the live service does."""
    body = body_of(request)
    lacking = [name for name in _NEEDED if body.get(name) in (None, "", [])]
    if lacking:
        raise missing(*lacking, words="Oops! Invalid Data.")
    if body["pickup_location"] != location()["pickup_location"]:
        words = "Wrong Pickup location entered. Please choose one location from the data given"
        raise Refusal({"message": words, "data": {"data": [location()]}}, 200)
    _check(body)
    with LEDGER:
        known = parcels.by_reference(str(body["order_id"]))
        parcel = known or parcels.new_parcel(body)
    return {
        "order_id": parcel["order_id"],
        "shipment_id": parcel["shipment_id"],
        "status": parcel["status"],
        "status_code": parcel["status_code"],
        "onboarding_completed_now": 0,
        "awb_code": parcel["awb"] or None,
        "courier_company_id": parcel["courier_id"],
        "courier_name": parcel["courier_name"],
    }


def _wrong_items(items: list[Record]) -> str:
    if any(not {"name", "sku", "units", "selling_price"} <= item.keys() for item in items):
        return "Every item needs name, sku, units and selling_price."
    return SKU_TWICE if says_a_sku_twice(items) else ""


def says_a_sku_twice(items: list[Record]) -> bool:
    """Whether two items carry one sku, which the live service takes for a mistake."""
    skus = [str(item.get("sku")) for item in items]
    return len(set(skus)) < len(skus)


def _check(body: Record) -> None:
    errors: dict[str, list[str]] = {}
    if not (str(body["billing_pincode"]).isdigit() and len(str(body["billing_pincode"])) == 6):
        errors["billing_pincode"] = ["The billing pincode must be 6 digits."]
    if not (str(body["billing_phone"]).isdigit() and len(str(body["billing_phone"])) == 10):
        errors["billing_phone"] = ["The billing phone must be 10 digits."]
    if len(str(body["order_id"])) > 50:
        errors["order_id"] = ["The order id may not be greater than 50 characters."]
    for name in ("length", "breadth", "height", "weight", "sub_total"):
        if isinstance(body[name], str) or body[name] <= (0 if name == "weight" else 0.5):
            errors[name] = [f"The {name.replace('_', ' ')} is not valid."]
    if wrong := _wrong_items(body["order_items"]):
        errors["order_items"] = [wrong]
    if errors:
        body = {"message": "Oops! Invalid Data.", "errors": errors, "status_code": 422}
        raise Refusal(body, 422)


def show(_: HttpRequest, order_id: str) -> Record:
    """One order; here its shipment is a map."""
    parcel = parcels.by_order(order_id)
    if parcel is None:
        raise said("Order does not exist!", 404)
    listed = as_listed(parcel)
    return {"data": listed | {"shipments": listed["shipments"][0]}}


def list_orders(request: HttpRequest) -> Record:
    """Orders, newest first, by our reference where one is asked for."""
    reference = request.GET.get("channel_order_id")
    orders = LEDGER.find("parcels", lambda p: reference in {None, p["reference"]})
    found = [parcel for parcel in orders if not parcel.get("is_return")]
    listed = [as_listed(parcel) for parcel in reversed(found)][:50]
    paging = {"total": len(found), "count": len(listed), "per_page": 50, "current_page": 1}
    return {"data": listed, "meta": {"pagination": paging | {"total_pages": 1, "links": {}}}}


def cancel(request: HttpRequest) -> HttpResponse:
    """Call orders off: 204, or 500 for an id it does not know."""
    ids = body_of(request).get("ids")
    if not ids:
        raise missing("ids")
    for order_id in ids if isinstance(ids, list) else [ids]:
        parcel = parcels.by_order(order_id)
        if parcel is None:
            raise said("Trying to get property of non-object", 500)
        _cancel(parcel)
    return HttpResponse(status=204)


def _cancel(parcel: Record) -> None:
    """An order without an AWB is cancelled at once, one with an AWB as its shipment is."""
    if parcel["shipment_status_id"] in _CANCEL_ENDS_WITH:
        raise said("Cannot cancel order, it has been shipped already.")
    if parcel["awb"]:
        _cancel_awb(parcel)
    else:
        parcels.call_off(parcel)


def _cancel_awb(parcel: Record) -> None:
    """The courier takes its time to answer, if it was told to; the news comes by webhook."""
    if parcel["shipment_status_id"] in {8, 16}:
        return
    if parcels.rule("cancelling").get("takes_time"):
        moving.move(parcel["awb"], 16)
    else:
        parcels.call_off(parcel)
        moving.move(parcel["awb"], 8)


def cancel_awbs(request: HttpRequest) -> Record:
    """Call shipments off, if no courier is on the way; the news comes by webhook."""
    awbs = body_of(request).get("awbs")
    if not awbs:
        raise missing("awbs")
    for awb in awbs:
        parcel = parcels.by_awb(str(awb))
        if parcel and parcel["shipment_status_id"] not in _CANCEL_ENDS_WITH:
            _cancel_awb(parcel)
    return {"message": "Bulk Shipment cancellation is in progress. Please wait for some time."}


def pickup_locations(_: HttpRequest) -> Record:
    """The one warehouse."""
    return {
        "data": {
            "shipping_address": [location()],
            "allow_more": "true",
            "is_blackbox_seller": False,
            "company_name": "THIRD BALL",
            "recent_addresses": [],
        }
    }


def wallet_balance(_: HttpRequest) -> Record:
    """What is in the wallet, in rupees."""
    whole, part = divmod(parcels.wallet_paise(), 100)
    return {"data": {"balance_amount": f"{whole}.{part:02d}"}}


def shipment_of(asked: Record) -> Record:
    """The parcel of the one shipment in `shipment_id`."""
    parcel = parcels.by_shipment(one_of(asked, "shipment_id"))
    if parcel is None:
        raise said("Invalid shipment id")
    return parcel
