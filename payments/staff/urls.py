"""The payments' share of the staff pages, mounted at /staff/payments/."""

from django.urls import path

from payments.staff import views

app_name = "payments"
urlpatterns = [
    path("", views.index, name="index"),
    path("orders/<str:order_id>/cancel/", views.cancel, name="cancel"),
]
