"""What the staff's one search box finds. A room says in its `staff/finding.py` what it can find, by
key, by index or in memory, never by a scan; the room that imports them all asks them in turn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

LONGEST = 100  # signs of what is looked for; DynamoDB refuses a key of many more


@dataclass(frozen=True)
class Hit:
    """One thing that was found; `kind` is the heading it stands under, `url` its own page."""

    title: str
    detail: str
    url: str
    kind: str


@dataclass(frozen=True)
class Finder:
    """A way to find things, for those who have the `right`. `find` takes what was typed and asks
    no table where that cannot be a thing of its kind; it may raise Unavailable."""

    right: str
    find: Callable[[str], Sequence[Hit]]
