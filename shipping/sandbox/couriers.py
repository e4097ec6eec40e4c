"""Who carries: serviceability, AWB, pickup, label and manifest."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest

from shipping.sandbox import parcels
from shipping.sandbox.api import all_of, missing, one_of, said
from shipping.sandbox.ledger import LEDGER, Record
from shipping.sandbox.offers import offers
from shipping.sandbox.orders import shipment_of
from shipping.sandbox.shapes import assigned, date_with_zone, envelope
from shipping.sandbox.wire import body_of, india_now, india_text

_EMPTY_WALLET = "Please recharge your ShipRocket wallet. The minimum required balance is Rs 100"
LEAST_WALLET_PAISE = 100_00


def serviceability(request: HttpRequest) -> Record:
    """Who would carry a parcel there, and for how much."""
    asked = request.GET
    lacking = [name for name in ("cod", "weight") if not asked.get(name)]
    if not asked.get("order_id") and lacking:
        raise missing(*lacking)
    try:
        weight, for_cash = float(asked.get("weight", 0.5)), asked.get("cod") == "1"
        found = offers(asked["delivery_postcode"], weight, for_cash=for_cash)
    except (KeyError, ValueError):
        raise missing("delivery_postcode") from None
    if not found:
        return {"status": 404, "message": "Delivery postcode not serviceable"}
    return envelope(found)


def assign_awb(request: HttpRequest) -> Record:
    """Put an AWB on a shipment; it says no with 200."""
    asked = body_of(request)
    if not asked.get("shipment_id"):
        raise missing("shipment_id")
    with LEDGER:
        parcel = parcels.by_shipment(asked["shipment_id"])
        if parcel is None or parcel["status_code"] == 5:
            return _no_awb("Delivery pincode is empty, Customer phone is empty")
        if parcel["awb"]:
            return _no_awb("AWB is already assigned")
        order = parcel["order"]
        for_cash = parcel["collect_paise"] > 0
        found = offers(str(order["billing_pincode"]), float(order["weight"]), for_cash=for_cash)
        return _assign(parcel, found, asked.get("courier_id"))


def _assign(parcel: Record, found: list[Record], courier_id: Any) -> Record:
    wanted = [o for o in found if courier_id in (None, o["courier_company_id"])]
    if not wanted:
        return _no_awb("Delivery postcode not serviceable for this courier")
    offer = wanted[0]
    refusing = parcels.rule("refusing").get(str(offer["courier_company_id"]))
    if refusing:
        return _no_awb(refusing)
    if parcels.wallet_paise() < max(LEAST_WALLET_PAISE, offer["rate"] * 100):
        return {"status_code": 350, "message": _EMPTY_WALLET}
    return assigned(parcels.give_awb(parcel, offer))


def generate_pickup(request: HttpRequest) -> Record:
    """Ask the courier to come the next working day."""
    with LEDGER:
        parcel = shipment_of(body_of(request))
        if not parcel["awb"]:
            raise said("Awb not Assigned")
        if parcel["pickup_at"]:
            raise said("Already in Pickup Queue.")
        coming = (india_now() + timedelta(days=1)).replace(hour=11, minute=0, second=0)
        coming += timedelta(days=coming.weekday() == 6)  # not on a Sunday
        token = f"Reference No: 194_THIRDBALL {LEDGER.number('pickups', 1966840)}"
        state = {"status_code": 4, "status": parcels.STATES[4], "shipment_status_id": 3}
        parcels.save(parcel | state | {"pickup_at": india_text(coming), "pickup_token": token})
    return {
        "pickup_status": 1,
        "response": {
            "pickup_scheduled_date": india_text(coming),
            "pickup_token_number": token,
            "status": 3,
            "others": "{}",
            "pickup_generated_date": date_with_zone(),
            "data": f"Pickup is confirmed by {parcel['courier_name']} For AWB :- {parcel['awb']}",
        },
    }


def generate_label(request: HttpRequest) -> Record:
    """The address of the label, or of one paper with several; 200 without if there is no AWB."""
    ids = all_of(body_of(request), "shipment_id")
    found = [parcels.by_shipment(shipment_id) for shipment_id in ids]
    ready = [parcel for parcel in found if parcel is not None and parcel["awb"]]
    if not ready:
        words = "No valid shipment ids to print label"
        return {"label_created": 0, "not_created": [], "response": words}
    return {
        "label_created": 1,
        "label_url": _paper(request, "label", *ready),
        "response": "Label has been created and uploaded successfully!",
        "not_created": sorted({*ids} - {parcel["shipment_id"] for parcel in ready}),
    }


def generate_manifest(request: HttpRequest) -> Record:
    """The address of the manifest, once."""
    shipment_id = one_of(body_of(request), "shipment_id")
    with LEDGER:
        parcel = parcels.by_shipment(shipment_id)
        if parcel is None or not parcel["awb"]:
            return {"status": 1, "manifest_url": ""}
        if parcel["manifested"]:
            words = "Manifest already generated for some shipment_ids, Please try again after"
            again: Record = {"already_manifested_shipment_ids": [shipment_id]}
            raise said(f"{words} removin them", **again)
        parcels.save(parcel | {"manifested": True})
    return {"status": 1, "manifest_url": _paper(request, "manifest", parcel)}


def print_manifest(request: HttpRequest) -> Record:
    """The address of one paper with manifests that were made before."""
    found = [parcels.by_order(each) for each in all_of(body_of(request), "order_ids")]
    made = [parcel for parcel in found if parcel is not None and parcel["manifested"]]
    if not made or len(made) < len(found):
        raise said("Manifest not generated yet")
    return {"manifest_url": _paper(request, "manifest", *made)}


def _paper(request: HttpRequest, kind: str, *on_it: Record) -> str:
    ids = "-".join(str(parcel["shipment_id"]) for parcel in on_it)
    return f"http://{request.get_host()}/shiprocket/papers/{kind}/{ids}"


def _no_awb(reason: str) -> Record:
    return {"awb_assign_status": 0, "response": {"data": {"awb_assign_error": reason}}}
