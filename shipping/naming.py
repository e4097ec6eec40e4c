"""How a parcel is called, here and at Shiprocket, by its order and the number of the attempt.
Pure: the same order and attempt always have the same names, so a repeat is caught by them."""

import re

_AGAIN = re.compile(r"(.+)-R([1-9][0-9]?)", re.ASCII)


def shipment_id_of(order_id: str, attempt: int) -> str:
    """The key on our table: `TB-…-1`."""
    return f"{order_id}-{attempt}"


def reference_of(order_id: str, attempt: int) -> str:
    """What Shiprocket knows it by: the order id; after a cancelled parcel, which keeps its
    reference for ever, the order id with `-R1`."""
    return order_id if attempt == 1 else f"{order_id}-R{attempt - 1}"


def order_id_in(shipment_id: str) -> str:
    """The order of a shipment that we named."""
    return shipment_id.rpartition("-")[0]


def key_in(reference: str) -> tuple[str, str]:
    """The shipment id and order id that a reference of ours stands for."""
    found = _AGAIN.fullmatch(reference)
    order_id, attempt = (found[1], int(found[2]) + 1) if found else (reference, 1)
    return shipment_id_of(order_id, attempt), order_id
