"""Addresses of the cart and the tracking page (design.md 6)."""

from django.urls import path

from orders import views

app_name = "orders"
urlpatterns = [
    path("cart", views.cart, name="cart"),
    path("cart/add", views.add, name="add"),
    path("cart/change", views.change, name="change"),
    path("cart/remove", views.remove, name="remove"),
    path("track/<str:token>", views.track, name="track"),
]
