"""What the shop's pages are compared with, served by Django under the shop's own gunicorn settings,
without middleware: (a) `/constant/<name>`, the very bytes of a page of the shop, taken from the
folder BARE_BODIES once; (b) `/template/<kind>`, a page of about the same work, drawn by a plain
Django template from things in memory."""

import os
from functools import cache
from pathlib import Path

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

# How many cards, rows and fields such a page of the shop has.
KINDS = {
    "list": {"cards": 24, "rows": 0, "fields": 40},
    "product": {"cards": 4, "rows": 24, "fields": 12},
    "basket": {"cards": 0, "rows": 1, "fields": 12},
    "table": {"cards": 0, "rows": 40, "fields": 6},
}
A_CARD = {
    "name": "Evolution MX-P",
    "brand": "Tibhar",
    "lines": ["Sponge 47.5°", "Inverted"],
    "price": 365025,
    "mrp": 429900,
    "image": "evolution-mx-p.webp",
    "numbers": {"Speed": 9.4, "Spin": 9.2, "Control": 6.8},
    "stock": "In stock",
}


@cache
def _body(name: str) -> bytes:
    return (Path(os.environ["BARE_BODIES"]) / name).read_bytes()


@cache
def _things(kind: str) -> dict[str, list[dict[str, object]]]:
    return {
        name: [{**A_CARD, "id": f"{name}-{n}", "count": n} for n in range(count)]
        for name, count in KINDS[kind].items()
    }


def constant(request: HttpRequest, name: str) -> HttpResponse:
    """The same bytes for everyone."""
    return _whole(HttpResponse(_body(name), "text/html"))


def template(request: HttpRequest, kind: str) -> HttpResponse:
    """A page drawn anew each time."""
    return _whole(render(request, "bare.html", _things(kind)))


def _whole(answer: HttpResponse) -> HttpResponse:
    """With its length, which a middleware would have added, so that the line can stay open."""
    answer["Content-Length"] = str(len(answer.content))
    return answer


urlpatterns = [path("constant/<slug:name>", constant), path("template/<slug:kind>", template)]
application = get_wsgi_application()
