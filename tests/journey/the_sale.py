"""What one sale must have left in the tables, the mails and the logs; read by plain boto3."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from orders.links import token_of
from tests.journey.house import PASSWORD, House
from tests.journey.shopping import EMAIL, PINCODE
from tests.journey.the_tables import Item, Tables

Ledger = Mapping[str, list[dict[str, Any]]]
PAISE, RUPEES = 365025, "3650.25"
PHONE = "+919845054321"
ON_THE_DAY = "Your order {id} is out for delivery"
MAILS = (
    "Your order {id} is confirmed",
    "Your order {id} is on its way",
    ON_THE_DAY,
    "Delivery of your order {id}",
)


def text(item: Item, *names: str) -> tuple[str | None, ...]:
    """The values of text and number attributes, None where one is missing."""
    return tuple(next(iter(item[name].values())) if name in item else None for name in names)


def parcel_is(tables: Tables, order_id: str, status: str) -> bool:
    """Whether the order's one parcel has come so far."""
    return [item["status"]["S"] for item in tables.items("shipments", orderId=order_id)] == [status]


def assert_order(tables: Tables, order_id: str) -> None:
    """One order, delivered and paid, its total in rupees, its line as it was chosen."""
    (order,) = tables.items("orders", orderId=order_id)
    assert text(order, "status", "paymentStatus", "paymentMethod") == (
        "delivered",
        "captured",
        "upi",
    )
    assert text(order, "customerId", "customerEmail", "customerPhone") == (EMAIL, EMAIL, PHONE)
    assert text(order, "totalAmount", "subtotal", "shippingFee") == (RUPEES, RUPEES, "0")
    (line,) = (each["M"] for each in order["items"]["L"])
    assert text(line, "sku", "quantity", "price") == ("VEGA-BLACK-21", "1", RUPEES)
    assert line["options"]["M"] == {"Colour": {"S": "Black"}, "Thickness": {"S": "2.1 mm"}}
    assert order["shippingAddress"]["M"]["pincode"] == {"S": PINCODE}
    times = [each["M"]["at"]["S"] for each in order["timeline"]["L"]]
    assert times == sorted(times)
    assert times[0] <= order["updatedAt"]["S"]
    assert "attention" not in order or order["attention"] == {"L": []}
    assert order in tables.found("orders", "CustomerOrdersIndex", EMAIL)
    assert order in tables.found("orders", "StatusIndex", "delivered")


def assert_payment(tables: Tables, order_id: str, ledger: Ledger) -> None:
    """The opening, the failed attempt and the capture, in paise, as Razorpay has them."""
    (order,) = tables.items("orders", orderId=order_id)
    razorpay_order_id, payment_id = text(order, "razorpayOrderId", "razorpayPaymentId")
    there = {
        each["id"]: (each["status"], str(each["amount"]))
        for each in ledger["payments"]
        if each["order_id"] == razorpay_order_id
    }
    here = {
        str(item["paymentId"]["S"]): text(item, "status", "amount")
        for item in tables.items("payments", orderId=order_id)
    }
    assert here.pop(str(razorpay_order_id)) == ("created", str(PAISE))
    assert here == there
    assert sorted(here.values()) == [("captured", str(PAISE)), ("failed", str(PAISE))]
    assert here[str(payment_id)] == ("captured", str(PAISE))
    assert len(tables.found("payments", "RazorpayIndex", str(razorpay_order_id))) == 3


def assert_buyer(tables: Tables) -> None:
    """One customer under the e-mail in small letters, found by phone, and their one address."""
    (customer,) = tables.items("customers", customerId=EMAIL)
    assert text(customer, "email", "name", "phone") == (EMAIL, "Ananya Rao", PHONE)
    assert tables.found("customers", "PhoneIndex", PHONE) == [customer]
    (address,) = tables.items("addresses", customerId=EMAIL)
    assert customer["addressIds"] == {"SS": [address["addressId"]["S"]]}
    assert text(address, "pincode", "state", "city") == (PINCODE, "Karnataka", "Bengaluru")
    assert address["isDefault"] == {"BOOL": False}


def assert_parcel(tables: Tables, order_id: str, awb: str) -> None:
    """One shipment, delivered, found by either of its numbers."""
    (order,) = tables.items("orders", orderId=order_id)
    (parcel,) = tables.items("shipments", orderId=order_id)
    assert text(parcel, "status", "trackingNumber") == ("delivered", awb)
    assert order["shipmentIds"] == {"L": [parcel["shipmentId"]]}
    assert parcel["pickupScheduled"] == {"BOOL": True}
    assert tables.found("shipments", "TrackingIndex", awb) == [parcel]
    by_shiprocket = str(parcel["shiprocketOrderId"]["S"])
    assert tables.found("shipments", "ShiprocketIndex", by_shiprocket) == [parcel]
    address = parcel["shippingAddress"]["M"]
    assert text(address, "pincode") == (PINCODE,)


def assert_mails(house: House, order_id: str) -> None:
    """One mail of each kind and no other. That it is out for delivery is told where the worker
    passes before it is delivered."""
    subjects = [str(mail["subject"]) for mail in house.sandbox.mails(to=EMAIL)]
    is_told = ON_THE_DAY.format(id=order_id) in subjects
    told = [words for words in MAILS if words != ON_THE_DAY or is_told]
    assert subjects == [words.format(id=order_id) for words in told], subjects


def assert_discreet(house: House, order_id: str) -> None:
    """No answer of 500 and above, no secret, no link that opens a door, in any log."""
    secrets = [
        settings.SECRET_KEY,
        settings.RAZORPAY_KEY_SECRET,
        *settings.RAZORPAY_WEBHOOK_SECRETS,
        settings.SHIPROCKET_PASSWORD,
        settings.SHIPROCKET_WEBHOOK_TOKEN,
        PASSWORD,
        token_of(order_id).partition("~")[2],
        EMAIL,
    ]
    for name in ("server", "worker"):
        log = house.log(name)
        assert [secret for secret in secrets if secret in log] == [], name
        assert "Traceback" not in log, log[-3000:]
    assert '" 5' not in house.log("server")
