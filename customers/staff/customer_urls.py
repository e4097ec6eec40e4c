"""Addresses of the customers, mounted at /staff/customers/ under a name of their own, so that the
menu tells them from the complaints."""

from django.urls import path

from customers.staff import customer_views

urlpatterns = [
    path("", customer_views.index, name="index"),
    path("<str:customer_id>/", customer_views.detail, name="customer"),
    path("<str:customer_id>/notes/", customer_views.note, name="customer-note"),
    path("<str:customer_id>/signed-out/", customer_views.signed_out, name="customer-signed-out"),
]
