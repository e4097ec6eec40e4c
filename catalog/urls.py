"""The catalogue's addresses (design.md 6)."""

from django.urls import path

from catalog import views
from catalog.photo_views import photo
from catalog.picture_views import product_picture

app_name = "catalog"
urlpatterns = [
    path("", views.home, name="home"),
    path("equipment", views.equipment, name="list"),
    path("equipment/suggest", views.suggest, name="suggest"),
    path("equipment/<str:product_id>", views.product, name="product"),
    path("pictures/<str:product_id>/<slug:view>.svg", product_picture, name="picture"),
    path("photos/<str:digest>/<int:size>.<str:kind>", photo, name="photo"),
]
