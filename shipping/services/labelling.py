"""The labels of many parcels on one paper, so that one press prints them all."""

from collections.abc import Sequence

from config.errors import Unavailable
from shipping.models import Shipment
from shipping.shiprocket import ShiprocketDown, ShiprocketRefused
from shipping.tokens import client


class NoPaper(Unavailable):
    def __init__(self) -> None:
        super().__init__(
            "Shiprocket does not put these labels on one paper just now. Print them one by one."
        )


def one_paper(parcels: Sequence[Shipment]) -> str:
    """The address of a paper with the labels of all these parcels. Raises NoPaper."""
    drawn = [parcel for parcel in parcels if parcel.label_url]
    if len(drawn) == 1:
        return _checked(drawn[0].label_url or "")
    ids = [int(parcel.shiprocket_shipment_id) for parcel in drawn if parcel.shiprocket_shipment_id]
    if len(ids) < len(drawn) or not ids:
        raise NoPaper
    try:
        return _checked(client().label(*ids))
    except (ShiprocketDown, ShiprocketRefused) as no:
        raise NoPaper from no


def _checked(address: str) -> str:
    """An address that a browser may be sent to."""
    if not address.startswith(("https://", "http://")):
        raise NoPaper
    return address
