"""Items as the earlier system left them: they load, are listed by index, and lose nothing when a
part of them is changed. Written by plain boto3, so that no model of ours helps them."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from catalog import shelf
from catalog.models import Product
from catalog.queries import on_shelf_by_sku, product_on_shelf
from config.dynamo import TableMeta, transaction
from config.errors import Conflict
from customers.models import Address, Customer
from customers.services.keeping import remember
from orders.models import Order
from orders.queries import by_status
from orders.queries import order as find_order
from orders.rules import Status
from payments.models import Payment
from payments.queries import payments_for
from payments.sandbox.process import RunningSandbox
from payments.services.working import one_pass
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from tests.staff import a_browser

pytestmark = pytest.mark.parametrize(
    "engine", ["moto", pytest.param("server", marks=pytest.mark.server)]
)
WRITTEN = "2024-03-09T07:15:42.123Z"
THEN = datetime(2024, 3, 9, 7, 15, 42, 123000, tzinfo=UTC)
ASHA = "asha@example.in"
ADDRESS = {
    "addressLine1": "12 Prabhat Road",
    "addressLine2": "",
    "city": "Pune",
    "state": "Maharashtra",
    "pincode": 411004,
    "landmark": None,
}
UNKNOWN = {
    "utm": {"source": "newsletter", "clicks": Decimal(3)},
    "flags": {"a", "b"},
    "legacy": [Decimal("1.5"), "x", None, True],
    "__typename": "Thing",
}
ORDER = {
    "orderId": "order_NkZ8Jq1aB2cD3e",
    "customerId": ASHA,
    "status": "confirmed",
    "items": [
        {
            "id": Decimal(17),
            "name": "Tenergy 05",
            "price": Decimal("5499.5"),
            "quantity": Decimal(2),
        },
        {"id": "bat-9", "name": "Case", "price": Decimal("799"), "quantity": Decimal("1.0")},
    ],
    "totalAmount": Decimal("11798.00"),
    "customerName": "Asha Rao",
    "customerEmail": ASHA,
    "customerPhone": Decimal("9876543210"),
    "shippingAddress": ADDRESS,
    "razorpayOrderId": "order_NkZ8Jq1aB2cD3e",
    "razorpayPaymentId": "pay_NkZ9AbCdEfGhIj",
    "paymentStatus": "captured",
    "createdAt": WRITTEN,
    "updatedAt": WRITTEN,
}
PRODUCT = {
    "productId": "17",
    "sellerId": "third-ball",
    "name": "Tenergy 05",
    "category": "rubbers",
    "brand": "Butterfly",
    "price": Decimal("5499.5"),
    "originalPrice": Decimal(6000),
    "description": "Spin.",
    "image": "/images/t05.png",
    "stock": Decimal("4.0"),
    "isActive": True,
    "createdAt": WRITTEN,
}
PAYMENT = {
    "paymentId": "pay_NkZ9AbCdEfGhIj",
    "orderId": "order_NkZ8Jq1aB2cD3e",
    "razorpayOrderId": "order_NkZ8Jq1aB2cD3e",
    "razorpaySignature": "abc",
    "customerId": ASHA,
    "amount": Decimal("1179800.0"),
    "status": "captured",
    "contact": Decimal("919876543210"),
    "createdAt": WRITTEN,
}
SHIPMENT = {
    "shipmentId": "ship-1",
    "orderId": "order_NkZ8Jq1aB2cD3e",
    "shiprocketOrderId": "381234567",
    "trackingNumber": "19041211125783",
    "courierName": "Delhivery",
    "status": "in_transit",
    "estimatedDelivery": "2024-03-13",
    "shippingAddress": "12 Prabhat Road, Pune 411004",
    "createdAt": WRITTEN,
}
CUSTOMER = {
    "customerId": ASHA,
    "email": ASHA,
    "name": "Asha Rao",
    "phone": "+919876543210",
    "createdAt": WRITTEN,
}
HOME = {
    **ADDRESS,
    "addressId": "addr-1",
    "customerId": ASHA,
    "name": "Asha Rao",
    "phone": Decimal("9876543210"),
    "addressType": "home",
    "isDefault": True,
    "createdAt": WRITTEN,
}
CHANGES = [
    (Order, ORDER, Order.payment_status.set("refunded"), {"paymentStatus": "refunded"}),
    (Product, PRODUCT, Product.stock.add(5), {"stock": Decimal(9)}),
    (Payment, PAYMENT, Payment.amount_refunded.set(100), {"amountRefunded": Decimal(100)}),
    (Shipment, SHIPMENT, Shipment.status.set(ShipmentStatus.LOST), {"status": "lost"}),
    (Customer, CUSTOMER, Customer.name.set("A. Rao"), {"name": "A. Rao"}),
    (Address, HOME, Address.is_default.set(False), {"isDefault": False}),
]


def table(model: type[Model]) -> Any:
    """The table as plain boto3 sees it."""
    dynamodb: Any = boto3.resource(
        "dynamodb", region_name=TableMeta.region, endpoint_url=TableMeta.host
    )
    return dynamodb.Table(model.Meta.table_name)


def left_over(model: type[Model], item: dict[str, Any], **given: Any) -> dict[str, Any]:
    """Put an item there as the earlier system did, with attributes that we never heard of."""
    old = {**item, **UNKNOWN, **given}
    table(model).put_item(Item=old)
    return old


def stored(model: type[Model]) -> dict[str, Any]:
    [item] = table(model).scan()["Items"]
    return dict(item)


def test_an_order_loads_with_its_lines(engine: str) -> None:
    left_over(Order, ORDER)
    order = find_order("order_NkZ8Jq1aB2cD3e")
    assert (order.status, order.total_amount, order.created_at) == (
        Status.CONFIRMED,
        1179800,
        THEN,
    )
    assert [(line.old_id, line.name, line.price, line.quantity) for line in order.lines] == [
        ("17", "Tenergy 05", 549950, 2),
        ("bat-9", "Case", 79900, 1),
    ]
    assert [line.total_paise for line in order.lines] == [1099900, 79900]
    assert [(line.sku, line.choice) for line in order.lines] == [(None, ""), (None, "")]
    assert (order.customer_phone, order.timeline, order.version) == ("9876543210", None, 0)
    assert (order.shipping_address or {})["pincode"] == "411004"


def test_an_order_is_listed_by_customer_and_by_status(engine: str) -> None:
    left_over(Order, ORDER)
    left_over(Order, ORDER, orderId="order_guest", customerId="guest", items=[])
    [mine] = Order.by_customer.query(ASHA)
    assert mine.order_id == "order_NkZ8Jq1aB2cD3e"
    [guest] = Order.by_customer.query("guest")
    assert guest.lines == []
    assert {order.order_id for order in by_status(Status.CONFIRMED)} == {
        "order_NkZ8Jq1aB2cD3e",
        "order_guest",
    }


@pytest.mark.parametrize("address", ["12 Prabhat Road, Pune", '{"city": "Pune"}', {}])
def test_an_order_may_keep_its_address_in_any_shape(engine: str, address: Any) -> None:
    left_over(Order, ORDER, shippingAddress=address)
    seen = find_order("order_NkZ8Jq1aB2cD3e").shipping_address
    assert seen in ({"addressLine1": "12 Prabhat Road, Pune"}, {"city": "Pune"}, {})


def test_an_order_with_the_least_that_there_was_loads(engine: str) -> None:
    least = ("orderId", "customerId", "status", "items", "totalAmount", "createdAt")
    table(Order).put_item(Item={key: ORDER[key] for key in least})
    order = find_order("order_NkZ8Jq1aB2cD3e")
    assert (order.customer_email, order.shipping_address, order.attention) == (None, None, None)


def left_by_javascript(items: Any) -> None:
    odd = {"totalAmount": "3899.9700000000003", "items": items, "createdAt": "March 2024"}
    left_over(Order, ORDER, **odd, updatedAt="", subtotal="none", gstRate="", version="1")


LINES: list[Any] = [
    '[{"id": 17, "name": "T05", "price": 1299.9900000000002, "quantity": "3"}]',
    [{"id": "17", "name": "T05", "price": "1299.99", "quantity": "3"}],
    [{"id": "17", "name": "T05", "price": Decimal("1299.9899999999998"), "quantity": Decimal(3)}],
]


@pytest.mark.parametrize("items", LINES)
def test_an_order_that_javascript_left_opens_and_is_listed(engine: str, items: Any) -> None:
    left_by_javascript(items)
    [listed] = by_status(Status.CONFIRMED)
    [mine] = Order.by_customer.query(ASHA)
    for order in (find_order(listed.order_id), listed, mine):
        assert (order.total_amount, order.updated_at, order.subtotal) == (389997, None, None)
        assert [line.total_paise for line in order.lines] == [389997]
        assert order.created_at == datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("items", ["", "undefined", '[{"id": 1, "name": "X", "price": null}]'])
def test_an_order_whose_lines_make_no_sense_opens_all_the_same(engine: str, items: str) -> None:
    left_by_javascript(items)
    lines = find_order("order_NkZ8Jq1aB2cD3e").lines
    assert [line.total_paise for line in lines] in ([], [0])


@pytest.mark.parametrize("items", [LINES[0], ""])
@pytest.mark.parametrize("page", ["?status=confirmed", f"{ORDER['orderId']}/"])
def test_staff_see_and_open_what_javascript_left(engine: str, items: str, page: str) -> None:
    left_by_javascript(items)
    answer = a_browser("owner").get(f"/staff/orders/{page}")
    assert answer.status_code == 200
    assert "₹3,899.97" in answer.content.decode()


@pytest.mark.parametrize("status", list(Status))
def test_a_pass_of_the_worker_bears_what_javascript_left(
    engine: str, razorpay: RunningSandbox, caplog: pytest.LogCaptureFixture, status: Status
) -> None:
    left_by_javascript(LINES[0])
    Order(ORDER["orderId"], ASHA).update(actions=[Order.status.set(status)])
    one_pass()
    assert [record.message for record in caplog.records if record.exc_info] == []


def test_a_product_without_variants_is_on_the_shelf_as_its_own_variant(engine: str) -> None:
    left_over(Product, PRODUCT)
    shelf.forget()
    product = product_on_shelf("17")
    assert (product.price, product.original_price) == (549950, 600000)
    _, variant = on_shelf_by_sku(["17"])["17"]
    assert (variant.price, variant.stock) == (549950, 4)
    [by_brand] = Product.by_brand.query("Butterfly")
    assert (by_brand.version, by_brand.variants, by_brand.updated_at) == (0, None, None)


def test_a_payment_loads_and_is_found_by_its_razorpay_order(engine: str) -> None:
    left_over(Payment, PAYMENT)
    [payment] = payments_for("order_NkZ8Jq1aB2cD3e")
    assert (payment.amount, payment.currency, payment.contact) == (1179800, "INR", "919876543210")
    assert (payment.created_at, payment.refunds) == (THEN, None)


def test_a_shipment_loads_and_is_found_by_its_numbers(engine: str) -> None:
    left_over(Shipment, SHIPMENT)
    [shipment] = Shipment.by_tracking_number.query("19041211125783")
    [same] = Shipment.by_shiprocket_order.query("381234567")
    assert shipment.shipment_id == same.shipment_id == "ship-1"
    assert (shipment.status, shipment.scans) == (ShipmentStatus.IN_TRANSIT, None)
    assert shipment.shipping_address == {"addressLine1": "12 Prabhat Road, Pune 411004"}


def test_a_customer_and_their_address_load(engine: str) -> None:
    left_over(Customer, CUSTOMER)
    left_over(Address, HOME)
    [customer] = Customer.by_phone.query("+919876543210")
    assert (customer.name, customer.sessions, customer.role, customer.version) == (
        "Asha Rao",
        None,
        None,
        0,
    )
    address = Address.get("addr-1")
    assert (address.pincode, address.phone, address.landmark) == ("411004", "9876543210", None)
    assert address.is_default


@pytest.mark.parametrize(("model", "item", "action", "change"), CHANGES)
def test_a_change_of_one_attribute_leaves_all_others(
    engine: str, model: type[Model], item: dict[str, Any], action: Action, change: dict[str, Any]
) -> None:
    old = left_over(model, item)
    [found] = model.scan()
    found.update(actions=[action])
    assert stored(model) == old | change


def test_a_change_in_a_transaction_leaves_all_others(engine: str) -> None:
    old = left_over(Order, ORDER)
    order = find_order("order_NkZ8Jq1aB2cD3e")
    with transaction() as tx:
        tx.update(
            order,
            actions=[Order.status.set(Status.PROCESSING), Order.version.add(1)],
            condition=Order.status == Status.CONFIRMED,
            or_else=Conflict(""),
        )
    assert stored(Order) == old | {"status": "processing", "version": 1}


def test_remembering_an_old_customer_keeps_what_is_there(engine: str) -> None:
    old = left_over(Customer, CUSTOMER)
    with transaction() as tx:
        remember(tx, customer_id=ASHA, name="A", phone="+912025678901", address={}, now=THEN)
    assert stored(Customer) == old | {"updatedAt": WRITTEN}
