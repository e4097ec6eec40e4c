"""Addresses of the sign-in and of a shopper's own pages in this room (design.md 6)."""

from django.urls import include, path

from customers import account_views, sign_in_views

app_name = "customers"
urlpatterns = [
    path("account/sign-in", sign_in_views.sign_in, name="sign-in"),
    path("account/sign-in/code", sign_in_views.code, name="code"),
    path("account/sign-in/code/again", sign_in_views.again, name="code-again"),
    path("account/sign-out", sign_in_views.sign_out, name="sign-out"),
    path("account/sign-in/devices", account_views.devices, name="devices"),
    path("account/sign-in/devices/end", account_views.end_device, name="end-device"),
    path("account/sign-in/devices/end-others", account_views.end_others, name="end-others"),
    path("account/sign-in/devices/end-all", account_views.end_everywhere, name="end-everywhere"),
    path("account/profile", account_views.profile, name="profile"),
    path("account/addresses", include("customers.address_urls")),
]
