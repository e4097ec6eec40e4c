"""What a page may load, and whether other sites may show what we answer. docs/reliability.md E18
names the other headers."""

from collections.abc import Callable
from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

NAME = "Cross-Origin-Resource-Policy"
# Pictures of goods: search engines, price pages and mail programs show them too.
SHOWN_ELSEWHERE = ("/photos/", "/pictures/", "/cards/", "/card.jpg")


class ContentPolicyMiddleware(CSPMiddleware):
    """The Content-Security-Policy of the settings, put together once. What a view has marked as
    another is django-csp's; nothing of ours asks for a nonce."""

    def process_request(self, request: HttpRequest) -> None:
        """No nonce is prepared."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if any(name.startswith("_csp") for name in vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._usual)
        return response

    @cached_property
    def _usual(self) -> str:
        return build_policy()


class ResourcePolicyMiddleware:
    """No other site may load a page, a file or an error of ours as if it were its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_shown = request.path_info.startswith(SHOWN_ELSEWHERE) and response.status_code == 200
        response.headers.setdefault(NAME, "cross-origin" if is_shown else "same-origin")
        return response
