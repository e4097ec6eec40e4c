"""Pictures that staff upload, drawn anew: upright and square on white, in the sizes that pages
need, without the place and time that cameras write into them and with nothing behind them."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from boto3.exceptions import Boto3Error  # type: ignore[import-untyped]
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from catalog import photos
from catalog.errors import PictureRefused
from config import photographs
from config.errors import Unavailable

MEGABYTES = 15  # of one file
MOST_BYTES = 60_000_000  # of all files of one upload
READ = ("JPEG", "PNG", "WEBP", "AVIF")
SMALLEST_SIDE = 400  # pixels of the longer side; below it a picture looks poor on the page
WRONG_KIND = "is no picture that we can show. Choose a JPEG, PNG, WebP or AVIF; no SVG."
_HOW: dict[str, dict[str, Any]] = {
    "avif": {"quality": 60, "speed": 8},
    "webp": {"quality": 80, "method": 4},
}
_RECIPE = repr((photos.SIZES, _HOW)).encode()  # another recipe is another picture
_SILENT = (OSError, Boto3Error, BotoCoreError, ClientError)
NOT_KEPT = "The pictures cannot be reached just now. Nothing was changed; please try again."


@dataclass(frozen=True)
class Drawn:
    """A picture that may be shown: its digest, and itself, square."""

    digest: str
    square: Image.Image

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Each file of it by name, the small ones first."""
        for size in photos.SIZES:
            side = min(size, self.square.width)
            smaller = self.square.resize((side, side), Image.Resampling.LANCZOS)
            for kind, how in _HOW.items():
                out = io.BytesIO()
                smaller.save(out, kind.upper(), **how)
                yield photos.file_name(self.digest, size, kind), out.getvalue()


def drawn(upload: "UploadedFile[Any]", number: int = 1) -> Drawn:
    """The picture in this file, whatever its name and its sender call it. Raises PictureRefused,
    which names it by its number: a file's name is never used."""
    if (upload.size or 0) > MEGABYTES * 1_000_000:
        raise PictureRefused(f"Picture {number} has more than {MEGABYTES} MB. Send a smaller one.")
    upload.seek(0)
    try:
        found = photographs.redrawn(cast("BinaryIO", upload), longest=photos.SIZES[-1], kinds=READ)
    except photographs.NotAPhotograph as error:
        raise PictureRefused(f"Picture {number} {WRONG_KIND}") from error
    except photographs.TooManyPixels as error:
        raise PictureRefused(f"Picture {number}: {error}") from error
    side = max(found.size)
    if side < SMALLEST_SIDE:
        raise PictureRefused(
            f"Picture {number} is too small. It needs {SMALLEST_SIDE} pixels or more on a side."
        )
    square = Image.new("RGB", (side, side), "white")
    square.paste(found, ((side - found.width) // 2, (side - found.height) // 2))
    return Drawn(_digest(square), square)


def _digest(square: Image.Image) -> str:
    seen = hashlib.sha256(_RECIPE + repr(square.size).encode())
    seen.update(square.tobytes())
    return seen.hexdigest()[:32]


def keep(picture: Drawn) -> None:
    """Lay its files in the storage. Raises Unavailable."""
    lay_down(picture.files())


def lay_down(files: Iterable[tuple[str, bytes]]) -> None:
    """Lay files of these names in the storage. What lies there whole is left; what a crash has cut
    short is written again. Raises Unavailable."""
    kept = photos.storage()
    try:
        for name, content in files:
            if not kept.exists(name) or kept.size(name) != len(content):
                kept.save(name, ContentFile(content))
    except _SILENT as error:
        raise Unavailable(NOT_KEPT) from error


def read(name: str) -> bytes | None:
    """A file of a picture by its name in the storage; None where there is none."""
    try:
        with photos.storage().open(name) as kept:
            found: bytes = kept.read()
    except FileNotFoundError:
        return None
    except _SILENT as error:
        raise Unavailable(NOT_KEPT) from error
    return found
