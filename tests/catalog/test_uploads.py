"""E11: what is uploaded as a picture of a product is drawn anew or refused with a sentence."""

import io
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import boto3  # type: ignore[import-untyped]
import pytest
from PIL import Image
from pytest_django import Settings

from catalog import photos, uploads
from catalog.errors import PictureRefused
from config.errors import Unavailable
from config.picture_storage import picture_origins, picture_storage
from tests.catalog.staff_page import a_file, a_picture
from tests.returns.photos import a_bomb, with_notes

SVG = f"<svg xmlns='http://www.w3.org/2000/svg'>{escape('<script>')}</svg>".encode()


def files_of(body: bytes, name: str = "x.png") -> dict[str, bytes]:
    return dict(uploads.drawn(a_file(body, name)).files())


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    """All files of a camera's photo that has a script and an archive behind it."""
    return files_of(with_notes() + b"<script>alert(1)</script>PK\x03\x04", "../../evil.svg")


def test_e11_a_picture_comes_in_every_size_as_avif_and_webp(drawn: dict[str, bytes]) -> None:
    found = {name.partition("/")[2]: Image.open(io.BytesIO(body)) for name, body in drawn.items()}
    assert set(found) == {f"{size}.{kind}" for size in photos.SIZES for kind in photos.KINDS}
    assert all(
        (image.format or "").lower() == name.rpartition(".")[2]
        and image.size == (int(name.partition(".")[0]),) * 2
        for name, image in found.items()
    )


def test_e11_nothing_of_the_camera_and_nothing_hidden_is_left(drawn: dict[str, bytes]) -> None:
    for body in drawn.values():
        assert not any(sign in body for sign in (b"Ananya", b"EXIF", b"Exif", b"script", b"PK\x03"))


def test_e12_a_name_is_a_digest_and_never_what_the_sender_says(drawn: dict[str, bytes]) -> None:
    (digest,) = {name.partition("/")[0] for name in drawn}
    assert photos.digest_in(photos.address(digest)) == digest
    assert digest == uploads.drawn(a_file(with_notes(), "other.jpg")).digest
    assert digest != uploads.drawn(a_file(a_picture("blue"))).digest


def test_a_picture_is_squared_on_white_and_not_blown_up() -> None:
    files = files_of(a_picture("red", size=(900, 600)))
    largest = next(body for name, body in files.items() if name.endswith("1600.webp"))
    image = Image.open(io.BytesIO(largest)).convert("RGB")
    assert image.size == (900, 900)
    assert min(image.getpixel((450, 20))) > 250  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no picture"),
        (SVG, "no SVG"),
        (b"GIF89a" + a_picture(kind="GIF")[6:], "no picture"),
        (a_picture(kind="BMP"), "no picture"),
        (b"%PDF-1.7 " + a_picture(), "no picture"),
        (a_picture()[:200], "no picture"),
        (a_picture(kind="AVIF")[:300], "no picture"),
        (a_bomb(5_000), "too many pixels"),
        (a_bomb(10_000), "too many pixels"),
        (a_bomb(60_000), "too many pixels"),
        (a_picture(size=(399, 300)), "too small"),
        (a_picture() + b"\0" * 15_000_000, "15 MB"),
    ],
    ids=["empty", "svg", "gif", "bmp", "pdf first", "half", "half avif", *"abc", "small", "large"],
)
def test_e11_what_is_no_picture_of_ours_is_refused_with_a_sentence(body: bytes, words: str) -> None:
    with pytest.raises(PictureRefused, match=f"Picture 2.*{words}"):
        uploads.drawn(a_file(body), 2)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_e11_the_kind_is_what_the_file_is_and_not_what_it_is_called(kind: str) -> None:
    picture = uploads.drawn(a_file(a_picture(kind=kind), "x.svg", "image/svg+xml"))
    assert picture.square.size == (900, 900)


def test_what_a_crash_has_cut_short_is_written_again(tmp_path: Path, settings: Settings) -> None:
    use(settings, folder=str(tmp_path))
    picture = uploads.drawn(a_file(a_picture()))
    uploads.keep(picture)
    name = photos.file_name(picture.digest, 400, "webp")
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[:50])
    uploads.keep(picture)
    assert uploads.read(name) == whole
    assert len([*tmp_path.rglob("*.*")]) == len(photos.SIZES) * len(photos.KINDS)


def test_a_bucket_keeps_them_for_ever_and_gives_them_by_its_own_name(settings: Settings) -> None:
    boto3.client("s3", region_name="ap-south-1").create_bucket(
        Bucket="pics", CreateBucketConfiguration={"LocationConstraint": "ap-south-1"}
    )
    use(settings, domain="cdn.example")
    picture = uploads.drawn(a_file(a_picture()))
    for _ in range(2):
        uploads.keep(picture)
    name = photos.file_name(picture.digest, 400, "webp")
    kept = boto3.client("s3", region_name="ap-south-1").head_object(Bucket="pics", Key=name)
    assert (kept["CacheControl"], kept["ContentType"]) == (
        "public, max-age=31536000, immutable",
        "image/webp",
    )
    assert photos.url(picture.digest) == f"https://cdn.example/{name}"
    assert uploads.read(name)
    assert uploads.read("none/400.webp") is None


def test_a_bucket_that_does_not_answer_is_told_and_can_be_tried_again(settings: Settings) -> None:
    use(settings)  # there is no such bucket
    with pytest.raises(Unavailable, match="try again"):
        uploads.keep(uploads.drawn(a_file(a_picture())))


def use(settings: Settings, *, folder: str = "", domain: str = "") -> None:
    """A folder, or else the bucket, as the settings of a live shop name it."""
    bucket = "" if folder else "pics"
    given = picture_storage(bucket=bucket, domain=domain, folder=folder, region="ap-south-1")
    settings.STORAGES = settings.STORAGES | {"pictures": given}


def test_pages_may_load_pictures_from_the_bucket_and_nowhere_else() -> None:
    given: dict[str, Any] = {"folder": "x", "region": "ap-south-1"}
    assert picture_origins(picture_storage(bucket="", domain="", **given)) == []
    own = picture_storage(bucket="pics", domain="", **given)
    assert picture_origins(own) == ["https://pics.s3.ap-south-1.amazonaws.com"]
    cdn = picture_storage(bucket="pics", domain="cdn.example", **given)
    assert picture_origins(cdn) == ["https://cdn.example"]
