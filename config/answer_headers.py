"""Whether other sites may show what we answer. docs/reliability.md E18 names the other headers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NAME = "Cross-Origin-Resource-Policy"
# Pictures of goods: search engines, price pages and mail programs show them too.
SHOWN_ELSEWHERE = ("/photos/", "/pictures/", "/cards/", "/card.jpg")


class ResourcePolicyMiddleware:
    """No other site may load a page, a file or an error of ours as if it were its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_shown = request.path_info.startswith(SHOWN_ELSEWHERE) and response.status_code == 200
        response.headers.setdefault(NAME, "cross-origin" if is_shown else "same-origin")
        return response
