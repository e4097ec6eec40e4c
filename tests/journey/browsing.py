"""Chromium for the tests, and a witness of all that goes wrong in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Request,
    Response,
    sync_playwright,
)

from config.local.chromium import chromium
from config.local.processes import LOOPBACK

PHONE = (390, 844)
DESK = (1280, 900)
QUIET = [
    "--no-sandbox",  # the tests may run as root in a container
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
]
_STATUS = re.compile(r"the server responded with a status of (\d+)")


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Chromium without a window; ChromiumMissing says how to get one."""
    path = chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=QUIET)
        try:
            yield opened
        finally:
            opened.close()


@dataclass
class Witness:
    """What went wrong in one context, save what the test provoked: `(status, path)` each once."""

    provoked: list[tuple[int, str]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Look at every answer, request and word in the console from now on."""
        context.on("response", self._response)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("console", self._console)
        context.on("weberror", lambda error: self._script(str(error.error)))

    def _response(self, response: Response) -> None:
        answer = (response.status, urlsplit(response.url).path)
        if answer in self.provoked:
            self.provoked.remove(answer)
        elif response.status >= 400:
            self.seen.append(f"{response.status} {response.request.method} {response.url}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws"} and parts.hostname != LOOPBACK:
            self.seen.append(f"asks a stranger: {request.url}")

    def _script(self, said: str) -> None:
        # A soft change ends at a page that has none: so Chromium says, and no script of ours asked.
        if "ViewTransition opt-in disabled" not in said:
            self.seen.append(f"script: {said}")

    def _failed(self, request: Request) -> None:
        # A navigation that the next one overtakes, and a picture left half-way by it, are aborted.
        if request.failure != "net::ERR_ABORTED":
            self.seen.append(f"failed: {request.url} {request.failure}")

    def _console(self, message: ConsoleMessage) -> None:
        # The answers are looked at above; the console only repeats them.
        if message.type in {"error", "warning"} and not _STATUS.search(message.text):
            self.seen.append(f"console: {message.text} at {message.location.get('url')}")


@contextmanager
def a_visit(
    browser: Browser,
    at: str,
    *,
    size: tuple[int, int] = PHONE,
    scripts: bool = True,
) -> Iterator[tuple[BrowserContext, Witness]]:
    """Somebody's own browser window at a site, with a witness; everything is closed at the end."""
    context = browser.new_context(
        base_url=at,
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=scripts,
        has_touch=size == PHONE,
        is_mobile=size == PHONE,
        locale="en-IN",
        timezone_id="Asia/Kolkata",
    )
    context.set_default_timeout(10_000)
    witness = Witness()
    witness.watch(context)
    try:
        yield context, witness
    finally:
        context.close()
