"""Addresses of shipping (design.md 6)."""

from django.urls import path

from shipping import return_views, views, webhooks

app_name = "shipping"
urlpatterns = [
    path("promise", views.promise, name="promise"),
    path(
        "returns/<str:order_id>/<str:number>/withdrawal",
        return_views.withdrawal,
        name="return-withdraw",
    ),
    path("tracking/webhook", webhooks.tracking, name="tracking"),
]
