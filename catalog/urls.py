"""The catalogue's addresses (design.md 6)."""

from django.urls import path

from catalog import views

app_name = "catalog"
urlpatterns = [
    path("", views.home, name="home"),
    path("equipment", views.equipment, name="list"),
    path("equipment/<str:product_id>", views.product, name="product"),
]
