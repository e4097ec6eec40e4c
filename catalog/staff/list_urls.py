"""The addresses of the staff's list of products, of changes of many, and of files."""

from django.urls import path

from catalog.staff import bulk_views, csv_views, list_views

urlpatterns = [
    path("", list_views.index, name="index"),
    path("bulk/typed/", bulk_views.typed, name="bulk-typed"),
    path("bulk/prices/", bulk_views.prices, name="bulk-prices"),
    path("bulk/stock/", bulk_views.stock, name="bulk-stock"),
    path("bulk/sale/", bulk_views.sale, name="bulk-sale"),
    path("bulk/<slug:bulk_id>/", bulk_views.page, name="bulk"),
    path("bulk/<slug:bulk_id>/begin/", bulk_views.begin, name="bulk-begin"),
    path("bulk/<slug:bulk_id>/next/", bulk_views.go_on_with, name="bulk-next"),
    path("csv/", csv_views.take_in, name="csv-in"),
    path("csv/products.csv", csv_views.give_out, name="csv-out"),
]
