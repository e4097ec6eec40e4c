"""The mail that brings a sign-in code."""

import logging
import smtplib
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings

from config.mail import message
from customers.codes import GOOD_FOR, new_mark, spaced
from customers.errors import MailNotSent

log = logging.getLogger(__name__)


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
        message_id=f"code.{new_mark().replace('_', '.')}",
    )
    try:
        mail.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        # What the server says may name the address.
        log.warning("A sign-in code was not sent: %s", type(error).__name__)
        raise MailNotSent from None
