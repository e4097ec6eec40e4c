"""How a text is written: browsers that have to guess can be led to read something else in it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class CharsetMiddleware:
    """Every text that goes out, drawings and refusals too, says that it is UTF-8."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kind = response.get("Content-Type", "")
        if (kind.startswith("text/") or kind.endswith("+xml")) and "charset" not in kind:
            response["Content-Type"] = f"{kind}; charset=utf-8"
        return response
