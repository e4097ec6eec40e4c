"""Stories of orders and stock for tests/faults/test_controls.py; each says if harm was done."""

from datetime import timedelta
from functools import partial

from config import clock
from orders.models import Order
from orders.queries import order as order_of
from orders.rules import HOLD, Status
from orders.services import moving
from orders.services.cancelling import cancel, cancel_unpaid, end_hold
from orders.services.placing import place_order
from payments.models import Payment
from payments.rules import Verdict
from payments.sandbox.process import RunningSandbox
from payments.services.cancelling import cancel_order
from payments.services.effects import act
from payments.services.opening import write_opened
from payments.services.taking import take_payment
from payments.services.working import one_pass
from payments.services.writing import Event, Source
from tests.factories import (
    a_buyer,
    a_gateway_order,
    a_product,
    an_opened_order,
    an_order,
    news_of,
    stock_of,
)
from tests.faults.controls import tried
from tests.faults.sales import a_sale, refunded_at

WORKER = Source(by="Worker")
REFUND = "/razorpay/v1/payments/*/refund"
LATE = clock.now() + HOLD + timedelta(days=3650)


def now_of(order: Order) -> Order:
    return order_of(order.order_id)


def one_event_confirms_two_orders() -> bool:
    first, second = an_opened_order(), an_opened_order()
    source = Source(by="Razorpay", event=Event("evt1", "payment.captured", "{}"))
    for order in (first, second):
        tried(partial(act, Verdict.CONFIRM, order, news_of(order), source))
    return now_of(second).status == "confirmed"


def old_news_takes_the_money_off_the_books(razorpay: RunningSandbox) -> bool:
    """The payment reads `authorized` again, so that a cancel finds nothing to give back."""
    sale = a_sale(razorpay, an_order())
    sale.pay()
    sale.tell()
    sale.tell("payment.authorized")
    cancel_order(sale.order_id, reason="By telephone.", by="Sneha")
    return refunded_at(razorpay) == []


def two_who_read_the_same_confirm_it_twice() -> bool:
    order = an_opened_order()
    first, second = news_of(order), news_of(order)
    for news in (first, second):
        tried(partial(act, Verdict.CONFIRM, order, news, WORKER))
    return now_of(order).razorpay_payment_id == second.id


def a_rupee_pays_for_it_all() -> bool:
    order = an_opened_order()
    take_payment(news_of(order, amount=1_00), source=WORKER)
    return now_of(order).status == "confirmed"


def rupiahs_pay_for_rupees() -> bool:
    order = an_opened_order()
    take_payment(news_of(order, currency="IDR"), source=WORKER)
    return now_of(order).status == "confirmed"


def the_good_payment_goes_back_when_it_is_told_again() -> bool:
    order = an_opened_order()
    news = news_of(order)
    take_payment(news, source=WORKER)
    take_payment(news, source=WORKER)
    payment = Payment.get(news.id, order.order_id, consistent_read=True)
    return bool(payment.refunds) and now_of(order).status == "confirmed"


def late_money_revives_what_the_customer_gave_up() -> bool:
    order = an_opened_order()
    cancel_unpaid(order.order_id, reason="The customer gave it up.", by="Customer")
    take_payment(news_of(order), source=WORKER)
    return now_of(order).status == "confirmed"


def late_money_sells_what_is_gone() -> bool:
    sku = a_product(stock=2).product_id
    order = an_opened_order(wanted={sku: 2})
    end_hold(order, now=LATE)
    an_order(wanted={sku: 2})
    take_payment(news_of(order), source=WORKER)
    return stock_of(sku) < 0


def the_hold_of_a_paid_order_ends() -> bool:
    order = an_opened_order()
    take_payment(news_of(order), source=WORKER)
    end_hold(order, now=LATE)  # read before the money came
    return now_of(order).status == "cancelled"


def the_hold_ends_before_its_time() -> bool:
    order = an_opened_order()
    end_hold(order, now=clock.now())
    return now_of(order).status == "cancelled"


def the_hold_ends_while_the_bank_is_at_work(razorpay: RunningSandbox) -> bool:
    sale = a_sale(razorpay, an_order())
    sale.pay(outcome="authorize")
    one_pass(now=clock.now() + HOLD + timedelta(minutes=1))
    return sale.order.status == "cancelled"


def the_last_one_is_sold_twice() -> bool:
    sku = a_product(stock=1).product_id
    for _ in range(2):
        tried(partial(an_order, wanted={sku: 1}))
    return stock_of(sku) < 0


def a_second_submit_takes_the_stock_again() -> bool:
    sku, buyer = a_product(stock=5).product_id, a_buyer()
    for _ in range(2):
        place_order(order_id="TB-SAMEAGAIN00", buyer=buyer, wanted={sku: 1})
    return stock_of(sku) == 3


def two_tabs_open_two_razorpay_orders() -> bool:
    order = an_order()
    first = write_opened(order, a_gateway_order(order))
    tried(partial(write_opened, order, a_gateway_order(order)))
    return now_of(order).razorpay_order_id != first


def what_was_shipped_is_cancelled_by_an_old_page() -> bool:
    sku = a_product(stock=5).product_id
    order = an_opened_order(wanted={sku: 2})
    take_payment(news_of(order), source=WORKER)
    old_page = now_of(order)
    for step in (Status.PROCESSING, Status.SHIPPED):
        moving.move(now_of(order), step, by="Sneha", text="On.")
    press = partial(cancel, old_page, reason="By telephone.", text="Cancelled.", by="Sneha")
    return tried(press) and stock_of(sku) == 5


def two_cancels_put_the_stock_back_twice() -> bool:
    sku = a_product(stock=5).product_id
    order = an_order(wanted={sku: 2})
    for _ in range(2):
        end_hold(order, now=LATE)  # both have read it pending
    return stock_of(sku) == 7
