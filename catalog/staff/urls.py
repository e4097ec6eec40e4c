"""The catalogue's share of the staff pages, mounted at /staff/products/."""

from django.urls import path

from catalog.staff import list_urls, new_views, picture_views, views

app_name = "catalog"
urlpatterns = [
    *list_urls.urlpatterns,
    path("new/", new_views.new, name="new"),
    path("<str:product_id>/", views.detail, name="detail"),
    path("<str:product_id>/preview/", new_views.preview, name="preview"),
    path("<str:product_id>/facts/", views.facts, name="facts"),
    path("<str:product_id>/stock/", views.stock, name="stock"),
    path("<str:product_id>/pictures/", picture_views.add, name="pictures"),
    path(
        "<str:product_id>/pictures/<str:digest>/place/", picture_views.place, name="picture-place"
    ),
    path(
        "<str:product_id>/pictures/<str:digest>/words/", picture_views.words, name="picture-words"
    ),
    path(
        "<str:product_id>/pictures/<str:digest>/removal/",
        picture_views.removal,
        name="picture-removal",
    ),
]
