"""One way to send a mail once: it is claimed where it is noted, sent, then noted as sent. A claim
whose sender died is taken over after ten minutes, under the same Message-ID, so that mail programs
show it once; a mail server that is down delays and loses nothing."""

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives

from config import clock, metrics

log = logging.getLogger(__name__)
CLAIM_LIFE = timedelta(minutes=10)
CLAIM = "sending "  # stands before the time while a mail is on its way out
OWED = "owed "  # stands before the time at which the reason for a mail came up
_waited = 0  # mails, since somebody asked


def is_due(noted: str | None, now: datetime) -> bool:
    """Whether the mail waits to be sent: owed, or claimed by somebody who is gone."""
    if noted is None or noted.startswith(OWED):
        return True
    if not noted.startswith(CLAIM):
        return False
    return clock.from_text(noted.removeprefix(CLAIM)) < now - CLAIM_LIFE


def send_claimed(
    mail: Callable[[], EmailMultiAlternatives],
    *,
    name: str,
    seen: str | None,
    note: Callable[[str | None, str | None], bool],
    now: datetime,
) -> bool:
    """Claim, send, note; whether it was sent. `note(text, seen)` writes the new text where still
    `seen` stands, and says whether it did; `name` is for the log and holds nothing personal."""
    claim = CLAIM + clock.to_text(now)
    if not note(claim, seen):
        return False
    try:
        mail().send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        # ValueError: Django refuses a header with a line break in it.
        log.warning("Mail %s waits: %s", name, why(error))
        metrics.mailed(is_out=False)
        _one_waits()
        note(seen, claim)
        return False
    metrics.mailed(is_out=True)
    note(clock.to_text(clock.now()), claim)
    return True


def those_that_waited() -> int:
    """How many mails could not be sent since this was asked last, in this process."""
    global _waited
    count, _waited = _waited, 0
    return count


def _one_waits() -> None:
    global _waited  # noqa: PLW0603 - of this process; the worker, who asks, has one thread
    _waited += 1


def why(error: Exception) -> str:
    """What went wrong, without the address that the mail was for."""
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()
