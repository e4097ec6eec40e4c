"""How long a sign-in lasts, for staff and for shoppers. Pure."""

from dataclasses import dataclass
from datetime import timedelta

MOST_SESSIONS = 10  # of one kind, of one person


@dataclass(frozen=True)
class SessionKind:
    """What a sign-in opens, and when it ends by itself. `seen_every`: how exactly it is kept when
    it was seen last, for that is not one write a page."""

    name: str
    idle: timedelta
    longest: timedelta
    seen_every: timedelta


STAFF = SessionKind(
    "staff",
    idle=timedelta(minutes=30),
    longest=timedelta(hours=12),
    seen_every=timedelta(minutes=5),
)
SHOPPER = SessionKind(
    "shopper",
    idle=timedelta(days=60),
    longest=timedelta(days=180),
    seen_every=timedelta(hours=1),
)
KINDS = {kind.name: kind for kind in (STAFF, SHOPPER)}
