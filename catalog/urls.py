"""The catalogue's addresses (design.md 6)."""

from django.urls import path

from catalog import compare_views, old_addresses, product_views, seo_views, views
from catalog.photo_views import photo
from catalog.picture_views import product_picture
from catalog.vitals_views import vitals

app_name = "catalog"
urlpatterns = [
    path("", views.home, name="home"),
    path("equipment", views.equipment, name="list"),
    path("equipment/suggest", views.suggest, name="suggest"),
    path("equipment/compare", compare_views.compare, name="compare"),
    path("equipment/seen", product_views.seen, name="seen"),
    *old_addresses.urlpatterns,
    path("equipment/<str:product_id>", product_views.product, name="product"),
    path("pictures/<str:product_id>/<slug:view>.svg", product_picture, name="picture"),
    path("photos/<str:digest>/<int:size>.<str:kind>", photo, name="photo"),
    path("cards/<str:product_id>.jpg", seo_views.product_card, name="card"),
    path("card.jpg", seo_views.shop_card, name="shop-card"),
    path("vitals", vitals, name="vitals"),
    path("sitemap.xml", seo_views.sitemap, name="sitemap"),
]
