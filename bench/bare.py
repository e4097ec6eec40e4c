"""The lower bound: a Django page that does nothing, served as the shop is. `BARE_BYTES` is how long
its body is, so that it can be as long as the page it stands beside."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="bench",  # noqa: S106 - signs nothing
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    USUAL_BODY=64 * 1024,  # config/gunicorn.py asks for it
    DATABASES={},
)
BODY = b"x" * int(os.environ.get("BARE_BYTES", "30000"))


def page(request: HttpRequest) -> HttpResponse:
    """The same bytes for everyone."""
    return HttpResponse(BODY, "text/html")


urlpatterns = [path("", page)]
application = get_wsgi_application()
