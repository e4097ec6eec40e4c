"""The catalogue's share of the staff pages, mounted at /staff/products/."""

from django.urls import path

from catalog.staff import list_urls, views

app_name = "catalog"
urlpatterns = [
    *list_urls.urlpatterns,
    path("<str:product_id>/", views.detail, name="detail"),
    path("<str:product_id>/facts/", views.facts, name="facts"),
    path("<str:product_id>/stock/", views.stock, name="stock"),
]
