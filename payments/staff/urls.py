"""The payments' share of the staff pages, mounted at /staff/: most of it under /staff/payments/,
and the search box, which is nobody's but this room sees what all others have."""

from django.urls import URLPattern, include, path

from payments.staff import (
    customer_data_views,
    list_views,
    payment_views,
    phone_views,
    reconcile_views,
    refund_views,
    return_views,
    search_views,
    unmatched_views,
    views,
)

app_name = "payments"
_payments: list[URLPattern] = [
    path("", list_views.index, name="index"),
    path("payments-<str:month>.csv", list_views.month_file, name="month-file"),
    path("phone-order/", phone_views.phone_order, name="phone-order"),
    path("reconcile/", reconcile_views.reconcile, name="reconcile"),
    path("reconcile/runs/", reconcile_views.run, name="reconcile-run"),
    path("reconcile/mends/", reconcile_views.mends, name="reconcile-mends"),
    path("reconcile/report.json", reconcile_views.report, name="reconcile-report"),
    path("orders/<str:order_id>/cancel/", views.cancel, name="cancel"),
    path("orders/<str:order_id>/<str:payment_id>/refund/", refund_views.refund, name="refund"),
    path(
        "orders/<str:order_id>/returns/<str:number>/check-in/",
        return_views.check_in,
        name="return-check-in",
    ),
    path("orders/<str:order_id>/returns/<str:number>/paid/", return_views.paid, name="return-paid"),
    path("unmatched/<str:payment_id>/refund/", unmatched_views.give_back, name="give-back"),
    path("unmatched/<str:payment_id>/explain/", unmatched_views.explain, name="explain"),
    path("<str:payment_id>/", payment_views.payment, name="payment"),
]
_customers: list[URLPattern] = [
    path("<str:customer_id>/copy/", customer_data_views.copy, name="customer-copy"),
    path("<str:customer_id>/erasure/", customer_data_views.erasure, name="customer-erasure"),
    path("<str:customer_id>/kept/", customer_data_views.kept, name="customer-kept"),
]
urlpatterns = [
    path("search/", search_views.search, name="search"),
    path("payments/", include(_payments)),
    path("customers/", include(_customers)),
]
