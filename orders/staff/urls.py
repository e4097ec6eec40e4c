"""The orders' share of the staff pages, mounted at /staff/orders/."""

from django.urls import path

from orders.staff import views

app_name = "orders"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:order_id>/", views.detail, name="detail"),
    path("<str:order_id>/packing/", views.packing, name="packing"),
    path("<str:order_id>/flags/<slug:kind>/settled/", views.settled, name="settled"),
]
