"""Parcels from before the stand-in was there, for a demo with a past. Nobody is told of them."""

from datetime import datetime

from shipping.sandbox import moving, parcels
from shipping.sandbox.control import order_of_json
from shipping.sandbox.ledger import LEDGER, Record
from shipping.sandbox.wire import india_text


@order_of_json
def lay_parcels(wanted: Record) -> list[Record]:
    """`{"parcels": [{"order": an adhoc order's body, "courier_id", "courier_name", "rate_paise",
    "at", "pickup_at", "etd", "scans": [[number, moment]]}]}`, moments in ISO; one that is known is
    left. Each as it is now: `order_id`, `shipment_id`, `awb`, `tracking`. No wallet pays for it."""
    with LEDGER:
        return [_told(_laid(each)) for each in wanted["parcels"]]


def _laid(wanted: Record) -> Record:
    known = parcels.by_reference(str(wanted["order"]["order_id"]))
    if known is not None:
        return known
    parcel = parcels.new_parcel(wanted["order"])
    awb, at = parcels.new_awb(parcel), _local(wanted["at"])
    parcel |= {name: wanted[name] for name in ("courier_id", "courier_name", "rate_paise", "etd")}
    parcel |= {"awb": awb, "created_at": at, "assigned_at": at, "manifested": True}
    parcel |= {"pickup_at": _local(wanted["pickup_at"]), "status_code": 4, "shipment_status_id": 1}
    parcel |= {"status": parcels.STATES[4], "pickup_token": f"Reference No: {awb[-6:]}"}
    for number, moment in wanted["scans"]:
        moving.scanned(parcel, int(number), at=_local(moment))
    parcels.save(parcel)
    return parcel


def _told(parcel: Record) -> Record:
    ids = {name: parcel[name] for name in ("order_id", "shipment_id", "awb")}
    return {**ids, "tracking": moving.tracking(parcel)}


def _local(moment: str) -> str:
    return india_text(datetime.fromisoformat(moment))
