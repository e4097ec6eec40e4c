"""How often one network may have Shiprocket asked. Answers that are known cost nothing and are not
counted; many people share a network, so the limit is wide."""

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest

from config.network import network_of
from customers.services.throttling import hit

MOST = 120
WINDOW = timedelta(minutes=10)


def asking_of(request: HttpRequest) -> Callable[[], None]:
    """For `promise_for`: counts a question against the caller's network; TooMany over the limit."""
    network = network_of(request)  # here: what is returned is called on another thread
    return lambda: hit(f"promise/{network}", MOST, WINDOW)
