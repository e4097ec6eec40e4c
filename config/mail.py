"""Mails of the shop: HTML and text from two templates of one name, both knowing the company."""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def message(
    name: str, *, to: str, subject: str, context: Mapping[str, Any], message_id: str
) -> EmailMultiAlternatives:
    """The mail of `templates/email/<name>.html` and `.txt`, ready to send. The same `message_id`
    (letters, digits, `.`, `-`) twice is shown once by mail programs."""
    known = {
        "shop_name": settings.SHOP_NAME,
        "legal_name": settings.SHOP_LEGAL_NAME,
        "shop_address": settings.SHOP_ADDRESS,
        "shop_email": settings.SHOP_EMAIL,
        **context,
    }
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"email/{name}.txt", known),
        to=[to],
        headers={"Message-ID": f"<{message_id}@{domain}>"},
    )
    mail.attach_alternative(render_to_string(f"email/{name}.html", known), "text/html")
    return mail
