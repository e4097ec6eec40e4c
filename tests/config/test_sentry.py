"""Where Sentry is told of errors it hears what broke and where, and of nobody."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from config import sentry

DSN = "https://key@sentry.example/1"


class Postbox(Transport):
    """Keeps what would be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Any] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.events += [event for item in envelope.items if (event := item.get_event())]


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    box = Postbox()
    with sentry_sdk.isolation_scope():
        sentry.start(DSN, environment="tests", transport=box)
        yield box
        sentry_sdk.get_client().close()
        sentry_sdk.get_global_scope().set_client(None)


def test_an_error_is_told_without_whom_it_happened_to(postbox: Postbox) -> None:
    password = "correct-horse"  # a local variable, and a word in the line itself
    sentry_sdk.set_user({"email": "ann@mail.example.in"})
    sentry_sdk.set_context("cart", {"phone": "+919845012345"})
    sentry_sdk.set_extra("body", password)
    try:
        raise ValueError("no such ann@mail.example.in")
    except ValueError:
        logging.getLogger("payments").exception("The order of %s", "ann@mail.example.in")
    (event,) = postbox.events
    said = json.dumps(event, default=str)
    assert event["exception"]["values"][0]["type"] == "ValueError"
    assert event["exception"]["values"][0]["value"] == "no such …"
    frame = event["exception"]["values"][0]["stacktrace"]["frames"][-1]
    assert frame["function"] == "test_an_error_is_told_without_whom_it_happened_to"
    for secret in ("ann", "+9198", password):
        assert secret not in said


def test_what_is_no_error_is_not_told(postbox: Postbox) -> None:
    logging.getLogger("payments").warning("The refund waits")
    assert postbox.events == []


@pytest.mark.parametrize(("dsn", "is_loaded"), [("", "False"), (DSN, "True")])
def test_without_its_address_the_library_is_not_even_loaded(dsn: str, is_loaded: str) -> None:
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "SENTRY_DSN": dsn}
    code = "import sys, django; django.setup(); print('sentry_sdk' in sys.modules)"
    script = [sys.executable, "-c", code]
    said = subprocess.run(script, check=True, capture_output=True, text=True, env=env)  # noqa: S603
    assert said.stdout.strip() == is_loaded
