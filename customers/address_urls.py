"""Addresses of the pages of the address book."""

from django.urls import path

from customers import address_views

urlpatterns = [
    path("", address_views.index, name="addresses"),
    path("/new", address_views.add, name="address-new"),
    path("/<str:address_id>", address_views.edit, name="address-edit"),
    path("/<str:address_id>/default", address_views.default, name="address-default"),
    path("/<str:address_id>/remove", address_views.remove, name="address-remove"),
]
