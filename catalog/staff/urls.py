"""The catalogue's share of the staff pages, mounted at /staff/products/."""

from django.urls import path

from catalog.staff import views

app_name = "catalog"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:product_id>/", views.detail, name="detail"),
    path("<str:product_id>/facts/", views.facts, name="facts"),
    path("<str:product_id>/stock/", views.stock, name="stock"),
]
