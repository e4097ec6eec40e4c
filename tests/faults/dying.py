"""A process that dies at one of its calls, without a process: an exception that nobody catches."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import requests
from pynamodb.connection.base import Connection


class Killed(BaseException):
    """`kill -9`: nothing of ours runs after it, no handler and no clean-up."""


@contextmanager
def dying_at(call: int) -> Iterator[None]:
    """Inside the block the process dies at its n-th call to anybody: before the call is made, or
    with a negative n, when it was acted on."""
    left = abs(call)

    def mortal(send: Callable[..., Any]) -> Callable[..., Any]:
        def made(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0 and call > 0:
                raise Killed
            answer = send(*args, **kwargs)
            if left == 0 and call < 0:
                raise Killed
            return answer

        return made

    with ExitStack() as stack:
        for owner, name in ((Connection, "_make_api_call"), (requests.Session, "send")):
            here = mock.patch.object(owner, name, mortal(getattr(owner, name)))
            stack.enter_context(here)
        yield
