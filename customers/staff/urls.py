"""The customers' room's share of the staff pages, mounted at /staff/."""

from django.urls import include, path

from customers.staff import complaint_views, customer_urls, views

app_name = "customers"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/code/", views.code, name="code"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("", include("customers.staff.team_urls")),
    path("customers/complaints/", complaint_views.index, name="complaints"),
    path("customers/complaints/<str:ticket>/", complaint_views.detail, name="complaint"),
    path(
        "customers/complaints/<str:ticket>/acknowledgement/",
        complaint_views.acknowledgement,
        name="complaint-acknowledgement",
    ),
    path(
        "customers/complaints/<str:ticket>/answers/",
        complaint_views.answers,
        name="complaint-answers",
    ),
    path(
        "customers/complaints/<str:ticket>/settlement/",
        complaint_views.settlement,
        name="complaint-settlement",
    ),
    path("customers/", include((customer_urls.urlpatterns, "customers"))),
]
