"""A parcel on its way: scans, tracking answers, and the webhook with its whole history."""

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from shipping.sandbox import parcels
from shipping.sandbox.ledger import LEDGER, Record
from shipping.sandbox.post import OFFICE
from shipping.sandbox.wire import INDIA, india_now, india_text
from shipping.status_map import LABELS

WEBHOOK_PATH = "/shipping/tracking/webhook"
# The same news in the order table: other numbers, as Shiprocket sends them.
_ORDER_TABLE = {
    1: 3,
    3: 4,
    6: 6,
    7: 7,
    8: 5,
    9: 15,
    10: 16,
    12: 33,
    13: 14,
    14: 17,
    15: 13,
    16: 18,
    17: 19,
    18: 20,
    19: 34,
    20: 35,
    21: 36,
    22: 37,
    23: 38,
    24: 39,
    25: 40,
    38: 43,
    39: 44,
    40: 46,
    41: 45,
    42: 51,
    44: 53,
    45: 54,
    46: 55,
    76: 88,
    77: 89,
    78: 90,
}
_PICKED = 42
_AT_THE_DOOR = {7, 17, 21, 38, 77}
_WHERE = {
    42: "Pune_Shivajinagar_D (Maharashtra)",
}
# What the control page offers next, by the shipment status that a parcel has.
NEXT: dict[int | None, tuple[int, ...]] = {
    None: (),
    1: (19, 42, 8, 12),
    3: (19, 42, 20, 8, 12),
    19: (42, 20),
    20: (19, 42, 8),
    42: (18, 6, 12),
    6: (18, 12),
    18: (38, 17, 39, 22, 12, 9),
    39: (18, 12),
    22: (18, 17),
    38: (17, 12),
    17: (7, 21, 12),
    21: (17, 7, 9),
    9: (46, 10, 12),
    46: (10, 12),
}


def move(awb: str, status_id: int, **scan: Any) -> Record:
    """Give a parcel one more scan and post the webhook. `scan`: `activity`, `location`, `at`
    ('YYYY-MM-DD HH:MM:SS', Indian time), `current_status_id` for a number of the other table."""
    with LEDGER:
        parcel = parcels.by_awb(awb)
        if parcel is None:
            raise ValueError("no parcel has this AWB")
        scanned(parcel, status_id, **scan)
        parcels.save(parcel)
        body = _event(parcel)
        text = json.dumps(body, ensure_ascii=False)
        name = parcel["status"]
        OFFICE.post(vendor="shiprocket", name=name, path=WEBHOOK_PATH, subject=awb, body=text)
        return parcel


def scanned(parcel: Record, status_id: int, **scan: Any) -> None:
    """Put one more scan on a parcel's record; `scan` as of `move`. Nobody is told."""
    label = LABELS.get(status_id, "Unknown").upper()
    parcel["scans"].append(
        {
            "date": scan.get("at") or india_text(india_now()),
            "status": f"X-{status_id}",
            "activity": scan.get("activity") or label.capitalize(),
            "location": scan.get("location") or _where(parcel, status_id),
            "sr-status": str(status_id),
            "sr-status-label": label,
        }
    )
    order_status = int(scan.get("current_status_id") or _ORDER_TABLE.get(status_id, 20))
    parcel |= {
        "shipment_status_id": status_id,
        "status_code": order_status,
        "status": label,
    }


def _where(parcel: Record, status_id: int) -> str:
    """Near the shopper the courier names the town, elsewhere its hubs."""
    if parcel.get("is_return"):  # fetched there, brought here
        return str(parcel["order"]["billing_city"]) if status_id == _PICKED else "Pune"
    if status_id in _AT_THE_DOOR:
        return str(parcel["order"]["billing_city"])
    return _WHERE.get(status_id, "Bhiwandi_Mega_GW")


def track_awb(_: HttpRequest, awb: str) -> Record:
    """Tracking by AWB."""
    return tracking(parcels.by_awb(awb))


def track_shipment(_: HttpRequest, shipment_id: str) -> Record:
    """Tracking by shipment id."""
    return tracking(parcels.by_shipment(shipment_id))


def _event(parcel: Record) -> Record:
    label = parcel["status"]
    last = datetime.strptime(parcel["scans"][-1]["date"], "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007
    return {
        "awb": parcel["awb"],
        "courier_name": parcel["courier_name"],
        "current_status": label,
        "current_status_id": parcel["status_code"],
        "shipment_status": label,
        "shipment_status_id": parcel["shipment_status_id"],
        "current_timestamp": last.replace(tzinfo=INDIA).strftime("%d %m %Y %H:%M:%S"),
        "order_id": parcel["reference"],
        "sr_order_id": parcel["order_id"],
        "awb_assigned_date": parcel["assigned_at"],
        "pickup_scheduled_date": parcel["pickup_at"],
        "etd": parcel["etd"],
        "scans": parcel["scans"],
        "is_return": int(bool(parcel.get("is_return"))),
        "channel_id": 76893,
        "pod_status": "OTP Based Delivery",
        "pod": "Not Available",
        "qc_image": "",
        "qc_failure_reason": "",
    }


def tracking(parcel: Record | None) -> Record:
    """What is told of a parcel that is asked for."""
    if parcel is None or not parcel["scans"]:
        words = "Aahh! There is no activities found in our DB. Please have some patience it will"
        return {"tracking_data": {"track_status": 0, "error": f"{words} be updated soon."}}
    return {
        "tracking_data": {
            "track_status": 1,
            "shipment_status": parcel["shipment_status_id"],
            "shipment_track": [_track(parcel)],
            "shipment_track_activities": list(reversed(parcel["scans"])),
            "track_url": f"https://shiprocket.co//tracking/{parcel['awb']}",
            "etd": parcel["etd"],
            "qc_response": {"qc_image": "", "qc_failed_reason": ""},
        }
    }


def _track(parcel: Record) -> Record:
    when = {scan["sr-status"]: scan["date"] for scan in parcel["scans"]}
    order = parcel["order"]
    return {
        "id": parcel["shipment_id"],
        "awb_code": parcel["awb"],
        "courier_company_id": parcel["courier_id"],
        "shipment_id": parcel["shipment_id"],
        "order_id": parcel["order_id"],
        "pickup_date": when.get("42"),
        "delivered_date": when.get("7"),
        "weight": f"{order['weight']:.2f}",
        "packages": 1,
        "current_status": parcel["scans"][-1]["sr-status-label"],
        "delivered_to": order["billing_city"],
        "destination": order["billing_city"],
        "consignee_name": "",
        "origin": "Pune",
        "courier_agent_details": None,
        "courier_name": parcel["courier_name"],
        "edd": None,
        "pod": "Available" if "7" in when else "Not Available",
        "pod_status": "",
    }
