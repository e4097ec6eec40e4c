"""Two people at the same product: what each of them changed since both saw the same, field by
field. Pure: works on the texts of `catalog/facts.py`."""

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

LARGEST = 1_000_000  # bytes of what a page was based on, unpacked
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed meanwhile. `before` is None where nobody knows."""

    name: str
    before: str | None
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    """What both changed, to be decided by a person; and what only the others did, to be taken."""

    clashes: list[Difference]
    news: list[Difference]


def merge(before: Texts | None, mine: Texts, theirs: Texts) -> Merged:
    """Compare a person's texts and the table's with what that person began from. Without a
    `before` whatever differs may have been changed by both."""
    merged = Merged([], [])
    for name in dict.fromkeys([*mine, *theirs]):
        own, other = mine.get(name, ""), theirs.get(name, "")
        base = None if before is None else before.get(name, "")
        if other in (own, base):
            continue  # both say the same, or only this person has changed it
        found = Difference(name, base, own, other)
        (merged.news if own == base else merged.clashes).append(found)
    return merged


def packed(texts: Texts) -> str:
    """The texts that a page is based on, small enough to travel in a hidden field."""
    text = json.dumps(texts, ensure_ascii=False)
    return base64.urlsafe_b64encode(zlib.compress(text.encode())).decode()


def unpacked(text: str) -> dict[str, str] | None:
    """What `packed` made; None for anything else: a page of before, or one tampered with."""
    try:
        raw = zlib.decompressobj().decompress(base64.urlsafe_b64decode(text), LARGEST)
        found = json.loads(raw)
    except (ValueError, zlib.error, RecursionError):
        return None
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        return None
    return found
