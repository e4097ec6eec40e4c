"""What the shop asks a person's consent for (DPDP Act, section 6). Pure: words and readings.

An order itself needs no consent beyond the notice on the page: it is done because it was asked
for. Whatever goes beyond that has a purpose of its own here, is never ticked beforehand, and is
kept as 'given <time>' or 'withdrawn <time>'."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from config import clock

GIVEN, WITHDRAWN = "given", "withdrawn"


@dataclass(frozen=True)
class Purpose:
    """One thing that a person may agree to, in the words that they read."""

    key: str
    title: str
    text: str


PURPOSES = (
    Purpose(
        "offers",
        "News and offers by mail",
        "At most one mail a month. You can take this back at any time.",
    ),
)
KEYS = frozenset(purpose.key for purpose in PURPOSES)


@dataclass(frozen=True)
class Standing:
    """How a person stands to a purpose: since when it is as it is, None where never asked."""

    purpose: Purpose
    is_given: bool
    since: datetime | None


def written(*, is_given: bool, at: datetime) -> str:
    """As the customers table keeps it: 'given 2026-11-23T04:05:06.789Z'."""
    return f"{GIVEN if is_given else WITHDRAWN} {clock.to_text(at)}"


def standings(consent: Mapping[str, str] | None) -> list[Standing]:
    """Every purpose as it stands. What cannot be read was not given."""
    return [_standing(purpose, (consent or {}).get(purpose.key, "")) for purpose in PURPOSES]


def is_given(consent: Mapping[str, str] | None, key: str) -> bool:
    """Whether the person agrees to this purpose at present."""
    return any(each.purpose.key == key and each.is_given for each in standings(consent))


def _standing(purpose: Purpose, kept: str) -> Standing:
    word, _, at = kept.partition(" ")
    try:
        return Standing(purpose, word == GIVEN, clock.from_text(at))
    except ValueError:
        return Standing(purpose, is_given=False, since=None)
