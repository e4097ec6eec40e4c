"""What the worker mends by itself: orders that others have left half done. The faults happen to
the pass that mends them."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

from config.errors import Unavailable
from orders.models import Order
from orders.rules import PaymentStatus, Status
from orders.services.moving import start_packing
from payments.razorpay import gateway
from payments.services.cancelling import cancel_order
from payments.services.opening import open_payment
from shipping.services.dispatching import dispatch
from tests.factories import an_order
from tests.faults.flows import SALE, SALE_BROWSER_FIRST, Flow, put_on_sale
from tests.faults.flows_by_staff import DISPATCH, DISPATCH_OF_TWO, REFUND, sold_to_somebody
from tests.faults.outside import KILLED_AFTER, KILLED_BEFORE
from tests.faults.scene import Scene
from tests.invariants import orders

LATER = timedelta(minutes=20)  # the hold is over
NEVER_PAID, NEVER_TOLD, NEVER_OPENED_HERE = "TB-NEVERPA1D0", "TB-NEVERT0LD0", "TB-NEVER0PEN0"
NEVER_SENT_BACK, NEVER_SENT_OUT = "TB-NEVERBACK0", "TB-NEVER0VT00"
ENDS = {
    NEVER_PAID: (Status.CANCELLED, PaymentStatus.CREATED),
    NEVER_TOLD: (Status.CONFIRMED, PaymentStatus.CAPTURED),
    NEVER_OPENED_HERE: (Status.CONFIRMED, PaymentStatus.CAPTURED),
    NEVER_SENT_BACK: (Status.CANCELLED, PaymentStatus.REFUNDED),
    NEVER_SENT_OUT: (Status.SHIPPED, PaymentStatus.CAPTURED),
}


def leave_half_done(scene: Scene) -> None:
    """One order of each kind: not paid, paid and nobody told us, opened at Razorpay and paid
    before we could write it down, cancelled and not refunded, packed and not sent out."""
    put_on_sale(scene)
    one = {"sheet": 1}
    open_payment(an_order(order_id=NEVER_PAID, wanted=one), is_fresh=True)
    pay(scene, open_payment(an_order(order_id=NEVER_TOLD, wanted=one), is_fresh=True))
    lost: Order = an_order(order_id=NEVER_OPENED_HERE, wanted=one)
    notes = {"orderId": lost.order_id}
    pay(scene, gateway().open_order(lost.order_id, lost.total_amount, notes).id)
    sold_to_somebody(scene, NEVER_SENT_BACK, one)
    unanswered(scene, "*/refund", lambda: cancel_order(NEVER_SENT_BACK, reason="Ask.", by="Meera"))
    sold_to_somebody(scene, NEVER_SENT_OUT, one)
    start_packing(NEVER_SENT_OUT, by="Meera")
    unanswered(scene, "*/assign/awb", lambda: dispatch(NEVER_SENT_OUT, by="Meera"))
    scene.leave_events()


def pay(scene: Scene, razorpay_order_id: str) -> None:
    """Somebody pays, and Razorpay's news of it is held back."""
    scene.sandbox.control("pay", order_id=razorpay_order_id, outcome="success")


def unanswered(scene: Scene, path: str, act: Callable[[], object]) -> None:
    """Do something to which a vendor does not answer."""
    scene.sandbox.control("faults", kind="drop", path=path, times=1)
    with suppress(Unavailable):
        act()
    scene.sandbox.control("faults/clear")


def mend(scene: Scene) -> None:
    """The worker's pass, when the hold is over."""
    scene.later = LATER
    scene.browser().act("worker", minutes=LATER.seconds // 60)


def mended(scene: Scene) -> Iterator[str]:
    """Each order stands where it belongs."""
    found = {order.order_id: (order.status, order.payment_status) for order in orders()}
    for order_id, end in ENDS.items():
        if found.get(order_id) != end:
            yield f"{order_id} is {found.get(order_id)}, not {end}"


# The other flows have its calls in them with every fault; here it is what was begun that matters.
BEGUN = ("lost after", KILLED_BEFORE, KILLED_AFTER)
WORKER = Flow("the worker's pass", leave_half_done, mend, mended, faults=BEGUN)
EVERY_DAY = (SALE, SALE_BROWSER_FIRST, REFUND, DISPATCH_OF_TWO)
ALL_FLOWS = (*EVERY_DAY, DISPATCH, WORKER)
