"""Counts every answer, whoever gives it: it stands outside of all other middleware."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config.metrics import answered

Respond = Callable[[HttpRequest], HttpResponse]


class CountingMiddleware:
    """Whatever is answered further in, from a view, a file or a page that is kept whole, is counted
    with its time."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        answered(request, response.status_code, time.perf_counter() - began)
        return response
