"""One order of the earlier front end: its cart came in the payment's notes (design.md 4.7)."""

import json

from payments.demo.orders import ID_PREFIX
from payments.demo.people import NIKHIL
from payments.demo.stand_in import StandIn
from payments.razorpay import gateway
from payments.services.intake import take_in

RECEIPT = f"{ID_PREFIX}-EARLIER-SITE"
_LINES = (  # id, name, rupees, pieces, as the earlier site named them
    ("rubbers-7", "Yasaka Rakza 7", 3649, 1),
    ("balls-2", "Stag three star 40+, three balls", 299, 2),
)
_TOTAL_PAISE = sum(rupees * 100 * pieces for _, _, rupees, pieces in _LINES)


def bring_about_old_order(sandbox: StandIn) -> None:
    """Have the order in the tables; it was paid on the earlier site, whose webhook now comes to
    us. Safe to repeat."""
    opened = gateway().open_order(RECEIPT, _TOTAL_PAISE, {})
    if not gateway().payments_of(opened.id):
        who = {"email": NIKHIL.customer_id, "contact": NIKHIL.phone}
        sandbox.pay(opened.id, method="upi", notes=_notes(), **who)
    paid = {payment.id for payment in gateway().payments_of(opened.id)}
    for event in sandbox.events():
        if event["name"] == "payment.captured" and event["subject"] in paid:
            take_in(event["body"].encode(), event_id=event["id"].removeprefix("evt_"))


def _notes() -> dict[str, str]:
    cart = [dict(zip(("id", "name", "price", "quantity"), line, strict=True)) for line in _LINES]
    return {
        "customerName": NIKHIL.name,
        "customerEmail": NIKHIL.customer_id,
        "customerPhone": NIKHIL.phone,
        "cartItems": json.dumps(cart),
        "shippingAddress": json.dumps(dict(NIKHIL.address)),
        "reference": RECEIPT,
    }
