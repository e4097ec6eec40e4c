"""Every address of the shop (design.md 6)."""

from django.urls import include, path

from config import site_views, views

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error

staff = [
    path("", include("customers.staff.urls")),
]

urlpatterns = [
    path("", include("catalog.urls")),
    path("", include("orders.urls")),
    path("", include("payments.urls")),
    path("staff/", include((staff, "staff"))),
    path("contact", site_views.contact, name="contact"),
    path("policies/<slug:name>", site_views.policy, name="policy"),
    path("robots.txt", site_views.robots, name="robots"),
    path("healthz", views.healthz),
    path("readyz", views.readyz),
]
