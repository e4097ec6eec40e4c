"""F3 (docs/reliability.md): while a new version is rolled out, old and new code work on the same
items. What the newer one wrote is left alone, and breaks no list. On the real server."""

from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
from django.test import Client

from catalog.models import Product
from catalog.services.counting import change_stock
from config.dynamo import TableMeta
from orders.links import token_of
from orders.models import Order
from orders.rules import Status
from orders.services.moving import move
from orders.staff.queries import flagged
from payments.models import Payment
from payments.refund_rules import Wanted
from payments.sandbox.process import RunningSandbox
from payments.services.refunding import give_back
from payments.services.working import one_pass
from tests.factories import a_product, an_order, stock_of
from tests.faults.sales import Sale, a_sale, refunded_at
from tests.staff import a_browser

pytestmark = pytest.mark.server
SKU = "sheet"
NEW = {"from": "a newer version", "n": 7}
Place = tuple[type[Any], dict[str, str], str]


@pytest.fixture
def sale(razorpay: RunningSandbox) -> Sale:
    """Two of five sheets, paid."""
    a_product(product_id=SKU, stock=5)
    sale = a_sale(razorpay, an_order(wanted={SKU: 2}))
    sale.pay()
    sale.tell()
    return sale


def table(model: type[Any]) -> Any:
    dynamodb = boto3.resource("dynamodb", region_name=TableMeta.region, endpoint_url=TableMeta.host)
    return dynamodb.Table(model.Meta.table_name)


def write(place: Place, value: Any) -> None:
    """The newer version writes there; `items[0].new` is in the first line."""
    model, key, path = place
    names = {f"#{n}": name for n, name in enumerate(path.replace("[0]", "").split("."))}
    expression = "#0[0].#1" if path.startswith("items[0]") else ".".join(names)
    table(model).update_item(
        Key=key,
        UpdateExpression=f"SET {expression} = :value",
        ExpressionAttributeNames=names,
        ExpressionAttributeValues={":value": value},
    )


def read(place: Place) -> Any:
    model, key, path = place
    found = table(model).get_item(Key=key, ConsistentRead=True)["Item"]
    for name in path.split("."):
        found = found["items"][0] if name == "items[0]" else found[name]
    return found


def places(sale: Sale) -> list[Place]:
    order = {"orderId": sale.order_id, "customerId": sale.customer_id}
    (payment,) = sale.payments
    paid = {"paymentId": payment.payment_id, "orderId": sale.order_id}
    product = {"productId": SKU, "sellerId": "third-ball"}
    return [
        (Order, order, "newField"),
        (Order, order, "items[0].newField"),
        (Order, order, "shippingAddress.newField"),
        (Payment, paid, "newField"),
        (Product, product, "newField"),
    ]


def test_f3_what_newer_code_wrote_survives_all_that_this_one_does(sale: Sale) -> None:
    everywhere = places(sale)
    for place in everywhere:
        write(place, NEW if "Address" not in place[2] else "text")
    change_stock(SKU, SKU, 1, "Counted.", "Sneha")
    give_back(
        sale.order_id,
        sale.payments[0].payment_id,
        Wanted(lines={0: 1}, back_in_stock=True),
        key="refund-of-one-sheet",
        seen_left_paise=sale.order.total_amount,
        reason="Dented.",
        by="Sneha",
    )
    for step in (Status.PROCESSING, Status.SHIPPED):
        move(sale.order, step, by="Sneha", text="On.")
    one_pass()
    assert [read(place) for place in everywhere] == [
        NEW if "Address" not in place[2] else "text" for place in everywhere
    ]
    assert (stock_of(SKU), refunded_at(sale.razorpay)) == (5, [500_00])


def test_f3_words_that_only_newer_code_knows_break_no_page(sale: Sale, client: Client) -> None:
    order, payment = places(sale)[0][:2], places(sale)[3][:2]
    write((*order, "paymentStatus"), "in_escrow")
    write((*payment, "status"), "in_escrow")
    write(
        (*payment, "refunds"),
        {
            "r": {
                "amount": 1,
                "key": "r",
                "status": "frozen",
                "by": "New",
                "reason": "New.",
                "at": "2026-11-23T04:00:00.000Z",
            }
        },
    )
    for page in (
        "orders/",
        f"orders/{sale.order_id}/",
        "payments/",
        "payments/?list=all",
    ):
        assert a_browser().get(f"/staff/{page}").status_code == 200, page
    assert client.get(f"/track/{token_of(sale.order_id)}").status_code == 200
    assert sale.tell() == 200
    one_pass()
    assert read((*order, "paymentStatus")) == "in_escrow"


def test_f3_an_order_that_only_newer_code_can_read_hides_no_other(sale: Sale) -> None:
    """The six statuses are fixed; should there ever be a seventh, the others are still listed."""
    seen = an_order(wanted={SKU: 1})
    key = {"orderId": seen.order_id, "customerId": seen.customer_id}
    for order_id, item in ((seen.order_id, key), (sale.order_id, places(sale)[0][1])):
        flag = {"kind": "amount", "text": "Ask.", "at": "2026-11-23T04:00:00.000Z"}
        write((Order, item, "attention"), [flag])
        table(Order).update_item(
            Key={"orderId": "#attention", "customerId": "#"},
            UpdateExpression="ADD orderIds :ids",
            ExpressionAttributeValues={":ids": {order_id}},
        )
    write((Order, key, "status"), "returned")
    listed, in_all = flagged()
    assert ([order.order_id for order in listed], in_all) == ([sale.order_id], 2)
    assert a_browser().get("/staff/orders/?status=attention").status_code == 200
    assert one_pass().done["unpaid orders"] == 0
