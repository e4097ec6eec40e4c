"""Links that open the page of one complaint, for whoever holds them."""

from django.core import signing

from customers.errors import ComplaintNotFound

_signer = signing.Signer(salt="complaint-link")


def token_of(ticket: str) -> str:
    """What stands in `/contact/<token>`: the ticket and 256 bits that nobody can guess."""
    return _signer.sign(ticket).replace(":", "~")


def ticket_in(token: str) -> str:
    """The ticket of a token; ComplaintNotFound if it is not one of ours."""
    try:
        return _signer.unsign(token.replace("~", ":"))
    except signing.BadSignature:
        raise ComplaintNotFound from None
