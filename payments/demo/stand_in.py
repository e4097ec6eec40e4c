"""What the demo asks of the sandbox besides what any shop asks of its vendors: that shoppers pay,
that parcels move, and that all this makes no noise."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests

from config.errors import Unavailable
from payments.demo.orders import ID_PREFIX

TIMEOUT = (2, 10)  # seconds to connect, to read


class SandboxSilent(Unavailable):
    def __init__(self) -> None:
        super().__init__("The sandbox does not answer. Is `manage.py sandbox` running?")


class StandIn:
    """The sandbox's control addresses, found beside the Razorpay that the settings name."""

    def __init__(self, session: requests.Session, razorpay_url: str) -> None:
        parts = urlsplit(razorpay_url)
        here = f"{parts.scheme}://{parts.netloc}"
        self._http, self._url = session, f"{here}/control"
        self.papers_url = f"{here}/shiprocket/papers"

    def forget_everything(self) -> None:
        """Start with an empty ledger."""
        self._post("reset")

    def pay(self, razorpay_order_id: str, **how: Any) -> Mapping[str, str] | None:
        """A shopper's attempt; what Checkout hands to the browser, None if it failed."""
        given: Mapping[str, str] | None = self._post("pay", order_id=razorpay_order_id, **how)[
            "response"
        ]
        return given

    def move(self, awb: str, status_id: int) -> None:
        """The courier scans a parcel."""
        self._post(f"parcels/{awb}/move", status_id=status_id)

    def lay_orders(self, facts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Orders of the past are known at Razorpay; their payments as it tells them."""
        payments: list[dict[str, Any]] = self._post("past/orders", orders=facts)
        return payments

    def lay_parcels(self, facts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Parcels of the past are known at Shiprocket; each as it is now."""
        parcels: list[dict[str, Any]] = self._post("past/parcels", parcels=facts)
        return parcels

    def events(self) -> list[dict[str, Any]]:
        """Every event so far, oldest first."""
        shelves: dict[str, list[dict[str, Any]]] = self._call("GET", "ledger")
        return shelves.get("events", [])

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Inside the block no webhook leaves, and those of the demo's orders never will: all they
        tell is known by then, and the shop may not even be open."""
        self._post("webhooks", mode="hold")
        try:
            yield
        finally:
            for event in self.events():
                if event["state"] == "held" and ID_PREFIX in event["body"]:
                    self._post(f"events/{event['id']}/drop")
            self._post("webhooks", mode="auto")

    def _post(self, path: str, /, **wanted: Any) -> Any:
        return self._call("POST", path, json=wanted)

    def _call(self, method: str, path: str, **given: Any) -> Any:
        try:
            reply = self._http.request(method, f"{self._url}/{path}", timeout=TIMEOUT, **given)
            reply.raise_for_status()
            return reply.json()
        except requests.RequestException as error:
            raise SandboxSilent from error
