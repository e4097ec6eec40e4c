"""Addresses of checkout, payment and cancelling (design.md 6)."""

from django.urls import path

from payments import account_views, api, checkout_views, privacy_views, views, webhooks

app_name = "payments"
urlpatterns = [
    path("checkout", checkout_views.checkout, name="checkout"),
    path("checkout/pay/<str:order_id>", views.pay, name="pay"),
    path("checkout/pay/<str:order_id>/give-up", views.give_up, name="give_up"),
    path("track/<str:token>/pay", views.pay_by_link, name="pay-by-link"),
    path("account/orders/<str:order_id>/cancel", account_views.cancel, name="cancel"),
    path("account/data", privacy_views.data, name="data"),
    path("account/data/consent", privacy_views.agree, name="agree"),
    path("account/data/copy", privacy_views.copy, name="copy"),
    path("account/data/erase", privacy_views.erase, name="erase"),
    path("account/data/erase/withdraw", privacy_views.stay, name="stay"),
    path("account/data/erasing", privacy_views.erasing_now, name="erasing"),
    path("order-success", views.success, name="success"),
    path("payment/create-order", api.create_order, name="create_order"),
    path("payment/callback", views.callback, name="callback"),
    path("payment/webhook", webhooks.razorpay, name="webhook"),
]
