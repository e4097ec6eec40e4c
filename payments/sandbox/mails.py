"""A mail server for one machine: whatever the shop sends is kept in the ledger to be read."""

import logging
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from config import clock
from shipping.sandbox.ledger import LEDGER, Record


class Mailbox:
    """Takes every mail; the ledger's `mails` shelf holds them."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the mail before saying so."""
        number = LEDGER.number("mails", 1)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        LEDGER.put("mails", str(number), _read(mail, number, list(envelope.rcpt_tos)))
        return "250 OK"


def listen(port: int) -> Controller:
    """A listener on 127.0.0.1, running; `stop()` ends it."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # else a line for every "hello"
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=port)
    controller.start()
    return controller


def _read(mail: EmailMessage, number: int, recipients: list[str]) -> Record:
    return {
        "id": number,
        "at": clock.to_text(clock.now()),
        "from": str(mail["From"] or ""),
        "to": recipients,
        "subject": str(mail["Subject"] or ""),
        "headers": {name: str(value) for name, value in mail.items()},
        "text": _part(mail, "plain"),
        "html": _part(mail, "html"),
    }


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    content = part.get_content()
    return content if isinstance(content, str) else ""
