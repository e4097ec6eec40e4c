"""How a parcel is called, here and at Shiprocket, by its order and the number of the attempt.
Pure: the same order and attempt always have the same names, so a repeat is caught by them."""

import re

_AGAIN = re.compile(r"(.+)-R([1-9][0-9]?)", re.ASCII)
_BACK = re.compile(r"(.+)-RET([1-9][0-9]?)(?:-([2-9]))?", re.ASCII)
MOST_FETCHES = 9  # of one return: each has a name of one digit


def shipment_id_of(order_id: str, attempt: int) -> str:
    """The key on our table: `TB-…-1`."""
    return f"{order_id}-{attempt}"


def reference_of(order_id: str, attempt: int) -> str:
    """What Shiprocket knows it by: the order id; after a cancelled parcel, which keeps its
    reference for ever, the order id with `-R1`."""
    return order_id if attempt == 1 else f"{order_id}-R{attempt - 1}"


def return_id_of(order_id: str, number: str, attempt: int) -> str:
    """The key of a parcel that fetches a return: `TB-…-R1`, then `TB-…-R1_2`."""
    return f"{order_id}-{number}" + (f"_{attempt}" if attempt > 1 else "")


def return_reference_of(order_id: str, number: str, attempt: int) -> str:
    """What Shiprocket knows it by: `TB-…-RET1`, then `TB-…-RET1-2`. An order's own second parcel
    is called `TB-…-R1` there."""
    return f"{order_id}-RET{number[1:]}" + (f"-{attempt}" if attempt > 1 else "")


def fetches_in(shipment_id: str | None) -> int:
    """How many parcels were sent for a return whose last one is this; 0 for none."""
    if not shipment_id:
        return 0
    last = shipment_id.rpartition("-")[2].partition("_")[2]
    return int(last) if last.isdigit() else 1


def order_id_in(shipment_id: str) -> str:
    """The order of a shipment that we named."""
    return shipment_id.rpartition("-")[0]


def key_in(reference: str) -> tuple[str, str]:
    """The shipment id and order id that a reference of ours stands for."""
    if back := _BACK.fullmatch(reference):
        return return_id_of(back[1], f"R{back[2]}", int(back[3] or 1)), back[1]
    found = _AGAIN.fullmatch(reference)
    order_id, attempt = (found[1], int(found[2]) + 1) if found else (reference, 1)
    return shipment_id_of(order_id, attempt), order_id
