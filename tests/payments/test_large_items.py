"""C8: items that grow are capped long before DynamoDB's 400 KB, and the largest can be copied and
erased."""

from datetime import timedelta

from config import clock
from config.dynamo import transaction
from customers.models import Customer
from customers.services.keeping import MOST_ADDRESSES, remember
from orders.models import Moment, Order
from orders.rules import TIMELINE_LENGTH
from payments.services import privacy
from payments.services.data_copy import copy_of
from shipping.news import MOST_SCANS
from tests.payments.forgetting_me import ADDRESS, WHO, a_delivered_order, left_of, the_worker
from tests.shipping.bench import a_parcel
from tests.shipping.conftest import office
from tests.shipping.office import Office
from tests.shipping.test_tracking import tell

__all__ = ["office"]  # a fixture


def test_c8_five_thousand_scans_of_a_parcel_are_kept_short(office: Office) -> None:
    parcel = a_parcel()
    for begin in range(0, 5000, 500):
        kept = tell(parcel, *([18, 17] * 250))
        assert len(kept.scans or []) <= MOST_SCANS, begin
    assert tell(parcel, 42, 17, 7).status == "delivered"


def test_c8_a_long_address_book_ends_at_twenty() -> None:
    for number in range(MOST_ADDRESSES + 5):
        with transaction() as tx:
            remember(
                tx,
                customer_id=WHO,
                name="Ananya Raghunathan",
                phone="+919845067890",
                address=ADDRESS | {"addressLine1": f"Flat {number}, Malhar Residency"},
                now=clock.now(),
            )
    assert len(Customer.get(WHO, WHO).address_ids or ()) == MOST_ADDRESSES
    a_delivered_order()
    privacy.ask(WHO)
    the_worker()
    assert left_of() == []


def test_c8_an_order_of_200_kb_is_copied_and_erased() -> None:
    order = a_delivered_order()
    long_ago = clock.now() - timedelta(days=9)
    text = "Ananya called again about the sheet. " * 90  # 3 KB
    story = [Moment(at=long_ago, text=text, by="Sneha") for _ in range(TIMELINE_LENGTH - 2)]
    order.update(actions=[Order.timeline.set(story)])
    with copy_of(WHO) as packed:
        assert len(packed.read()) > 1000
    privacy.ask(WHO)
    the_worker()
    assert left_of() == []
