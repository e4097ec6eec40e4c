"""The mail that brings a sign-in code."""

import logging
import secrets
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import BoundedSemaphore
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from config.mail import message
from customers.codes import GOOD_FOR, spaced
from customers.errors import MailNotSent

log = logging.getLogger(__name__)
# Of a process's eight threads so many may wait for a mail server that hangs; the shop goes on.
_LINES = BoundedSemaphore(3)
PATIENCE = 2.0  # seconds in which a line is free, or the person is asked to try again


def send(code: str, *, to: str) -> None:
    """Mail the code and wait until the mail server has it; MailNotSent if it does not take it.
    Neither code nor address goes to the log."""
    mail = message(
        "sign_in_code",
        to=to,
        subject=f"{spaced(code)} is your {settings.SHOP_NAME} code",
        context={
            "code": code,
            "spaced": spaced(code),
            "minutes": GOOD_FOR // timedelta(minutes=1),
            "site": settings.SITE_URL,
            "host": urlsplit(settings.SITE_URL).hostname,
        },
        message_id=f"code.{secrets.token_hex(12)}",
    )
    deliver(mail, "A sign-in code")


def deliver(mail: EmailMultiAlternatives, what: str) -> None:
    """Send a mail that somebody waits for, and wait until the mail server has it; MailNotSent if
    it does not take it. The log only hears `what` was not sent."""
    try:
        with _a_line():
            mail.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        # What the server says may name the address.
        log.warning("%s was not sent: %s", what, type(error).__name__)
        raise MailNotSent from None


@contextmanager
def _a_line() -> Iterator[None]:
    if not _LINES.acquire(timeout=PATIENCE):
        raise TimeoutError("The mail server keeps others waiting")
    try:
        yield
    finally:
        _LINES.release()
