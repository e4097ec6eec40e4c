"""The packing bench: the pack screen, batches and labels, mounted at /staff/shipments/. A namespace
of its own keeps "Pack" lit in the menu."""

from django.urls import path

from shipping.staff import batch_views, pack_views

app_name = "pack"
urlpatterns = [
    path("pack/", pack_views.index, name="index"),
    path("pack/scan/", pack_views.scan, name="scan"),
    path("pack/<str:order_id>/dispatch/", pack_views.dispatch_boxes, name="dispatch"),
    path("pack/<str:order_id>/aside/", pack_views.aside, name="aside"),
    path("pack/<str:order_id>/found/", pack_views.found, name="found"),
    path("labels/", batch_views.labels, name="labels"),
    path("labels/all/", batch_views.one_label_paper, name="one-label-paper"),
    path("batches/", batch_views.batches, name="batches"),
    path("batches/<slug:batch_id>/", batch_views.page, name="batch"),
    path("batches/<slug:batch_id>/next/", batch_views.go_on, name="batch-next"),
]
