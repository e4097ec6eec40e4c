"""Photos that shoppers send with a return. What is kept is a picture that we drew anew from theirs:
smaller, without the place and time that cameras write into it, and nothing that hides behind it.
It lies under a name that nobody can guess and is given to its owner and to staff alone."""

import hmac
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from boto3.exceptions import Boto3Error  # type: ignore[import-untyped]
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from config import photographs
from config.errors import Unavailable
from orders.return_errors import PhotoRefused
from orders.return_rules import PHOTO_MB

LONGEST_SIDE = 1600
FOLDER = "returns"
CONTENT_TYPE = "image/webp"
_WRONG_KIND = "Send photos as JPEG, PNG or WebP."


def redrawn(upload: BinaryIO) -> bytes:
    """The photo as we keep it: WebP, at most 1600 pixels long, upright, without any notes of the
    camera. Raises PhotoRefused for what is no photo, or too large to be one."""
    try:
        found = photographs.redrawn(upload, longest=LONGEST_SIDE)
    except photographs.NotAPhotograph as error:
        raise PhotoRefused(_WRONG_KIND) from error
    except photographs.TooManyPixels as error:
        raise PhotoRefused(str(error)) from error
    out = io.BytesIO()
    found.save(out, "WEBP", quality=80)
    return out.getvalue()


def keep(order_id: str, uploads: "Sequence[UploadedFile[Any]]") -> tuple[str, ...]:
    """Keep photos of this order's goods; their names in the storage. The same photo of the same
    order is kept once, however often it is sent. Raises PhotoRefused, and then keeps none, and
    Unavailable, then it may have kept some."""
    pictures = [_picture(upload) for upload in uploads]
    return tuple(dict.fromkeys(_save(_name(order_id, each), each) for each in pictures))


def _picture(upload: "UploadedFile[Any]") -> bytes:
    if (upload.size or 0) > PHOTO_MB * 1_000_000:
        raise PhotoRefused(f"A photo may have {PHOTO_MB} MB. Send a smaller one.")
    upload.seek(0)
    return redrawn(upload)  # type: ignore[arg-type]  # it reads and seeks as a file does


@contextmanager
def _storage() -> Iterator[Any]:
    """Where photos lie. A bucket that is silent or refuses us is Unavailable; so is a full disk."""
    try:
        yield default_storage
    except FileNotFoundError:
        raise
    except (OSError, Boto3Error, BotoCoreError, ClientError) as error:
        raise Unavailable("Photos cannot be reached just now. Please try again.") from error


def _save(name: str, picture: bytes) -> str:
    with _storage() as storage:
        if not storage.exists(name):
            storage.save(name, ContentFile(picture))
    return name


def _name(order_id: str, picture: bytes) -> str:
    return f"{_folder(order_id)}/{_digest(order_id.encode() + picture)}.webp"


def _folder(order_id: str) -> str:
    return f"{FOLDER}/{_digest(order_id.encode())}"


def _digest(of: bytes) -> str:
    """Not to be guessed without our key, and the same for the same: nothing is kept twice."""
    return hmac.new(settings.DIGEST_KEY.encode(), b"photos\n" + of, "sha256").hexdigest()


def read(name: str) -> bytes | None:
    """The photo under this name; None where it was deleted. Raises Unavailable."""
    try:
        with _storage() as storage, storage.open(name) as kept:
            found: bytes = kept.read()
    except FileNotFoundError:
        return None
    return found


def forget(names: Iterable[str]) -> None:
    """Delete photos; one that is gone is no matter. Raises Unavailable."""
    for name in names:
        with _storage() as storage:
            storage.delete(name)


def of_order(order_id: str) -> list[str]:
    """The names of all photos of this order's goods, those too whose sending was refused, or broke
    off half-way."""
    folder = _folder(order_id)
    try:
        with _storage() as storage:
            _, names = storage.listdir(folder)
    except FileNotFoundError:
        return []
    return [f"{folder}/{name}" for name in sorted(names)]


def forget_order(order_id: str) -> None:
    """Delete every photo of this order's goods."""
    forget(of_order(order_id))
