"""The stand-ins' addresses: `/razorpay/v1/…`, Checkout, `/shiprocket/…`, `/control/…`, pages."""

from django.urls import include, path

from payments.sandbox import api, checkout, control, control_bank, listing, pages, past
from shipping.sandbox import drawing

_V1 = "razorpay/v1"

urlpatterns = [
    path(f"{_V1}/orders", api.call(GET=listing.orders, POST=api.create_order)),
    path(f"{_V1}/orders/<order_id>", api.call(GET=api.fetch_order, PATCH=api.edit_order)),
    path(f"{_V1}/orders/<order_id>/payments", api.call(GET=listing.order_payments)),
    path(f"{_V1}/payments", api.call(GET=listing.payments)),
    path(f"{_V1}/payments/<payment_id>", api.call(GET=api.fetch_payment)),
    path(f"{_V1}/payments/<payment_id>/capture", api.call(POST=api.capture_payment)),
    path(f"{_V1}/payments/<payment_id>/refund", api.call(POST=api.create_refund)),
    path(f"{_V1}/payments/<payment_id>/refunds", api.call(GET=listing.payment_refunds)),
    path(f"{_V1}/payments/<payment_id>/refunds/<refund_id>", api.call(GET=api.fetch_refund)),
    path(f"{_V1}/refunds", api.call(GET=listing.refunds)),
    path(f"{_V1}/refunds/<refund_id>", api.call(GET=api.fetch_refund)),
    path("razorpay/checkout.js", checkout.script),
    path("razorpay/checkout/window", checkout.window),
    path("razorpay/checkout/pay", checkout.pay),
    path("assets/<name>", drawing.asset),
    path("control/reset", control.reset),
    path("control/ledger", control.ledger),
    path("control/webhooks", control.webhooks),
    path("control/pay", control.pay),
    path("control/payments/<payment_id>/settle", control.settle),
    path("control/payments/<payment_id>/refund", control_bank.refund),
    path("control/payments/<payment_id>/dispute", control_bank.dispute),
    path("control/disputes/<dispute_id>/move", control_bank.move_dispute),
    path("control/refunds/<refund_id>/process", control_bank.process_refund),
    path("control/refunds/<refund_id>/fail", control_bank.fail_refund),
    path("control/refunds/<refund_id>/speed", control_bank.change_speed),
    path("control/bank", control_bank.bank),
    path("control/settlements", control_bank.pay_out),
    path("control/past/orders", past.lay_orders),
    path("control/events", control.craft),
    path("control/events/waiting", control.waiting),
    path("control/events/release", control.release),
    path("control/events/<event_id>/send", control.send),
    path("control/events/<event_id>/drop", control.drop),
    path("control/faults", control.add_fault),
    path("control/faults/clear", control.clear_faults),
    path("control/mails", control.mails),
    path("", pages.payments),
    path("webhooks", pages.events),
    path("parcels", pages.parcels),
    path("mails", pages.mails, name="mails"),
    path("mails/<int:number>", pages.mail, name="mail"),
    path("mails/<int:number>/html", pages.mail_html, name="mail-html"),
    path("faults", pages.faults),
    path("codes", pages.codes),
    path("press/<button>", pages.press),
    path("", include("shipping.sandbox.urls")),
]

handler400 = drawing.bad_request
handler404 = drawing.not_found
handler500 = drawing.went_wrong
