"""What the stand-in's couriers ask for a parcel: by distance, weight and haste."""

from datetime import timedelta

from shipping.sandbox.ledger import Record
from shipping.sandbox.parcels import rule
from shipping.sandbox.wire import india_now

# id, name, rupees for the first half kilo, rupees for each further one, days, by road, for cash
_COURIERS = (
    (43, "Delhivery Surface", 54, 24, 4, True, True),
    (51, "Xpressbees Surface", 49, 22, 5, True, True),
    (142, "Amazon Surface", 58, 25, 3, True, False),
    (10, "Delhivery Air", 89, 48, 2, False, True),
)
# Nobody goes to the army's post offices, to Tawang, the Nicobars and Lakshadweep.
_NOWHERE = ("0", "9", "790", "7443", "68255")
_NO_CASH = ("19", "737", "744", "79")  # Kashmir, Sikkim, the Andamans, the hills of the North-East


def offers(pincode: str, kilograms: float, *, for_cash: bool = False) -> list[Record]:
    """Who would go there, the cheapest first, or only those who collect money; empty: nobody."""
    is_pincode = pincode.isascii() and pincode.isdigit() and len(pincode) == 6
    if not is_pincode or pincode.startswith(_NOWHERE):
        return []
    if pincode in rule("unserviceable").get("pincodes", []):
        return []
    found = [_offer(courier, pincode, kilograms) for courier in _COURIERS]
    found = [offer for offer in found if offer["cod"] or not for_cash]
    return sorted(found, key=lambda offer: int(offer["rate"]))


def _offer(
    courier: tuple[int, str, int, int, int, bool, bool], pincode: str, kilograms: float
) -> Record:
    number, name, first, further, days, by_road, for_cash = courier
    halves = max(1, -(-int(kilograms * 1000) // 500))
    zones = abs(int(pincode[0]) - 4)  # Pune is in zone 4
    rate = first + further * (halves - 1) + 7 * zones
    days = 1 if pincode.startswith("411") else days + zones // 2
    return {
        **_ALWAYS,
        "charge_weight": halves / 2,
        "cod": int(for_cash and not pincode.startswith(_NO_CASH)),
        "courier_company_id": number,
        "courier_name": name,
        "estimated_delivery_days": str(days),
        "etd": (india_now() + timedelta(days=days)).strftime("%b %d, %Y"),
        "etd_hours": days * 24,
        "freight_charge": rate,
        "id": 459245900 + number,
        "is_surface": by_road,
        "postcode": pincode,
        "rate": rate,
        "rto_charges": rate,
        "surface_max_weight": "20.00" if by_road else "0.00",
        "air_max_weight": "0.00" if by_road else "20.00",
        "mode": 0 if by_road else 1,
    }


_ALWAYS: Record = {
    **dict.fromkeys(
        (
            "base_weight",
            "cost",
            "description",
            "edd",
            "pickup_priority",
            "rank",
            "suppress_date",
            "suppress_text",
        ),
        "",
    ),
    **dict.fromkeys(("base_courier_id", "suppression_dates", "volumetric_max_weight")),
    **dict.fromkeys(
        (
            "assured_amount",
            "blocked",
            "cod_charges",
            "cod_multiplier",
            "coverage_charges",
            "entry_tax",
            "is_custom_rate",
            "is_international",
            "local_region",
            "metro",
            "new_edd",
            "other_charges",
            "pickup_supress_hours",
            "qc_courier",
            "seconds_left_for_pickup",
        ),
        0,
    ),
    **dict.fromkeys(("is_hyperlocal", "odablock", "secure_shipment_disabled"), False),
    "call_before_delivery": "Available",
    "city": "",
    "state": "",
    "courier_type": "0",
    "cutoff_time": "11:00",
    "delivery_boy_contact": "Not Available",
    "delivery_performance": 5,
    "is_rto_address_available": True,
    "min_weight": 0.5,
    "others": "{}",
    "pickup_availability": "0",
    "pickup_performance": 4.7,
    "pod_available": "Instant",
    "rating": 4.6,
    "realtime_tracking": "Real Time",
    "region": 1,
    "rto_performance": 5,
    "ship_type": 1,
    "tracking_performance": 5,
    "weight_cases": 4.6,
    "zone": "z_e",
}
