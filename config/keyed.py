"""Digests under a key of the shop's: what stands in the tables for a person, a code or a secret."""

from django.conf import settings
from django.utils.crypto import salted_hmac


def keyed(salt: str, text: str) -> bytes:
    """HMAC-SHA-256 of a text under DIGEST_KEY, 32 bytes. A new SECRET_KEY leaves it as it is, so
    that what is kept under such a digest is found again."""
    return salted_hmac(salt, text, secret=settings.DIGEST_KEY, algorithm="sha256").digest()
