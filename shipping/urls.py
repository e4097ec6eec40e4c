"""Addresses of shipping (design.md 6)."""

from django.urls import path

from shipping import views, webhooks

app_name = "shipping"
urlpatterns = [
    path("promise", views.promise, name="promise"),
    path("tracking/webhook", webhooks.tracking, name="tracking"),
]
