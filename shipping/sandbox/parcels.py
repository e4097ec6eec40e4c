"""The parcels of the stand-in: one record for order, shipment and AWB, found by any of them."""

from datetime import timedelta
from typing import Any

from config.money import paise
from shipping.sandbox.ledger import LEDGER, Record
from shipping.sandbox.wire import india_now, india_text

WAREHOUSE = "Pune Warehouse"
STATES = {  # of the order table
    1: "NEW",
    3: "READY TO SHIP",
    4: "PICKUP SCHEDULED",
    5: "CANCELED",
}
FIRST_WALLET_PAISE = 5_000_00


def new_parcel(body: Record) -> Record:
    """Keep an order under ids of Shiprocket's; the record."""
    with LEDGER:
        order_id = LEDGER.number("sr_orders", 16161616)
        shipment_id = LEDGER.number("sr_shipments", 15151515)
        parcel: Record = {
            "order_id": order_id,
            "shipment_id": shipment_id,
            "reference": str(body["order_id"]),
            "order": body,
            "status_code": 1,
            "status": STATES[1],
            "created_at": india_text(india_now()),
            "awb": "",
            "courier_id": None,
            "courier_name": None,
            "rate_paise": 0,
            "collect_paise": collect_paise(body),
            "assigned_at": None,
            "pickup_at": None,
            "pickup_token": None,
            "manifested": False,
            "etd": None,
            "shipment_status_id": None,
            "scans": [],
        }
        LEDGER.put("references", parcel["reference"], {"order_id": order_id})
        LEDGER.put("shipments", str(shipment_id), {"order_id": order_id})
        save(parcel)
        return parcel


def collect_paise(body: Record) -> int:
    """What the courier collects for an order: all that it costs, if it is to be paid in cash."""
    if str(body["payment_method"]).upper() != "COD":
        return 0
    costs = ("sub_total", "shipping_charges", "transaction_charges", "giftwrap_charges")
    total = sum(paise(str(body.get(cost) or 0)) for cost in costs)
    return total - paise(str(body.get("total_discount") or 0))


def save(parcel: Record) -> None:
    """Keep a changed parcel."""
    LEDGER.put("parcels", str(parcel["order_id"]), parcel)


def by_order(order_id: Any) -> Record | None:
    """The parcel of a Shiprocket order id."""
    return LEDGER.get("parcels", str(order_id))


def by_reference(reference: str) -> Record | None:
    """The parcel that was first made under this reference."""
    return _through("references", reference)


def by_shipment(shipment_id: Any) -> Record | None:
    """The parcel of a shipment id."""
    return _through("shipments", str(shipment_id))


def by_awb(awb: str) -> Record | None:
    """The parcel that carries this AWB."""
    return _through("awbs", awb)


def give_awb(parcel: Record, offer: Record) -> Record:
    """Put an AWB on a parcel and take its price from the wallet."""
    with LEDGER:
        awb = new_awb(parcel)
        now = india_now()
        parcel |= {
            "awb": awb,
            "courier_id": offer["courier_company_id"],
            "courier_name": offer["courier_name"],
            "rate_paise": offer["rate"] * 100,
            "assigned_at": india_text(now),
            "etd": india_text(now + timedelta(days=int(offer["estimated_delivery_days"]))),
            "status_code": 3,
            "status": STATES[3],
            "shipment_status_id": 1,
        }
        fill_wallet(wallet_paise() - parcel["rate_paise"])
        save(parcel)
        return parcel


def new_awb(parcel: Record) -> str:
    """A number that no parcel had before, from now on this one's."""
    with LEDGER:
        awb = str(LEDGER.number("awbs", 19041424751540))
        LEDGER.put("awbs", awb, {"order_id": parcel["order_id"]})
        return awb


def call_off(parcel: Record) -> None:
    """Cancel an order; what its AWB cost comes back."""
    with LEDGER:
        if parcel["status_code"] != 5:
            fill_wallet(wallet_paise() + parcel["rate_paise"])
        save(parcel | {"status_code": 5, "status": STATES[5]})


def wallet_paise() -> int:
    """What is left to pay couriers with."""
    known = LEDGER.get("control", "wallet")
    return int(known["paise"]) if known else FIRST_WALLET_PAISE


def fill_wallet(paise: int) -> None:
    """Set what is left."""
    LEDGER.put("control", "wallet", {"paise": paise})


def rule(name: str) -> Record:
    """What a person set on the control page: `refusing` couriers, `unserviceable` pincodes."""
    return LEDGER.get("control", name) or {}


def _through(shelf: str, key: str) -> Record | None:
    found = LEDGER.get(shelf, key)
    return by_order(found["order_id"]) if found else None
