"""Every address of the shop (design.md 6)."""

from django.urls import URLPattern, URLResolver, include, path

from catalog.staff import speed_views
from config import keys_views, log_views, probes, site_views, staff_views, views
from config.metrics_view import metrics
from customers import complaint_views
from shipping import address_views

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error

staff: list[URLPattern | URLResolver] = [
    path("", staff_views.today, name="today"),
    path("figures/", staff_views.figures, name="figures"),
    path("speed/", speed_views.speed, name="speed"),
    path("log/", log_views.log, name="log"),
    path("log/mine/", log_views.mine, name="log-mine"),
    path("keys/", keys_views.keys, name="keys"),
    path("", include("customers.staff.urls")),
    path("orders/", include("orders.staff.urls")),
    path("products/", include("catalog.staff.urls")),
    path("shipments/", include("shipping.staff.urls")),
    path("", include("payments.staff.urls")),
]

# In the order in which they are looked through: what a sale asks for first, and what is kept as a
# finished page, which finds its address by itself, behind it. No address fits two of them.
urlpatterns = [
    path("", include("orders.urls")),
    path("", include("payments.urls")),
    path("", include("catalog.urls")),
    path("", include("customers.urls")),
    path("shipping/", include("shipping.urls")),
    path("account/orders/<str:order_id>/address", address_views.change, name="order-address"),
    path("staff/", include((staff, "staff"))),
    path("contact", complaint_views.contact, name="contact"),
    path("contact/<str:token>", complaint_views.complaint, name="complaint"),
    path("policies/<slug:name>", site_views.policy, name="policy"),
    path("robots.txt", site_views.robots, name="robots"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
