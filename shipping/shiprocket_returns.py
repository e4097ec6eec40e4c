"""The calls of the Shiprocket client that are about parcels which come back from a customer."""

from shipping.shiprocket_entities import OrderDetails, Parcel, ReturnOrder
from shipping.shiprocket_line import Line
from shipping.shiprocket_reading import return_details_from
from shipping.shiprocket_wire import ShiprocketRefused, refusal
from shipping.shiprocket_writing import as_return_order


class ReferenceTaken(ShiprocketRefused):
    """Shiprocket has a return under this reference: `return_by_reference` tells which."""


class ReturnCalls:
    """Returns at Shiprocket. A return's reference is not de-duplicated there as an order's is."""

    _line: Line

    def create_return(self, order: ReturnOrder) -> Parcel:
        """Register a return; free of charge. The same reference twice is ReferenceTaken."""
        try:
            body = self._line.call("POST", "/orders/create/return", json=as_return_order(order))
        except ShiprocketRefused as no:
            if "already been taken" in no.reason.lower():
                raise ReferenceTaken(no.reason) from no
            raise
        order_id, shipment_id = body.get("order_id"), body.get("shipment_id")
        if not isinstance(order_id, int) or not isinstance(shipment_id, int):
            raise refusal(body)
        return Parcel(order_id, shipment_id)

    def return_by_reference(self, reference: str) -> OrderDetails | None:
        """The return under our reference, or None; the newest if there were several."""
        asked = {"search": reference, "per_page": 50}
        body = self._line.call("GET", "/orders/processing/return", params=asked)
        ours = []
        for each in body.get("data") or []:
            try:
                found = return_details_from(each)
            except ValueError as error:
                raise refusal(body) from error
            if found.reference == reference:
                ours.append(found)
        return max(ours, key=lambda order: order.order_id, default=None)
