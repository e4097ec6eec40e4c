"""The payments' share of the staff pages, mounted at /staff/payments/."""

from django.urls import path

from payments.staff import reconcile_views, refund_views, return_views, unmatched_views, views

app_name = "payments"
urlpatterns = [
    path("", views.index, name="index"),
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
]
