"""Which courier takes a parcel: the one that staff chose, else Shiprocket's choice; and where that
one refuses, another that costs not much more. Every refusal is kept in its own words."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from pynamodb.exceptions import UpdateError

from config import clock
from config.dynamo import refused, write
from config.money import rupees
from shipping import queries
from shipping.errors import BeingDispatched
from shipping.models import Refusal, Shipment
from shipping.parcels import box_from
from shipping.services.leases import Lease
from shipping.services.offering import Offer, offers_to
from shipping.shiprocket import (
    AwbAlreadyAssigned,
    ShiprocketDown,
    ShiprocketRefused,
    WalletEmpty,
)
from shipping.shiprocket_entities import Awb
from shipping.tokens import client

log = logging.getLogger(__name__)
MOST_OTHERS = 2  # each is a call more while the step is held
MOST_REFUSALS = 20
# What the next courier may cost, measured by the one that refused: half as much again. Whoever
# chose a price should not get a surprise; a dearer one is named for a person to choose.
MORE_AT_MOST = (3, 2)
SHIPROCKET = "Shiprocket"


@dataclass(frozen=True)
class Taken:
    """The AWB of a parcel and what it costs, None where Shiprocket did not say."""

    awb: Awb
    rate_paise: int | None


def have_awb(lease: Lease, *, look_first: Callable[[], object]) -> Taken:
    """An AWB of the courier that is wanted or, where it refuses, of one of the next in
    Shiprocket's list (failures.md E3). `look_first` is asked before: a parcel that was called off
    over there is refused with misleading words (E2). Raises every refusal in one where they all
    do; WalletEmpty and AwbAlreadyAssigned at once."""
    offers = offers_of(lease.shipment)
    wanted = _number(lease.shipment.wanted_courier_id)
    first = next((each for each in offers if each.courier_id == wanted), None)
    try:
        return _ask(lease, offers, wanted)
    except ShiprocketRefused as no:
        if isinstance(no, WalletEmpty | AwbAlreadyAssigned):
            raise
        try:
            look_first()
        except (ShiprocketDown, ShiprocketRefused):
            log.info("Whether %s lives is not known", lease.shipment.shipment_id)
        if wanted is None and offers:
            first = offers[0]
        return _ask_others(lease, offers, first, no)


def offers_of(shipment: Shipment) -> list[Offer]:
    """Who would carry the parcel; nobody where Shiprocket cannot be asked."""
    pincode = (shipment.shipping_address or {}).get("pincode", "")
    if not shipment.parcel or not pincode:
        return []
    is_cod = queries.order_of(shipment).is_cod
    return offers_to(pincode, box_from(shipment.parcel), is_cod=is_cod)


def taken_before(shipment: Shipment, code: str, courier_name: str) -> Taken:
    """An AWB that was there already, told by its number and its courier's name only."""
    named = [each for each in offers_of(shipment) if each.name == courier_name]
    offer = named[0] if named else None
    awb = Awb(code, offer.courier_id if offer else 0, courier_name, None)
    return Taken(awb, offer.rate_paise if offer else None)


def _ask_others(
    lease: Lease, offers: list[Offer], first: Offer | None, refusal: ShiprocketRefused
) -> Taken:
    reasons = [f"{first.name}: {refusal.reason}" if first else refusal.reason]
    others = [each for each in offers if first is None or each.courier_id != first.courier_id]
    near = [each for each in others if first is None or _is_near(each, first)]
    for other in near[:MOST_OTHERS]:
        try:
            return _ask(lease, offers, other.courier_id)
        except ShiprocketRefused as no:
            if isinstance(no, WalletEmpty | AwbAlreadyAssigned):
                raise
            reasons.append(f"{other.name}: {no.reason}")
    if dear := [each for each in others if each not in near]:
        cheapest = min(dear, key=lambda each: each.rate_paise)
        reasons.append(f"{cheapest.name} would cost {rupees(cheapest.rate_paise)}: choose it then")
    raise ShiprocketRefused("; ".join(dict.fromkeys(reasons))) from refusal


def _is_near(other: Offer, first: Offer) -> bool:
    more, than = MORE_AT_MOST
    return other.rate_paise * than <= first.rate_paise * more


def _ask(lease: Lease, offers: list[Offer], courier_id: int | None) -> Taken:
    """Ask one courier (None: Shiprocket's choice). Its refusal is written down, then raised."""
    shipment_id = int(lease.shipment.shiprocket_shipment_id or 0)
    try:
        awb = client().assign_awb(shipment_id, courier_id)
    except AwbAlreadyAssigned:
        raise
    except ShiprocketRefused as no:
        is_its_own = isinstance(no, WalletEmpty)
        _keep(lease, SHIPROCKET if is_its_own else _name(offers, courier_id), no.reason)
        raise
    rates = [each.rate_paise for each in offers if each.courier_id == awb.courier_id]
    return Taken(awb, rates[0] if rates else None)


def _name(offers: list[Offer], courier_id: int | None) -> str:
    named = [each.name for each in offers if courier_id in (None, each.courier_id)]
    return named[0] if named else "Shiprocket's choice"


def _keep(lease: Lease, courier: str, text: str) -> None:
    """Write a refusal on the shipment. BeingDispatched if somebody took the step over."""
    parcel = lease.shipment
    kept = [*(parcel.refusals or ()), Refusal(at=clock.now(), courier=courier, text=text)]
    action = Shipment.refusals.set(kept[-MOST_REFUSALS:])
    try:
        write(lambda: parcel.update(actions=[action], condition=lease.is_ours))
    except UpdateError as error:
        if not refused(error):
            raise
        raise BeingDispatched(parcel.order_id) from error


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
