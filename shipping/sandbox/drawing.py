"""How the stand-ins' pages are drawn: their own templates, files and security headers."""

from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template import Context, Engine

from shipping.sandbox.post import OFFICE

ASSETS = Path(__file__).parent / "assets"
_OWN_ONLY = "default-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"


@lru_cache(maxsize=1)
def _engine() -> Engine:
    # An engine of its own: the shop's template libraries are none of a stand-in's business.
    return Engine(
        dirs=[str(settings.BASE_DIR / "templates" / "sandbox")],
        libraries={"sandbox": "shipping.sandbox.filters"},
    )


def page(template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of the stand-ins; other sites may not frame it."""
    html = _engine().get_template(f"{template}.html").render(Context(context))
    policy = f"{_OWN_ONLY}; frame-ancestors 'none'"
    return HttpResponse(html, headers={"Content-Security-Policy": policy})


def window_page(context: dict[str, Any]) -> HttpResponse:
    """The payment window; only the shop and pages of this machine may frame it."""
    html = _engine().get_template("window.html").render(Context(context))
    shop = f"{OFFICE.site()} http://127.0.0.1:* http://localhost:*"
    policy = f"{_OWN_ONLY}; frame-ancestors {shop}"
    return HttpResponse(html, headers={"Content-Security-Policy": policy})


def asset(_: HttpRequest, name: str) -> HttpResponse:
    """A script or style sheet of the stand-ins."""
    path = ASSETS / name
    if path.parent != ASSETS or not path.is_file():
        raise Http404
    kind = guess_type(name)[0] or "application/octet-stream"
    return HttpResponse(path.read_bytes(), content_type=f"{kind}; charset=utf-8")


def went_wrong(_: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Any error page, in plain words; the traceback is on the console."""
    return HttpResponse(f"{exception or 'Something went wrong'}\n", "text/plain", status=500)


def not_found(_: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that neither vendor has, or that the stand-in does not know."""
    return JsonResponse({"error": "no such address in the sandbox"}, status=404)


def bad_request(_: HttpRequest, exception: Exception) -> HttpResponse:
    """A foreign Host, or a request that cannot be read."""
    return HttpResponse("Bad request\n", "text/plain", status=400)
