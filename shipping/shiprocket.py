"""The Shiprocket client: what we ask of the courier service, in our words. Only here and in the
modules beside it are its addresses and field names known."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import requests

from shipping.shiprocket_entities import (
    NEW,
    Awb,
    Courier,
    OrderDetails,
    Parcel,
    ParcelItem,
    ParcelNotNew,
    ParcelOrder,
    Pickup,
    PickupLocation,
    Tracking,
)
from shipping.shiprocket_line import Line, address_at, map_at
from shipping.shiprocket_reading import (
    awb_from,
    balance_from,
    couriers_from,
    order_details_from,
    pickup_from,
    pickup_locations_from,
    tracking_from,
    tracking_from_webhook,
)
from shipping.shiprocket_returns import ReturnCalls
from shipping.shiprocket_token import Tokens
from shipping.shiprocket_wire import (
    AwbAlreadyAssigned,
    PickupRefused,
    ShiprocketDown,
    ShiprocketRefused,
    WalletEmpty,
    refusal,
)
from shipping.shiprocket_writing import as_adhoc_order, kilograms, rupees

__all__ = [
    "AwbAlreadyAssigned",
    "ParcelItem",
    "ParcelNotNew",
    "ParcelOrder",
    "PickupRefused",
    "Shiprocket",
    "ShiprocketDown",
    "ShiprocketRefused",
    "WalletEmpty",
    "tracking_from_webhook",
]
_T = TypeVar("_T")
_AWB = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)


class Shiprocket(ReturnCalls):
    """Orders, AWBs, pickups, papers and tracking at Shiprocket. Success is the id that was asked
    for, never the HTTP code: it says no with 200 as well. Nothing is tried twice in here, save
    once with a fresh token after a 401. Times: connect and read, seconds."""

    def __init__(
        self,
        session: requests.Session,
        base_url: str,
        email: str,
        password: str,
        tokens: Tokens,
        *,
        timeout: tuple[float, float] = (2, 8),
    ) -> None:
        self._line = Line(session, base_url, email, password, tokens, timeout)

    def create_parcel(self, order: ParcelOrder) -> Parcel:
        """Register an order; free of charge. The same reference twice is ParcelNotNew, with the
        parcel of the first time."""
        body = self._line.call("POST", "/orders/create/adhoc", json=as_adhoc_order(order))
        order_id, shipment_id = body.get("order_id"), body.get("shipment_id")
        if not isinstance(order_id, int) or not isinstance(shipment_id, int):
            raise refusal(body)
        parcel = Parcel(order_id, shipment_id)
        if body.get("status_code") != NEW:
            code, words = body.get("status_code") or 0, str(body.get("status") or "")
            raise ParcelNotNew(parcel, code, words, str(body.get("awb_code") or ""))
        return parcel

    def assign_awb(
        self, shipment_id: int, courier_id: int | None = None, *, is_return: bool = False
    ) -> Awb:
        """Let a courier (or Shiprocket's choice) take the shipment; this is what costs money.
        AwbAlreadyAssigned: `order_details` tells which; WalletEmpty: nothing goes out."""
        wanted = {"shipment_id": shipment_id} | ({"courier_id": courier_id} if courier_id else {})
        if is_return:
            wanted["is_return"] = 1
        body = self._line.call("POST", "/courier/assign/awb", json=wanted)
        given = map_at(body, "response", "data")
        if body.get("awb_assign_status") != 1 or not given.get("awb_code"):
            raise refusal(body)
        return awb_from(given)

    def request_pickup(self, shipment_id: int) -> Pickup:
        """Ask the courier to come; asked already is as good."""
        try:
            body = self._line.call(
                "POST", "/courier/generate/pickup", json={"shipment_id": [shipment_id]}
            )
        except ShiprocketRefused as refused:
            if "already in pickup queue" not in refused.reason.lower():
                raise
            return Pickup(None, "")
        if body.get("pickup_status") != 1:
            raise refusal(body)
        return pickup_from(body)

    def label(self, *shipment_ids: int) -> str:
        """The address of the label to print, or of one paper with all; refused until drawn."""
        body = self._line.call(
            "POST", "/courier/generate/label", json={"shipment_id": [*shipment_ids]}
        )
        return address_at(body, "label_url")

    def manifest(self, shipment_id: int, order_id: int) -> str:
        """The address of the paper that the courier signs; made at the first call."""
        try:
            body = self._line.call(
                "POST", "/manifests/generate", json={"shipment_id": [shipment_id]}
            )
        except ShiprocketRefused as refused:
            if "already generated" not in refused.reason.lower():
                raise
            return self.printed_manifest(order_id)
        return address_at(body, "manifest_url")

    def printed_manifest(self, *order_ids: int) -> str:
        """The address of one paper with the manifests of these orders, each made before."""
        body = self._line.call("POST", "/manifests/print", json={"order_ids": [*order_ids]})
        return address_at(body, "manifest_url")

    def couriers(
        self,
        *,
        from_pincode: str,
        to_pincode: str,
        grams: int,
        size_cm: tuple[int, int, int] | None = None,
        declared_paise: int | None = None,
        is_cod: bool = False,
    ) -> list[Courier]:
        """Who would carry a parcel there, the recommended first; empty: nobody. `is_cod`: who
        would collect its price as well; without it each one's `cod` tells that."""
        asked: dict[str, Any] = {
            "pickup_postcode": from_pincode,
            "delivery_postcode": to_pincode,
            "cod": int(is_cod),
            "weight": kilograms(grams),
        }
        if size_cm:
            asked |= dict(zip(("length", "breadth", "height"), size_cm, strict=True))
        if declared_paise is not None:
            asked["declared_value"] = rupees(declared_paise)
        return couriers_from(
            self._line.call("GET", "/courier/serviceability", params=asked, bears=(404,))
        )

    def track(self, awb: str) -> Tracking:
        """Where the parcel is now."""
        return tracking_from(self._line.call("GET", f"/courier/track/awb/{_checked(awb)}"), awb)

    def cancel_order(self, order_id: int) -> None:
        """Call an order off before it has an AWB."""
        self._line.call("POST", "/orders/cancel", json={"ids": [order_id]})

    def cancel_awb(self, awb: str) -> None:
        """Ask to call a shipment off; it is off when its status says so (8 or 45)."""
        self._line.call("POST", "/orders/cancel/shipment/awbs", json={"awbs": [awb]})

    def order_details(self, order_id: int) -> OrderDetails:
        """An order as Shiprocket keeps it, with its AWB if it has one."""
        body = self._line.call("GET", f"/orders/show/{order_id}")
        return _read(order_details_from, body.get("data"), body)

    def order_by_reference(self, reference: str) -> OrderDetails | None:
        """The order under our reference, or None; the newest if there were several."""
        body = self._line.call("GET", "/orders", params={"channel_order_id": reference})
        listed = body.get("data")
        found = [_read(order_details_from, each, body) for each in listed or []]
        ours = [order for order in found if order.reference == reference]
        return max(ours, key=lambda order: order.order_id, default=None)

    def pickup_locations(self) -> list[PickupLocation]:
        """The warehouses that are registered there."""
        return pickup_locations_from(self._line.call("GET", "/settings/company/pickup"))

    def wallet_balance(self) -> int:
        """What is left to pay couriers with, in paise."""
        body = self._line.call("GET", "/account/details/wallet-balance")
        return _read(balance_from, body, body)


def _checked(awb: str) -> str:
    """An AWB that may stand in an address."""
    if not _AWB.fullmatch(awb):
        raise ShiprocketRefused(f"{awb!r} is not an AWB")
    return awb


def _read(read: Callable[[Any], _T], given: Any, body: dict[str, Any]) -> _T:
    try:
        return read(given)
    except ValueError as error:
        raise refusal(body) from error
