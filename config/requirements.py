"""What the shop must be told before it may start (design.md 8). No Django here: settings use it."""

import ipaddress
import sys
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

LIVE = "rzp_live_"
SHORTEST_KEY = 32  # characters of SECRET_KEY, which signs carts, links and sessions
# .env.example shows these to everybody.
PUBLISHED = frozenset(
    {
        "sandbox-key-secret",
        "sandbox-webhook-secret",
        "sandbox-webhook-token",
        "sandbox-password",
    }
)
NEVER_HERE = ("razorpay_base_url", "razorpay_checkout_url", "shiprocket_base_url")
Given = Mapping[str, str | list[str]]


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine: a sandbox, never a vendor."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_loopback or address.is_unspecified


def port_of(name: str, text: str) -> int:
    """A port number out of the environment; stops the process with one line if it is none."""
    if text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) < 65536:
        return int(text)
    sys.exit(f"{name} is {text!r}; it must be a port, a number from 1 to 65535.")


def problems(
    *,
    site_url: str,
    email_url: str,
    dynamodb_endpoint: str,
    is_debugging: bool = False,
    older_keys: Sequence[str] = (),
    digest_key: str = "",
    **wanted: str | list[str],
) -> list[str]:
    """One line for each thing that is missing or, with a live key, belongs to a sandbox."""
    lines = [f"{_variable(name)} is not set." for name, value in wanted.items() if not value]
    if older_keys and not digest_key:
        lines.append(
            "DIGEST_KEY is not set, but SECRET_KEY_FALLBACKS is: set it to the SECRET_KEY under"
            " which the shop was begun, or what is kept of people is not found again."
        )
    if str(wanted["razorpay_key_id"]).startswith(LIVE):
        lines += _unfit_for_customers(site_url, email_url, str(wanted["secret_key"]))
        lines += _on_this_machine({**wanted, "dynamodb_endpoint": dynamodb_endpoint})
        lines += _in_the_clear({**wanted, "dynamodb_endpoint": dynamodb_endpoint}, email_url)
        lines += _published(wanted)
        if is_debugging:
            lines.append("DEBUG is true; with a live key strangers would read our errors.")
    return lines


def _unfit_for_customers(site_url: str, email_url: str, secret_key: str) -> Iterator[str]:
    if not site_url.startswith("https://"):
        yield f"SITE_URL is {site_url}; a shop with a live key has an https:// address."
    if not email_url or email_url.startswith("console"):
        yield "EMAIL_URL is not set; without it no customer of a live shop gets a mail."
    if secret_key and len(secret_key) < SHORTEST_KEY:
        yield f"SECRET_KEY is too short for a live key; give it {SHORTEST_KEY} characters or more."


def _on_this_machine(given: Given) -> Iterator[str]:
    for name in (*NEVER_HERE, "dynamodb_endpoint"):
        if is_loopback(str(given[name])):
            yield (
                f"{_variable(name)} is a sandbox on this machine, but RAZORPAY_KEY_ID is a live"
                " key. Live keys go with the real services only."
            )


def _in_the_clear(given: Given, email_url: str) -> Iterator[str]:
    """Others may read along, save on this machine, which is told of above or, for mail, is fine."""
    for name in (*NEVER_HERE, "dynamodb_endpoint"):
        url = str(given[name])
        if url and not url.startswith("https://") and not is_loopback(url):
            yield f"{_variable(name)} is {url}; with a live key it begins with https://."
    if email_url.startswith("smtp://") and not is_loopback(email_url):
        yield "EMAIL_URL is unencrypted; begin it with smtp+tls:// or smtp+ssl://."


def _published(given: Given) -> Iterator[str]:
    for name, value in given.items():
        if PUBLISHED & set([value] if isinstance(value, str) else value):
            yield f"{_variable(name)} is the one of .env.example, which everybody knows."


def _variable(name: str) -> str:
    return "RAZORPAY_WEBHOOK_SECRET" if name == "razorpay_webhook_secrets" else name.upper()
