"""Razorpay's two signatures, compared on bytes and in constant time."""

import hashlib
import hmac
from collections.abc import Sequence


def payment_signature(key_secret: str, order_id: str, payment_id: str) -> str:
    """What Checkout returns as `razorpay_signature` for this pair: hexadecimal HMAC-SHA256."""
    return _hmac(key_secret, f"{order_id}|{payment_id}".encode())


def webhook_signature(secret: str, raw: bytes) -> str:
    """What stands in `X-Razorpay-Signature` for a body of exactly these bytes."""
    return _hmac(secret, raw)


def webhook_signature_is_right(raw: bytes, signature: str | None, secrets: Sequence[str]) -> bool:
    """Whether one of our webhook secrets signed exactly these bytes; an empty secret never."""
    given = signature or ""
    return any(same(_hmac(secret, raw), given) for secret in secrets if secret)


def same(right: str, given: str) -> bool:
    """Whether two texts are equal, in a time that does not tell how much of them is."""
    return hmac.compare_digest(right.encode(), given.encode("utf-8", "surrogatepass"))


def _hmac(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
