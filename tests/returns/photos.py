"""Photos as phones and strangers send them."""

import io
import struct
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PUNE = {1: "N", 2: (18.0, 31.0, 50.0), 3: "E", 4: (73.0, 50.0, 51.0)}  # EXIF's GPS block


def a_photo(kind: str = "JPEG", *, size: tuple[int, int] = (2000, 1200), **saved: Any) -> bytes:
    """A picture with a red left half, of this kind."""
    picture = Image.new("RGB", size, "white")
    picture.paste((200, 30, 30), (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    picture.save(out, kind, **saved)
    return out.getvalue()


def with_notes(*, turned: bool = False) -> bytes:
    """A photo in which the camera has written where and with what it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "A camera of Ananya's"
    exif[0x8825] = PUNE
    if turned:
        exif[0x0112] = 6  # lay it on its side
    return a_photo(exif=exif)


def with_a_typing_error() -> bytes:
    """A photo on its side whose camera says its own name as a number."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Eye"
    as_text, as_number = (struct.pack(">HHI", 0x010F, *how) for how in ((2, 4), (11, 1)))
    written = exif.tobytes()
    assert as_text in written
    return a_photo(size=(40, 30), exif=written.replace(as_text, as_number))


def a_bomb(side: int = 60_000) -> bytes:
    """A PNG of some kilobytes that says it is 3.6 thousand million pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def upload(body: bytes, name: str = "photo.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    """A file as a form brings it."""
    return SimpleUploadedFile(name, body, kind)
