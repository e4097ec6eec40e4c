"""The list of shipments and the goods that come back, mounted at /staff/shipments/."""

from django.urls import path

from shipping.staff import road_views

urlpatterns = [
    path("", road_views.index, name="index"),
    path("manifest/", road_views.manifest, name="manifest"),
    path("<str:shipment_id>/goods-in/", road_views.goods_in, name="goods-in"),
]
