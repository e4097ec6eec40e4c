"""Photos that shoppers send with a return. What is kept is a picture that we drew anew from theirs:
smaller, without the place and time that cameras write into it, and nothing that hides behind it.
It lies under a name that nobody can guess and is given to its owner and to staff alone."""

import hmac
import io
import struct
import threading
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from orders.return_errors import PhotoRefused
from orders.return_rules import PHOTO_MB

LONGEST_SIDE = 1600
KINDS = ("JPEG", "PNG", "WEBP")
# A JPEG is read at a fraction of its size; the others are unpacked whole, so they must be smaller.
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 24_000_000, "WEBP": 24_000_000}
FOLDER = "returns"
CONTENT_TYPE = "image/webp"
_ONE_AT_A_TIME = threading.Lock()  # an unpacked photo takes up to 300 MB of memory
_WRONG_KIND = "Send photos as JPEG, PNG or WebP."
# Whatever Pillow makes of a file that is broken, or that is none of its kind.
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    IndexError,
    struct.error,
    MemoryError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def redrawn(upload: BinaryIO) -> bytes:
    """The photo as we keep it: WebP, at most 1600 pixels long, upright, without any notes of the
    camera. Raises PhotoRefused for what is no photo, or too large to be one."""
    try:
        with _ONE_AT_A_TIME, Image.open(upload, formats=KINDS) as found:
            if found.width * found.height > MOST_PIXELS[found.format or "PNG"]:
                raise PhotoRefused("This photo has too many pixels. Send a smaller one.")
            return _drawn(found)
    except _UNREADABLE as error:
        raise PhotoRefused(_WRONG_KIND) from error


def _drawn(found: Image.Image) -> bytes:
    found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(found)
    plain = Image.new("RGB", upright.size, "white")
    has_alpha = upright.has_transparency_data
    layer = upright.convert("RGBA" if has_alpha else "RGB")
    plain.paste(layer, mask=layer if has_alpha else None)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    plain.save(out, "WEBP", quality=80)
    return out.getvalue()


def keep(order_id: str, uploads: "Sequence[UploadedFile[Any]]") -> tuple[str, ...]:
    """Keep photos of this order's goods; their names in the storage. The same photo of the same
    order is kept once, however often it is sent. Raises PhotoRefused, and then keeps none."""
    pictures = [_picture(upload) for upload in uploads]
    return tuple(dict.fromkeys(_save(_name(order_id, each), each) for each in pictures))


def _picture(upload: "UploadedFile[Any]") -> bytes:
    if (upload.size or 0) > PHOTO_MB * 1_000_000:
        raise PhotoRefused(f"A photo may have {PHOTO_MB} MB. Send a smaller one.")
    upload.seek(0)
    return redrawn(upload)  # type: ignore[arg-type]  # it reads and seeks as a file does


def _save(name: str, picture: bytes) -> str:
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(picture))
    return name


def _name(order_id: str, picture: bytes) -> str:
    return f"{_folder(order_id)}/{_digest(order_id.encode() + picture)}.webp"


def _folder(order_id: str) -> str:
    return f"{FOLDER}/{_digest(order_id.encode())}"


def _digest(of: bytes) -> str:
    """Not to be guessed without our key, and the same for the same: nothing is kept twice."""
    return hmac.new(settings.SECRET_KEY.encode(), b"photos\n" + of, "sha256").hexdigest()


def read(name: str) -> bytes | None:
    """The photo under this name; None where it was deleted."""
    try:
        with default_storage.open(name) as kept:
            found: bytes = kept.read()
    except FileNotFoundError:
        return None
    return found


def forget(names: Iterable[str]) -> None:
    """Delete photos; one that is gone is no matter."""
    for name in names:
        default_storage.delete(name)


def of_order(order_id: str) -> list[str]:
    """The names of all photos of this order's goods, those too whose sending was refused, or broke
    off half-way."""
    folder = _folder(order_id)
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    return [f"{folder}/{name}" for name in sorted(names)]


def forget_order(order_id: str) -> None:
    """Delete every photo of this order's goods."""
    forget(of_order(order_id))
