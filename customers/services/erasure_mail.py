"""The last mail to somebody who was erased: that it is done, and what the law made us keep."""

from datetime import datetime, timedelta

from config.mail import message
from customers.privacy_models import Erasure
from customers.services import erasure_steps
from customers.services.claimed_mails import CLAIM, is_due, send_claimed

LONGEST_TRY = timedelta(days=3)  # then the address goes, whether or not its mail server answered


def is_sent(wish: Erasure, *, now: datetime) -> bool:
    """Send the mail if it was not; whether it was, or has been tried for long enough. The time for
    it begins when all was read through: before that there was no try."""
    seen = wish.mail
    if seen is not None and not seen.startswith(CLAIM):
        return True
    since = erasure_steps.swept_at(wish)
    if since is not None and now - since > LONGEST_TRY:
        return True
    if not is_due(seen, now):
        return False
    return send_claimed(
        lambda: message(
            "erased",
            to=wish.person or "",
            subject="Your data were erased",
            context={"asked_at": wish.asked_at},
            message_id=f"erased.{wish.digest}.{int(wish.asked_at.timestamp())}",
        ),
        name=f"erased of {wish.digest}",
        seen=seen,
        note=lambda text, was: erasure_steps.note_mail(wish, text, seen=was),
        now=now,
    )
