"""Addresses of the cart, the tracking page and the account's orders (design.md 6)."""

from django.urls import path

from orders import account_views, back_views, build_views, paper_views, return_views, views

app_name = "orders"
urlpatterns = [
    path("cart", views.cart, name="cart"),
    path("cart/add", views.add, name="add"),
    path("cart/change", views.change, name="change"),
    path("cart/remove", views.remove, name="remove"),
    path("racket-builder", build_views.build, name="build"),
    path("racket-builder/picture.svg", build_views.picture, name="build-picture"),
    path("racket-builder/add", build_views.add, name="build-add"),
    path("back-in-stock/stop/<str:token>", back_views.stop, name="back-stop"),
    path("back-in-stock", back_views.back, name="back"),
    path("track/<str:token>", views.track, name="track"),
    path("account", account_views.index, name="account"),
    path("account/orders/<str:order_id>", account_views.order, name="account-order"),
    path("account/orders/<str:order_id>/again", account_views.again, name="again"),
    path("account/returns", account_views.returns, name="account-returns"),
    path("account/orders/<str:order_id>/return", return_views.back, name="return"),
    path(
        "account/orders/<str:order_id>/returns/<str:number>",
        return_views.view,
        name="return-view",
    ),
    path(
        "account/orders/<str:order_id>/returns/<str:number>/photos/<int:place>",
        return_views.photo,
        name="return-photo",
    ),
    path("account/orders/<str:order_id>/bill.pdf", paper_views.invoice, name="invoice"),
    path(
        "account/orders/<str:order_id>/credit-note/<slug:number>.pdf",
        paper_views.credit_note,
        name="credit-note",
    ),
    path("track/<str:token>/bill.pdf", paper_views.invoice_by_link, name="invoice-by-link"),
]
