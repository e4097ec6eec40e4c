"""Photos are drawn anew: small, upright, without the camera's notes. What is none is refused."""

import io
from pathlib import Path

import boto3  # type: ignore[import-untyped]
import pytest
from django.core.files.storage import default_storage
from PIL import Image
from pytest_django import Settings

from config.errors import Unavailable
from config.picture_storage import private_storage
from config.settings import STORAGES
from orders import photos
from orders.return_errors import PhotoRefused
from tests.returns.photos import a_bomb, a_photo, upload, with_a_typing_error, with_notes

BUCKET = "what-people-send"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    """The shop's own storage, empty and in a folder of its own."""
    kept = STORAGES["default"]
    settings.STORAGES = settings.STORAGES | {
        "default": kept | {"OPTIONS": kept["OPTIONS"] | {"location": str(tmp_path)}}
    }
    return tmp_path


@pytest.fixture
def bucket(settings: Settings) -> None:
    """An empty bucket of Amazon's, as the shop is told to use it."""
    s3 = boto3.resource("s3", region_name="ap-south-1")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "ap-south-1"})
    s3.Bucket(BUCKET).objects.delete()
    given = private_storage(bucket=BUCKET, folder="", region="ap-south-1")
    settings.STORAGES = settings.STORAGES | {"default": given}


@pytest.fixture(params=["folder", "bucket"])
def both(request: pytest.FixtureRequest) -> None:
    """Either of the two places where photos may lie, empty."""
    request.getfixturevalue(request.param)


def drawn(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(photos.redrawn(io.BytesIO(body))))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_kind_is_kept_as_webp_of_1600_pixels(kind: str) -> None:
    found = drawn(a_photo(kind))
    assert (found.format, found.size) == ("WEBP", (1600, 960))


def test_a_small_photo_is_not_blown_up() -> None:
    assert drawn(a_photo(size=(400, 300))).size == (400, 300)


def test_where_and_with_what_it_was_taken_is_not_kept() -> None:
    before = with_notes()
    assert b"Ananya" in before
    after = photos.redrawn(io.BytesIO(before))
    assert b"Ananya" not in after
    assert b"EXIF" not in after
    assert not Image.open(io.BytesIO(after)).getexif()


def test_a_photo_on_its_side_is_set_upright() -> None:
    assert drawn(with_notes(turned=True)).size == (960, 1600)


def test_what_lies_behind_a_picture_is_gone() -> None:
    after = photos.redrawn(io.BytesIO(a_photo() + b"<script>alert(1)</script>PK\x03\x04"))
    assert b"script" not in after


def test_what_is_transparent_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert drawn(out.getvalue()).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not a photo",
        SVG,
        GIF,
        a_photo()[:900],
        a_photo("PNG")[:200],
        b"\xff\xd8\xff" + b"\0" * 99,
        with_a_typing_error(),
    ],
    ids=["empty", "text", "svg", "gif", "half a jpeg", "half a png", "a head alone", "odd notes"],
)
def test_what_is_no_photo_of_ours_is_refused(body: bytes) -> None:
    with pytest.raises(PhotoRefused, match="JPEG, PNG or WebP"):
        photos.redrawn(io.BytesIO(body))


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PPM"])
def test_a_picture_of_another_kind_is_refused_though_it_is_whole(kind: str) -> None:
    with pytest.raises(PhotoRefused, match="JPEG, PNG or WebP"):
        photos.redrawn(io.BytesIO(a_photo(kind, size=(40, 30))))


@pytest.mark.parametrize("side", [9_000, 5_000])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    with pytest.raises(PhotoRefused, match="too many pixels"):
        photos.redrawn(io.BytesIO(a_bomb(side)))


def test_a_bomb_that_pillow_itself_refuses_is_no_error_of_ours() -> None:
    with pytest.raises(PhotoRefused):
        photos.redrawn(io.BytesIO(a_bomb(60_000)))


def test_a_file_over_eight_megabytes_is_refused() -> None:
    with pytest.raises(PhotoRefused, match="8 MB"):
        photos.keep("TB-1", [upload(a_photo() + b"\0" * 8_000_000)])


def test_a_name_is_long_random_and_the_same_for_the_same_photo(folder: Path) -> None:
    (first,) = photos.keep("TB-1", [upload(a_photo())])
    (again,) = photos.keep("TB-1", [upload(a_photo())])
    (other,) = photos.keep("TB-2", [upload(a_photo())])
    assert first == again != other
    assert len(Path(first).stem) == 64
    assert photos.read(first) is not None
    assert len([*folder.rglob("*.webp")]) == 2


def test_kept_files_are_for_our_user_alone(folder: Path) -> None:
    (name,) = photos.keep("TB-1", [upload(a_photo())])
    assert (folder / name).stat().st_mode & 0o077 == 0


def test_one_bad_photo_keeps_none(folder: Path) -> None:
    with pytest.raises(PhotoRefused):
        photos.keep("TB-1", [upload(a_photo()), upload(SVG)])
    assert not [*folder.rglob("*.webp")]


@pytest.mark.usefixtures("both")
def test_photos_are_forgotten_with_their_order_and_no_others() -> None:
    (mine,) = photos.keep("TB-1", [upload(a_photo())])
    (other,) = photos.keep("TB-2", [upload(a_photo())])
    photos.forget_order("TB-1")
    photos.forget_order("TB-3")
    assert (photos.read(mine), default_storage.exists(other)) == (None, True)


@pytest.mark.usefixtures("both")
def test_the_same_photo_is_kept_once_and_comes_back_as_it_was_kept() -> None:
    (first,) = photos.keep("TB-1", [upload(a_photo())])
    (again,) = photos.keep("TB-1", [upload(a_photo())])
    assert photos.of_order("TB-1") == [first] == [again]
    assert photos.read(first) == photos.redrawn(io.BytesIO(a_photo()))
    assert (photos.of_order("TB-9"), photos.read("returns/no/such.webp")) == ([], None)


@pytest.mark.usefixtures("bucket")
def test_in_the_bucket_a_photo_is_encrypted_and_open_to_nobody() -> None:
    (name,) = photos.keep("TB-1", [upload(a_photo())])
    s3 = boto3.client("s3", region_name="ap-south-1")
    found = s3.head_object(Bucket=BUCKET, Key=name)
    assert (found["ServerSideEncryption"], found["CacheControl"]) == ("AES256", "no-store")
    grants = s3.get_object_acl(Bucket=BUCKET, Key=name)["Grants"]
    assert not [each for each in grants if "URI" in each["Grantee"]]


def test_a_bucket_that_is_not_there_is_a_503_and_no_fault(settings: Settings) -> None:
    given = private_storage(bucket="nobodys", folder="", region="ap-south-1")
    settings.STORAGES = settings.STORAGES | {"default": given}
    with pytest.raises(Unavailable):
        photos.keep("TB-1", [upload(a_photo())])
    with pytest.raises(Unavailable):
        photos.of_order("TB-1")
