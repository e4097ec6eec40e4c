"""Photographs that people send us, opened with care: what comes out is drawn anew, upright, without
the place and time that cameras write into it, and with nothing hidden behind it."""

import struct
import threading
from typing import BinaryIO

from PIL import Image, ImageOps

from config.errors import ShopError

KINDS = ("JPEG", "PNG", "WEBP")
# A JPEG is read at a fraction of its size; the others are unpacked whole, so they must be smaller.
MOST_PIXELS = {"JPEG": 50_000_000}
MOST_PIXELS_UNPACKED = 24_000_000
_ONE_AT_A_TIME = threading.Lock()  # an unpacked photo takes up to 300 MB of memory
# Whatever Pillow makes of a file that is broken, or that is none of its kind.
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    struct.error,
    MemoryError,
)
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class NotAPhotograph(ShopError):
    """No file of these kinds, or a broken one."""

    def __init__(self) -> None:
        super().__init__("This is no photo that we can read.")


class TooManyPixels(ShopError):
    def __init__(self) -> None:
        super().__init__("This photo has too many pixels. Send a smaller one.")


def redrawn(upload: BinaryIO, *, longest: int, kinds: tuple[str, ...] = KINDS) -> Image.Image:
    """The photograph on white, at most `longest` pixels on its longer side, whatever its name and
    its sender call it. Raises NotAPhotograph, TooManyPixels."""
    try:
        with _ONE_AT_A_TIME, Image.open(upload, formats=kinds) as found:
            most = MOST_PIXELS.get(found.format or "", MOST_PIXELS_UNPACKED)
            if found.width * found.height > most:
                raise TooManyPixels
            return _drawn(found, longest)
    except _BOMB as error:
        raise TooManyPixels from error
    except _UNREADABLE as error:
        raise NotAPhotograph from error


def _drawn(found: Image.Image, longest: int) -> Image.Image:
    found.draft("RGB", (longest, longest))
    upright = ImageOps.exif_transpose(found)
    plain = Image.new("RGB", upright.size, "white")
    has_alpha = upright.has_transparency_data
    layer = upright.convert("RGBA" if has_alpha else "RGB")
    plain.paste(layer, mask=layer if has_alpha else None)
    plain.thumbnail((longest, longest))
    return plain
