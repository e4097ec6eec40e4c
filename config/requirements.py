"""What the shop must be told before it may start (design.md 8). No Django here: settings use it."""

from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine: a sandbox, never a vendor."""
    return urlsplit(url).hostname in LOOPBACK


def problems(
    *,
    razorpay_key_id: str,
    razorpay_base_url: str,
    razorpay_checkout_url: str,
    **given: str | list[str],
) -> list[str]:
    """One line for each thing that is missing or does not go together."""
    wanted = {"razorpay_key_id": razorpay_key_id, **given}
    lines = [f"{_variable(name)} is not set." for name, value in wanted.items() if not value]
    addresses = [razorpay_base_url, razorpay_checkout_url]
    if razorpay_key_id.startswith("rzp_live_") and any(map(is_loopback, addresses)):
        lines.append(
            "RAZORPAY_KEY_ID is a live key, but RAZORPAY_BASE_URL or RAZORPAY_CHECKOUT_URL is a"
            " sandbox on this machine. Live keys go with Razorpay's own addresses only."
        )
    return lines


def _variable(name: str) -> str:
    return "RAZORPAY_WEBHOOK_SECRET" if name == "razorpay_webhook_secrets" else name.upper()
