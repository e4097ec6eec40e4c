"""Shipping's share of the staff pages, mounted at /staff/shipments/."""

from django.urls import include, path

from shipping.staff import views

app_name = "shipping"
urlpatterns = [
    path("", include("shipping.staff.pack_urls")),
    path("", include("shipping.staff.road_urls")),
    path("orders/<str:order_id>/dispatch/", views.dispatch_order, name="dispatch"),
    path("<str:shipment_id>/collected/", views.collected, name="collected"),
    path("<str:shipment_id>/call-off/", views.call_off, name="call-off"),
]
