"""Every address of the shop (design.md 6)."""

from django.urls import URLPattern, URLResolver, include, path

from config import site_views, staff_views, views
from customers import complaint_views

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error

staff: list[URLPattern | URLResolver] = [
    path("", staff_views.today, name="today"),
    path("", include("customers.staff.urls")),
    path("orders/", include("orders.staff.urls")),
    path("products/", include("catalog.staff.urls")),
    path("shipments/", include("shipping.staff.urls")),
    path("payments/", include("payments.staff.urls")),
]

urlpatterns = [
    path("", include("catalog.urls")),
    path("", include("customers.urls")),
    path("", include("orders.urls")),
    path("", include("payments.urls")),
    path("shipping/", include("shipping.urls")),
    path("staff/", include((staff, "staff"))),
    path("contact", complaint_views.contact, name="contact"),
    path("contact/<str:token>", complaint_views.complaint, name="complaint"),
    path("policies/<slug:name>", site_views.policy, name="policy"),
    path("robots.txt", site_views.robots, name="robots"),
    path("healthz", views.healthz),
    path("readyz", views.readyz),
]
