"""The orders' share of the staff pages, mounted at /staff/orders/."""

from django.urls import path

from orders.staff import bench_views, views

app_name = "orders"
urlpatterns = [
    path("", views.index, name="index"),
    path("chosen/", bench_views.chosen, name="chosen"),
    path("pick-list/", bench_views.pick, name="pick-list"),
    path("slips/", bench_views.slips, name="slips"),
    path("<str:order_id>/", views.detail, name="detail"),
    path("<str:order_id>/packing/", views.packing, name="packing"),
    path("<str:order_id>/flags/<slug:kind>/settled/", views.settled, name="settled"),
]
