"""A courier's office for tests in which our side falls over: Shiprocket's answers by `responses`,
with a ledger that shows what was really made there, and what it cost."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests
import responses
from django.conf import settings

CANCELLED = {"status": "CANCELED", "status_code": 5}
REQUESTED = {"status": "CANCELLATION REQUESTED", "status_code": 18}
NEW = {"status": "NEW", "status_code": 1}
NO_WALLET = {"status_code": 350, "message": "Please recharge your ShipRocket wallet."}
NO_COURIER = {
    "awb_assign_status": 0,
    "response": {"data": {"awb_assign_error": "No courier serves this pincode"}},
}
NO_LABEL = {"label_created": 0, "response": "Label is being generated"}
NO_PICKUP = {"pickup_status": 0, "message": "Pickup cut-off is over"}
QUEUED = (400, {"message": "Already in Pickup Queue.", "status_code": 400})
WAREHOUSE = {"pickup_location": "Pune Warehouse", "pin_code": 411005, "phone_verified": 1}
Answer = tuple[int, dict[str, str], str]


class Killed(BaseException):
    """`kill -9`: nothing of ours runs after it, no handler and no clean-up."""


def down() -> None:
    """No answer."""
    raise requests.ConnectionError("nobody answers")


def kill() -> None:
    """Our process dies."""
    raise Killed


@dataclass
class Office:
    """What Shiprocket has, and what it is told to do at the next calls: `before[step]` is done
    instead of acting, `after[step]` once it has acted, `says[step]` is answered. Each is used
    once, save the answers in `always`."""

    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    before: dict[str, Callable[[], None]] = field(default_factory=dict)
    after: dict[str, Callable[[], None]] = field(default_factory=dict)
    says: dict[str, Any] = field(default_factory=dict)
    always: dict[str, Any] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    tracked: dict[str, dict[str, Any]] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    couriers: dict[int, str] = field(default_factory=dict)  # the first is its own choice
    rates: dict[int, float] = field(default_factory=dict)
    refusing: dict[int, str] = field(default_factory=dict)
    warehouse: dict[str, Any] = field(default_factory=lambda: dict(WAREHOUSE))
    answers_later: bool = False  # whether a cancel is only requested for now

    @property
    def awbs(self) -> list[str]:
        """Every AWB that was ever paid for."""
        return [awb for order in self.orders.values() for awb in order["paid_awbs"]]

    def order(self, order_id: int) -> dict[str, Any]:
        return next(each for each in self.orders.values() if each["order_id"] == order_id)

    def of_shipment(self, shipment_id: int) -> dict[str, Any]:
        return self.order(shipment_id - 5000)

    # --- what it does ------------------------------------------------------------------------

    def login(self, told: dict[str, Any]) -> Any:
        return {"token": "jwt"}

    def create(self, told: dict[str, Any]) -> Any:
        self.sent.append(told)
        number = 1001 + len(self.orders)
        fresh = NEW | {"order_id": number, "shipment_id": number + 5000, "awb": "", "paid_awbs": []}
        return dict(self.orders.setdefault(told["order_id"], fresh))

    def awb(self, told: dict[str, Any]) -> Any:
        order = self.of_shipment(told["shipment_id"])
        if order["status_code"] == 5:
            return 422, {"message": "Delivery pincode is empty"}
        if order["awb"]:
            error = {"awb_assign_error": "AWB is already assigned"}
            return {"awb_assign_status": 0, "response": {"data": error}}
        courier_id = told.get("courier_id") or next(iter(self.couriers), 51)
        if courier_id in self.refusing:
            error = {"awb_assign_error": self.refusing[courier_id]}
            return {"awb_assign_status": 0, "response": {"data": error}}
        order |= {"awb": f"1490{order['order_id']}", "status_code": 3, "status": "READY TO SHIP"}
        order["paid_awbs"].append(order["awb"])
        name = self.couriers.get(courier_id, "Delhivery")
        given = {"awb_code": order["awb"], "courier_company_id": courier_id, "courier_name": name}
        return {"awb_assign_status": 1, "response": {"data": given}}

    def pickup(self, told: dict[str, Any]) -> Any:
        when = {"pickup_scheduled_date": "2026-11-24 14:00:00", "pickup_token_number": "P1"}
        return {"pickup_status": 1, "response": when}

    def label(self, told: dict[str, Any]) -> Any:
        return {"label_created": 1, "label_url": "https://labels.example/1.pdf"}

    def show(self, order_id: str) -> Any:
        order = self.order(int(order_id))
        shipment = {"id": order["shipment_id"], "awb": order["awb"], "courier": "Delhivery"}
        return {"data": {"id": order["order_id"], "shipments": shipment} | _status(order)}

    def find(self, asked: dict[str, str]) -> Any:
        reference = asked["channel_order_id"]
        order = self.orders.get(reference)
        if order is None:
            return {"data": []}
        shipment = {"id": order["shipment_id"], "awb": order["awb"]}
        ids = {"id": order["order_id"], "channel_order_id": reference, "shipments": [shipment]}
        return {"data": [ids | _status(order)]}

    def cancel(self, told: dict[str, Any]) -> Any:
        order = self.order(told["ids"][0])
        if not order["awb"]:
            order.update(CANCELLED)
        return 204, {}

    def cancel_awb(self, told: dict[str, Any]) -> Any:
        order = next(each for each in self.orders.values() if each["awb"] == told["awbs"][0])
        order.update(REQUESTED if self.answers_later else CANCELLED)
        return 204, {}

    def track(self, awb: str) -> Any:
        return {"tracking_data": self.tracked.get(awb, {"track_status": 0, "error": "nothing yet"})}

    def places(self, asked: dict[str, str]) -> Any:
        return {"data": {"shipping_address": [self.warehouse]}}

    def wallet(self, asked: dict[str, str]) -> Any:
        return {"data": {"balance_amount": "4999.50"}}

    def manifest(self, told: dict[str, Any]) -> Any:
        return {"status": 1, "manifest_url": f"https://labels.example/m{told['shipment_id'][0]}"}

    def manifests(self, told: dict[str, Any]) -> Any:
        return {"manifest_url": f"https://labels.example/all-{len(told['order_ids'])}"}

    def offers(self, asked: dict[str, str]) -> Any:
        offered = [
            {"courier_company_id": n, "courier_name": c, "rate": self.rates.get(n, 0), "cod": n % 2}
            for n, c in self.couriers.items()
        ]
        best = next(iter(self.couriers), None)
        found = {"available_courier_companies": offered, "recommended_courier_company_id": best}
        return {"status": 200 if offered else 404, "data": found}

    # --- the wire ----------------------------------------------------------------------------

    def answer(self, step: str, act: Callable[[], Any]) -> Answer:
        self.calls.append(step)
        if step in self.before:
            self.before.pop(step)()
        if step in self.says or step in self.always:
            body = self.says.pop(step, None) or self.always[step]
        else:
            body = act()
        if step in self.after:
            self.after.pop(step)()
        status, found = body if isinstance(body, tuple) else (200, body)
        return status, {}, json.dumps(found) if status != 204 else ""


def _status(order: dict[str, Any]) -> dict[str, Any]:
    return {"status": order["status"], "status_code": order["status_code"]}


_POSTS = {
    "/auth/login": "login",
    "/orders/create/adhoc": "create",
    "/courier/assign/awb": "awb",
    "/courier/generate/pickup": "pickup",
    "/courier/generate/label": "label",
    "/manifests/generate": "manifest",
    "/manifests/print": "manifests",
    "/orders/cancel": "cancel",
    "/orders/cancel/shipment/awbs": "cancel_awb",
}
_SEARCHES = {
    "/orders": "find",
    "/settings/company/pickup": "places",
    "/courier/serviceability": "offers",
    "/account/details/wallet-balance": "wallet",
}
_GETS = {"/orders/show/": "show", "/courier/track/awb/": "track"}


@contextmanager
def open_office() -> Iterator[Office]:
    """The office at the address in the settings."""
    office, base = Office(), settings.SHIPROCKET_BASE_URL

    def posted(step: str) -> Callable[[Any], Answer]:
        act = getattr(office, step)
        return lambda request: office.answer(step, lambda: act(json.loads(request.body or "{}")))

    def asked(step: str) -> Callable[[Any], Answer]:
        act = getattr(office, step)
        return lambda request: office.answer(step, lambda: act(request.url.rpartition("/")[2]))

    def searched(step: str) -> Callable[[Any], Answer]:
        act = getattr(office, step)
        return lambda request: office.answer(step, lambda: act(request.params))

    with responses.RequestsMock(assert_all_requests_are_fired=False) as net:
        for path, step in _POSTS.items():
            net.add_callback("POST", base + path, posted(step))
        for path, step in _GETS.items():
            net.add_callback("GET", re.compile(re.escape(base + path) + r"[\w-]+$"), asked(step))
        for path, step in _SEARCHES.items():
            net.add_callback("GET", base + path, searched(step))
        yield office
