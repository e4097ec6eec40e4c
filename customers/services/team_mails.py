"""The mail that brings a colleague their link."""

import secrets
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from config.mail import message
from customers.services.code_mails import deliver
from customers.team_rules import INVITED_FOR


def send_link(key: str, *, to: str, role: str, by: str, is_new: bool) -> None:
    """Mail the link and wait until the mail server has it; MailNotSent if it does not take it.
    Neither link nor address goes to the log."""
    address = f"{settings.SITE_URL}{reverse('staff:customers:welcome')}?{urlencode({'key': key})}"
    mail = message(
        "invitation",
        to=to,
        subject=f"{by} invites you to the team of {settings.SHOP_NAME}"
        if is_new
        else f"A new password for the staff pages of {settings.SHOP_NAME}",
        context={
            "address": address,
            "role": role,
            "by": by,
            "is_new": is_new,
            "days": INVITED_FOR.days,
        },
        message_id=f"invitation.{secrets.token_hex(12)}",
    )
    deliver(mail, "A colleague's link")
