"""The link that ends all of one person's waiting, for whoever reads their mail."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from orders.errors import NoSuchLink

_signer = signing.Signer(salt="back-in-stock")


def stop_url(digest: str) -> str:
    """The whole address of the page that says "no more"; it names nobody."""
    token = _signer.sign(digest).replace(":", "~")
    return f"{settings.SITE_URL}{reverse('orders:back-stop', args=[token])}"


def digest_in(token: str) -> str:
    """Whose waiting the link ends; NoSuchLink if it is not one of ours."""
    try:
        return _signer.unsign(token.replace("~", ":"))
    except signing.BadSignature:
        raise NoSuchLink from None
