"""Links that open the page of one complaint, for whoever holds them. Whoever holds the one in the
mail reads the mail of the address, so they may see our answers and say that the complaint is
theirs; with the one that the form leads to nobody may."""

from django.core import signing

from customers.errors import ComplaintNotFound

_mailed = signing.Signer(salt="complaint-link")
_at_once = signing.Signer(salt="complaint-at-once")


def token_of(ticket: str) -> str:
    """What stands in `/contact/<token>`, for the mail alone: the ticket and 256 bits that nobody
    can guess."""
    return _mailed.sign(ticket).replace(":", "~")


def token_at_once(ticket: str) -> str:
    """The same for the browser that has just sent the form."""
    return _at_once.sign(ticket).replace(":", "~")


def ticket_in(token: str) -> str:
    """The ticket of a token; ComplaintNotFound if it is not one of ours."""
    found = _read(_mailed, token) or _read(_at_once, token)
    if not found:
        raise ComplaintNotFound
    return found


def was_mailed(token: str) -> bool:
    """Whether it stood in a mail to the person."""
    return bool(_read(_mailed, token))


def _read(signer: signing.Signer, token: str) -> str:
    try:
        return signer.unsign(token.replace("~", ":"))
    except signing.BadSignature:
        return ""
