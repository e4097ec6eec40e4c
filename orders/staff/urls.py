"""The orders' share of the staff pages, mounted at /staff/orders/."""

from django.urls import path

from orders.staff import (
    bench_views,
    mail_views,
    note_views,
    order_file_views,
    paper_views,
    register_views,
    return_views,
    views,
)

app_name = "orders"
urlpatterns = [
    path("", views.index, name="index"),
    path("orders.csv", order_file_views.order_file, name="file"),
    path("chosen/", bench_views.chosen, name="chosen"),
    path("pick-list/", bench_views.pick, name="pick-list"),
    path("slips/", bench_views.slips, name="slips"),
    path("returns/", return_views.index, name="returns"),
    path("register/", register_views.register, name="register"),
    path("register/<str:month>.xlsx", register_views.workbook, name="register-workbook"),
    path("register/<str:month>/<slug:name>.csv", register_views.sheet, name="register-sheet"),
    path("<str:order_id>/", views.detail, name="detail"),
    path("<str:order_id>/returns/<str:number>/", return_views.detail, name="return"),
    path(
        "<str:order_id>/returns/<str:number>/photos/<int:place>/",
        return_views.photo,
        name="return-photo",
    ),
    path("<str:order_id>/packing/", views.packing, name="packing"),
    path("<str:order_id>/bill/", paper_views.bill, name="bill"),
    path("<str:order_id>/bill.pdf", paper_views.invoice, name="invoice"),
    path(
        "<str:order_id>/credit-note/<slug:number>.pdf",
        paper_views.credit_note,
        name="credit-note",
    ),
    path("<str:order_id>/notes/", note_views.add, name="note"),
    path("<str:order_id>/mails/again/", mail_views.again, name="mail-again"),
    path("<str:order_id>/flags/<slug:kind>/settled/", views.settled, name="settled"),
]
