"""Shiprocket's longer answers, field by field as published."""

from datetime import timedelta
from typing import Any

from shipping.sandbox.ledger import Record
from shipping.sandbox.parcels import WAREHOUSE, rule
from shipping.sandbox.wire import india_now, india_text


def date_with_zone() -> Record:
    """The present, as PHP writes a date out."""
    now = india_now()
    return {"date": f"{india_text(now)}.000000", "timezone_type": 3, "timezone": "Asia/Kolkata"}


def assigned(parcel: Record) -> Record:
    """The answer to an assignment that worked."""
    told = {
        "courier_company_id": parcel["courier_id"],
        "awb_code": parcel["awb"],
        "cod": int(parcel.get("collect_paise", 0) > 0),
        "order_id": parcel["order_id"],
        "shipment_id": parcel["shipment_id"],
        "awb_code_status": 1,
        "assigned_date_time": date_with_zone(),
        "applied_weight": parcel["order"]["weight"],
        "company_id": 25149,
        "courier_name": parcel["courier_name"],
        "child_courier_name": None,
        "pickup_scheduled_date": india_text(india_now() + timedelta(days=1)),
        "routing_code": "",
        "rto_routing_code": "",
        "invoice_no": f"retail{parcel['order_id']}",
        "transporter_id": "",
        "transporter_name": "",
        "shipped_by": _shipped_by(),
    }
    return {"awb_assign_status": 1, "response": {"data": told}}


def _shipped_by() -> Record:
    here = location()
    named = {
        "company_name": here["name"],
        "address_1": here["address"],
        "address_2": here["address_2"],
        "city": here["city"],
        "state": here["state"],
        "country": here["country"],
        "postcode": here["pin_code"],
        "phone": here["phone"],
        "email": here["email"],
    }
    from_us = {f"shipper_{part}": text for part, text in named.items()}
    back = {f"rto_{part}": text for part, text in named.items()}
    more = {"shipper_first_mile_activated": 0, "lat": here["lat"], "long": here["long"]}
    return from_us | back | more


def envelope(found: list[Record]) -> Record:
    """The answer to serviceability, the best offer first."""
    best = found[0]["courier_company_id"]
    return {
        "company_auto_shipment_insurance_setting": False,
        "covid_zones": {"delivery_zone": None, "pickup_zone": None},
        "currency": "INR",
        "data": {
            "available_courier_companies": found,
            "blocked_courier_companies": [],
            "child_courier_id": None,
            "is_recommendation_enabled": 1,
            "recommendation_advance_rule": 0,
            "recommended_by": {"id": 6, "title": "Recommendation By Shiprocket"},
            "recommended_courier_company_id": best,
            "shiprocket_recommended_courier_id": best,
        },
        "dg_courier": 0,
        "eligible_for_insurance": False,
        "insurace_opted_at_order_creation": False,
        "is_allow_templatized_pricing": True,
        "is_latlong": 0,
        "is_old_zone_opted": False,
        "is_zone_from_mongo": True,
        "label_generate_type": 2,
        "on_new_zone": 2,
        "seller_address": [],
        "status": 200,
        "user_insurance_manadatory": False,
    }


def location() -> Record:
    """The warehouse as `settings/company/pickup` tells it."""
    unknown: dict[str, Any] = dict.fromkeys(
        (
            "address_type",
            "gstin",
            "vendor_name",
            "open_time",
            "close_time",
            "warehouse_code",
            "associated_rto_address",
        )
    )
    empty = dict.fromkeys(
        ("old_address", "old_address2", "tag", "tag_value", "instruction", "alternate_phone"), ""
    )
    numbers = {"id": 4984500, "company_id": 25149, "rto_address_id": 4984500, "status": 2}
    flags = {"phone_verified": 1, "is_first_mile_pickup": 0, "is_primary_location": 1}
    return (
        unknown
        | empty
        | numbers
        | flags
        | {
            "pickup_location": WAREHOUSE,
            "address": "Plot 12, Shivajinagar",
            "address_2": "",
            "updated_address": False,
            "city": "Pune",
            "state": "Maharashtra",
            "country": "India",
            "pin_code": "411005",
            "email": "warehouse@thirdball.example",
            "phone": "9876500000",
            "name": "Third Ball",
            "lat": "18.5308",
            "long": "73.8475",
            "lat_long_status": 1,
            "new": 1,
        }
        | rule("warehouse")
    )
