"""The customers' room's share of the staff pages, mounted at /staff/."""

from django.urls import path

from customers.staff import views

app_name = "customers"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
]
