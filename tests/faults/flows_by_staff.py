"""What staff do with a paid order: give some of it back and cancel the rest, or send it out."""

from collections.abc import Iterator, Mapping
from functools import partial

from django.conf import settings

from orders.models import Order
from orders.rules import PaymentStatus, Status
from payments.services.checking import check_order
from payments.services.opening import open_payment
from shipping import queries
from shipping.rules import ShipmentStatus
from tests import parcel_invariants
from tests.factories import an_order
from tests.faults import report
from tests.faults.flows import Flow, put_on_sale
from tests.faults.running import Browser
from tests.faults.scene import Scene
from tests.invariants import orders
from tests.snapshot import as_they_are
from tests.staff import a_browser

KEY = "refund-of-one-sheet"
PIECE_PAISE = 900_00
MOVES = (42, 7)  # picked up, delivered
ONE_BOX = {"got": "2.1", "boxes": "1"}  # all pieces ticked
TWO_BOXES = {"got": "2.1", "boxes": "2", "in2-1": "1"}  # the blade in the second


def sell(scene: Scene) -> None:
    """A paid order of two sheets and a blade, which everybody knows of, and staff signed in."""
    put_on_sale(scene)
    order, payment_id = sold_to_somebody(scene, "TB-PAID000001", {"sheet": 2, "FL": 1})
    cookie = a_browser("owner").cookies[settings.STAFF_COOKIE_NAME].value
    scene.props |= {"order": order.order_id, "payment": payment_id, "cookie": cookie}
    scene.props["total"] = order.total_amount
    scene.leave_events()


def sold_to_somebody(scene: Scene, order_id: str, wanted: Mapping[str, int]) -> tuple[Order, str]:
    """A paid order of which we know, and the id of its payment."""
    order = an_order(order_id=order_id, wanted=wanted)
    opened = open_payment(order, is_fresh=True)
    paid = scene.sandbox.control("pay", order_id=opened, outcome="success")
    check_order(Order.get(order.order_id, order.customer_id, consistent_read=True))
    return order, str(paid["payment"]["id"])


def staff_of(scene: Scene) -> Browser:
    """The browser in which staff are signed in."""
    return scene.browser(**{settings.STAFF_COOKIE_NAME: scene.props["cookie"]})


def give_back(scene: Scene) -> None:
    """One sheet was cracked: its money goes back and it is put in stock. Then the rest of the
    order is cancelled. Razorpay tells of both."""
    browser, order_id = staff_of(scene), scene.props["order"]
    wanted = {
        "order_id": order_id,
        "payment_id": scene.props["payment"],
        "lines": {"0": 1},
        "key": KEY,
        "seen_left_paise": scene.props["total"],
    }
    scene.press(lambda: browser.act("give_back", **wanted))
    scene.post_events()
    cancel = f"/staff/payments/orders/{order_id}/cancel/"
    scene.press(lambda: browser.post(cancel, {"reason": "You asked us to."}))
    scene.props["is_cancelled"] = True
    scene.post_events()
    browser.act("worker")


def given_back(scene: Scene) -> Iterator[str]:
    """Nothing, one sheet, or all: as the order says, and each of it once."""
    (order,) = orders()
    made = [refund["amount"] for refund in scene.sandbox.ledger().get("refunds", ())]
    is_over = order.status is Status.CANCELLED
    if scene.props.get("is_cancelled") and not is_over:
        yield f"cancelled in the browser, but {order.status}"
    if is_over and sum(made) != scene.props["total"]:
        yield f"cancelled, and {made} given back of {scene.props['total']}"
    if not is_over and made not in ([], [PIECE_PAISE]):
        yield f"{order.status}, and {made} given back"
    words = {
        0: PaymentStatus.CAPTURED,
        PIECE_PAISE: PaymentStatus.PARTIALLY_REFUNDED,
        scene.props["total"]: PaymentStatus.REFUNDED,
    }
    if order.payment_status != words.get(sum(made)):
        yield f"{sum(made)} given back, and the order says {order.payment_status}"


def send_out(scene: Scene, *, packed: Mapping[str, str]) -> None:
    """To the bench, in boxes to the courier, to the door: Shiprocket tells where they are."""
    browser, order_id = staff_of(scene), scene.props["order"]
    scene.props["boxes"] = int(packed["boxes"])
    scene.press(lambda: browser.post(f"/staff/orders/{order_id}/packing/", {}))
    scene.press(lambda: browser.post(f"/staff/shipments/pack/{order_id}/dispatch/", packed))
    for parcel in scene.sandbox.ledger()["parcels"]:
        for status_id in MOVES:
            scene.sandbox.control(f"parcels/{parcel['awb']}/move", status_id=status_id)
            scene.post_events()
    scene.props["is_there"] = True


def sent_out(scene: Scene) -> Iterator[str]:
    """A parcel for each box with one AWB, or none yet; every piece in one of them, and the order
    stands where they do."""
    (order,) = orders()
    there = scene.sandbox.ledger().get("parcels", [])
    awbs = [parcel["awb"] for parcel in there if parcel["awb"]]
    doubled, lost = parcel_invariants.doubled_and_lost(as_they_are(), scene.sandbox.ledger())
    report.dispatched(doubled=doubled, lost=lost)
    if doubled or lost or len(there) > scene.props["boxes"] or len(set(awbs)) != len(awbs):
        yield f"{len(there)} parcels at Shiprocket, {doubled} pieces twice, {lost} in none"
    if scene.props.get("is_there"):
        wanted = {Status.DELIVERED}
    elif awbs:
        wanted = {Status.SHIPPED}
    else:
        wanted = {Status.CONFIRMED, Status.PROCESSING}
    if order.status not in wanted:
        yield f"the order is {order.status}, with {len(awbs)} AWBs"
    for parcel in queries.live_of(order):
        if parcel.status is ShipmentStatus.PENDING and not parcel.manifest_url:
            yield f"{parcel.shipment_id} has no manifest: {parcel.steps}"


REFUND = Flow("refund and cancel", sell, give_back, given_back)
DISPATCH = Flow("dispatch", sell, partial(send_out, packed=ONE_BOX), sent_out)
DISPATCH_OF_TWO = Flow(
    "dispatch in two boxes",
    sell,
    partial(send_out, packed=TWO_BOXES),
    sent_out,
    like_another=True,
)
