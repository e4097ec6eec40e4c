"""Shipping's share of the staff pages, mounted at /staff/shipments/."""

from django.urls import path

from shipping.staff import views

app_name = "shipping"
urlpatterns = [
    path("", views.index, name="index"),
    path("orders/<str:order_id>/dispatch/", views.dispatch_order, name="dispatch"),
]
