"""The addresses of the Shiprocket stand-in, and of the control of its parcels."""

from django.urls import path

from shipping.sandbox import api, control, couriers, moving, orders, papers, past, returns
from shipping.sandbox.api import call

_V1 = "shiprocket/v1/external"

urlpatterns = [
    path(f"{_V1}/auth/login", api.login),
    path(f"{_V1}/orders/create/adhoc", call(POST=orders.create_adhoc)),
    path(f"{_V1}/orders", call(GET=orders.list_orders)),
    path(f"{_V1}/orders/show/<order_id>", call(GET=orders.show)),
    path(f"{_V1}/orders/create/return", call(POST=returns.create)),
    path(f"{_V1}/orders/processing/return", call(GET=returns.list_returns)),
    path(f"{_V1}/orders/cancel", call(POST=orders.cancel)),
    path(f"{_V1}/orders/cancel/shipment/awbs", call(POST=orders.cancel_awbs)),
    path(f"{_V1}/settings/company/pickup", call(GET=orders.pickup_locations)),
    path(f"{_V1}/account/details/wallet-balance", call(GET=orders.wallet_balance)),
    path(f"{_V1}/courier/serviceability", call(GET=couriers.serviceability)),
    path(f"{_V1}/courier/serviceability/", call(GET=couriers.serviceability)),
    path(f"{_V1}/courier/assign/awb", call(POST=couriers.assign_awb)),
    path(f"{_V1}/courier/generate/pickup", call(POST=couriers.generate_pickup)),
    path(f"{_V1}/courier/generate/label", call(POST=couriers.generate_label)),
    path(f"{_V1}/manifests/generate", call(POST=couriers.generate_manifest)),
    path(f"{_V1}/manifests/print", call(POST=couriers.print_manifest)),
    path(f"{_V1}/courier/track/awb/<awb>", call(GET=moving.track_awb)),
    path(f"{_V1}/courier/track/shipment/<shipment_id>", call(GET=moving.track_shipment)),
    path("shiprocket/papers/<kind>/<slug:shipment_ids>", papers.paper, name="paper"),
    path("control/parcels/<awb>/move", control.move),
    path("control/past/parcels", past.lay_parcels),
    path("control/wallet", control.wallet),
    path("control/couriers", control.couriers),
    path("control/cancelling", control.cancelling),
    path("control/warehouse", control.warehouse),
    path("control/tokens/expire", control.expire_tokens),
]
