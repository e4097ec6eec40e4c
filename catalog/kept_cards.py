"""Drawn cards, kept: in the process for a while, in the storage of the pictures for good. Drawing
one is work that anybody can ask for, so few may ask for it at once."""

import logging
import threading
from collections.abc import Callable
from hashlib import blake2s

from catalog import uploads
from catalog.kept import Kept
from config.errors import Unavailable

log = logging.getLogger(__name__)
MOST = 200  # cards of some 40 KB that a process keeps
MOST_ASKING = 2  # one whose card is drawn, and one who waits
END_OF_A_JPEG = b"\xff\xd9"
NOT_YET = "Too many pictures are drawn just now. Please try again in a few seconds."
_asking = threading.BoundedSemaphore(MOST_ASKING)
_one_at_a_time = threading.Lock()
_kept: Kept[str, bytes] = Kept(MOST)


def file_name(told: bytes) -> str:
    """Under which name the card lies in the storage of which all this is told."""
    return f"cards/{blake2s(told, digest_size=16).hexdigest()}.jpg"


def kept_card(name: str, draw: Callable[[], bytes]) -> bytes:
    """The card of this name, drawn if it never was. Raises Unavailable, at once, where others have
    theirs drawn already."""
    return _kept.get(name, lambda: _read(name) or _drawn_alone(name, draw))


def _drawn_alone(name: str, draw: Callable[[], bytes]) -> bytes:
    if not _asking.acquire(blocking=False):
        raise Unavailable(NOT_YET)
    try:
        with _one_at_a_time:
            found = _read(name)  # it may be the one that was waited for
            return found or _laid_down(name, draw())
    finally:
        _asking.release()


def _read(name: str) -> bytes | None:
    try:
        found = uploads.read(name)
    except Unavailable:
        return None  # a card can be drawn without
    return found if found and found.endswith(END_OF_A_JPEG) else None  # a crash cuts files short


def _laid_down(name: str, card: bytes) -> bytes:
    try:
        uploads.lay_down([(name, card)])
    except Unavailable as error:
        log.warning("A card could not be kept: %s", error.__cause__)
    return card
