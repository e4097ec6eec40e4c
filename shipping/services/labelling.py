"""The labels of many parcels on one paper, and their manifests on another, so that one press
prints them all."""

from collections.abc import Callable, Sequence

from config.errors import Unavailable
from shipping.models import Shipment
from shipping.shiprocket import ShiprocketDown, ShiprocketRefused
from shipping.tokens import client


class NoPaper(Unavailable):
    def __init__(self) -> None:
        super().__init__(
            "Shiprocket does not put these on one paper just now. Print them one by one."
        )


def one_paper(parcels: Sequence[Shipment]) -> str:
    """The address of a paper with the labels of all these parcels. Raises NoPaper."""
    drawn = [parcel for parcel in parcels if parcel.label_url]
    if len(drawn) == 1:
        return _checked(drawn[0].label_url or "")
    return _asked(client().label, [parcel.shiprocket_shipment_id for parcel in drawn])


def one_manifest(parcels: Sequence[Shipment]) -> str:
    """The address of the paper that the courier signs for all these parcels. Raises NoPaper."""
    made = [parcel for parcel in parcels if parcel.manifest_url]
    if len({parcel.manifest_url for parcel in made}) == 1:
        return _checked(made[0].manifest_url or "")
    return _asked(client().printed_manifest, [parcel.shiprocket_order_id for parcel in made])


def _asked(ask: Callable[..., str], ids: Sequence[str | None]) -> str:
    known = [int(each) for each in ids if each and each.isdigit()]
    if not known or len(known) < len(ids):
        raise NoPaper
    try:
        return _checked(ask(*known))
    except (ShiprocketDown, ShiprocketRefused) as no:
        raise NoPaper from no


def _checked(address: str) -> str:
    """An address that a browser may be sent to."""
    if not address.startswith(("https://", "http://")):
        raise NoPaper
    return address
