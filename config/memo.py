"""What is asked of the tables once while a page is drawn, however many parts of the page ask it."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")
_known: ContextVar[dict[Hashable, Any] | None] = ContextVar("known", default=None)


@contextmanager
def a_page() -> Iterator[None]:
    """Inside the block, what `once_a_page` was put on is asked once."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def once_a_page(ask: Callable[_P, _T]) -> Callable[_P, _T]:
    """Put on a question whose arguments are plain values. Outside a page it is asked each time."""

    @wraps(ask)
    def asked(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        known, key = _known.get(), (ask, args, tuple(sorted(kwargs.items())))
        if known is None:
            return ask(*args, **kwargs)
        if key not in known:
            known[key] = ask(*args, **kwargs)
        answer: _T = known[key]
        return answer

    return asked
