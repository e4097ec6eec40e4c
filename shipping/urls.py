"""Addresses of shipping (design.md 6)."""

from django.urls import path

from shipping import webhooks

app_name = "shipping"
urlpatterns = [path("tracking/webhook", webhooks.tracking, name="tracking")]
