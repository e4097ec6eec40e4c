"""The addresses of the staff's list of products."""

from django.urls import path

from catalog.staff import list_views

urlpatterns = [
    path("", list_views.index, name="index"),
]
