"""Shipping's share of the staff pages, mounted at /staff/shipments/."""

from django.urls import include, path

from shipping.staff import address_views, return_views, views

app_name = "shipping"
urlpatterns = [
    path("", include("shipping.staff.pack_urls")),
    path("", include("shipping.staff.road_urls")),
    path("orders/<str:order_id>/dispatch/", views.dispatch_order, name="dispatch"),
    path("orders/<str:order_id>/address/", address_views.change, name="address"),
    path("returns/<str:order_id>/<str:number>/", return_views.answer, name="return-answer"),
    path("returns/<str:order_id>/<str:number>/way/", return_views.way, name="return-way"),
    path("<str:shipment_id>/collected/", views.collected, name="collected"),
    path("<str:shipment_id>/call-off/", views.call_off, name="call-off"),
]
