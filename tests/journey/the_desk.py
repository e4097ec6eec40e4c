"""Every page of the staff with the demo's things on it: the demo's own, and one of each that the
demo has none of."""

from django.conf import settings
from playwright.sync_api import BrowserContext

from config import clock
from customers.rules import RIGHTS, Role
from customers.services import roster, sessions
from orders.models import Order
from orders.queries import by_status
from orders.return_errors import NotReturnable
from orders.rules import Status
from payments.listed import Listed
from shipping.queries import live_of
from shipping.staff.road import List
from tests.customers.test_complaints import a_complaint
from tests.journey.house import House
from tests.returns.goods_back import asked
from tests.staff import a_browser, a_colleague
from tests.staff_pages import guarded_pages

PRODUCT = "tibhar-evolution-mx-p"
QUERIES = (
    *(f"orders/?status={each}" for each in [*Status, "attention"]),
    *(f"payments/?list={each}" for each in Listed),
    *(f"shipments/?list={each}" for each in [*List, "delivered"]),
    "products/?words=tenergy",
    "search/?q=stiga",
    "search/?q=nobody+knows+this",
    "figures/?days=90",
    "payments/phone-order/?customer=rohan.deshpande@example.com",
)
CHOSEN = ("pick-list", "slips")


def at_work(context: BrowserContext, house: House, role: Role) -> None:
    """Let somebody of this role be signed in there."""
    cookie = sessions.begin(a_colleague(role), device="Chromium", now=clock.now())
    context.add_cookies([{"name": settings.STAFF_COOKIE_NAME, "value": cookie, "url": house.url}])


def lay_out() -> dict[str, str]:
    """Begin what the demo has none of; the ids of all, by their name in addresses."""
    packing = [each.order_id for each in by_status(Status.CONFIRMED)][:3]
    back = _one_that_comes_back()
    (parcel, *_) = live_of(next(iter(by_status(Status.SHIPPED))))
    boss = a_browser("owner")
    prices = {
        "prices-how": "percent",
        "prices-value": "-5",
        "products": f"{settings.DEFAULT_SELLER_ID}|{PRODUCT}",
    }
    bulk = boss.post("/staff/products/bulk/prices/", prices)["Location"]
    batch = boss.post("/staff/shipments/batches/", {"orders": packing, "press": "P"})["Location"]
    boss.post("/staff/team/invitations/", {"email": "new@thirdball.example", "role": "packer"})
    return {
        "product_id": PRODUCT,
        "order_id": back.order_id,
        "number": "R1",
        "ticket": a_complaint().ticket,
        "member_id": roster.member_id_of(a_colleague("packer").customer_id),
        "customer_id": back.customer_id,
        "shipment_id": parcel.shipment_id,
        "payment_id": str(back.razorpay_payment_id),
        "bulk_id": bulk.rstrip("/").rpartition("/")[2],
        "batch_id": batch.rstrip("/").rpartition("/")[2],
        "orders": ",".join(packing),
    }


def addresses(known: dict[str, str], role: Role) -> list[str]:
    """Where somebody of this role may look: each page, each list, an order of each status."""
    own = own_pages(known, role)
    one_of_each = [f"orders/{next(iter(by_status(each))).order_id}/" for each in Status]
    chosen = [f"orders/{name}/?orders={known['orders']}" for name in CHOSEN]
    bench = [f"shipments/{name}/?orders={known['orders']}" for name in ("pack", "labels")]
    return [*own, *(f"/staff/{each}" for each in (*QUERIES, *one_of_each, *chosen, *bench))]


def own_pages(known: dict[str, str], role: Role) -> list[str]:
    """The same, each page of the shop's once."""
    return [page.address(known) for page in guarded_pages() if role in RIGHTS[page.right or ""]]


def _one_that_comes_back() -> Order:
    """A delivered order of the demo of which a piece was asked back."""
    for order in by_status(Status.DELIVERED):
        try:
            asked(order)
        except NotReturnable:
            continue
        return order
    raise AssertionError("the demo has no order that may come back")
