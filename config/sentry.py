"""Errors to Sentry, where SENTRY_DSN is set: what broke and where in our code, and nothing of whom
it happened to. Nobody else is told anything, and without the setting the library is not loaded."""

import logging
from typing import TYPE_CHECKING, Any

from config.discretion import discreet

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

KEPT = frozenset(
    {
        "event_id", "timestamp", "platform", "level", "logger", "release", "environment",
        "server_name", "sdk", "exception", "logentry", "fingerprint", "tags",
    }
)  # fmt: skip
KEPT_OF_A_FRAME = frozenset({"filename", "function", "module", "lineno", "in_app", "abs_path"})


def start(dsn: str, *, environment: str, transport: Any = None) -> None:
    """Send errors that are logged, and those that end a process, from now on."""
    import sentry_sdk
    from sentry_sdk.integrations.excepthook import ExcepthookIntegration
    from sentry_sdk.integrations.logging import LoggingIntegration

    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        transport=transport,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            LoggingIntegration(level=None, event_level=logging.ERROR),
            ExcepthookIntegration(),
        ],
        before_send=scrubbed,
    )


def scrubbed(event: "Event", hint: "Hint") -> "Event":
    """The event with nothing but what is listed here, and every text of it as discreet as the log:
    no request, no cookie, no user, no variables."""
    kept: Any = {name: value for name, value in event.items() if name in KEPT}
    for error in kept.get("exception", {}).get("values", ()):
        frames = (error.get("stacktrace") or {}).get("frames", [])
        error["stacktrace"] = {"frames": [_frame(each) for each in frames]}
    told: Event = _discreet(kept)
    return told


def _frame(frame: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in frame.items() if name in KEPT_OF_A_FRAME}


def _discreet(value: Any) -> Any:
    if isinstance(value, str):
        return discreet(value)
    if isinstance(value, dict):
        return {key: _discreet(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_discreet(each) for each in value]
    return value
