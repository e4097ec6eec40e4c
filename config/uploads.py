"""Pages that take more than a form's text: photos, files. Every other body ends at 64 KB."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from django.urls import Resolver404, resolve

_View = TypeVar("_View", bound=Callable[..., Any])
DEFAULT_WORDS = "That is more than this page can take."


def takes_up_to(most_bytes: int, *, or_else: str) -> Callable[[_View], _View]:
    """Let a signed-in shopper, or on a staff page a person who has its right, send this view a body
    of so many bytes; `or_else` is told to whoever sends more. It stands above the other guards."""

    def mark(view: _View) -> _View:
        view.most_bytes, view.too_much = most_bytes, or_else  # type: ignore[attr-defined]
        return view

    return mark


def limit_of(request: HttpRequest, usual: int) -> tuple[int, str]:
    """How large a body this address takes, and what to say of a larger one."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return usual, DEFAULT_WORDS
    if request.method != "POST":
        return usual, DEFAULT_WORDS
    return getattr(view, "most_bytes", usual), getattr(view, "too_much", DEFAULT_WORDS)
