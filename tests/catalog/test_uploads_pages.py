"""Pictures of a product: staff add, order, describe and remove them, the shop shows them."""

import re
from typing import Any

import pytest
from django.test import Client

from catalog import photos, queries
from catalog.errors import PictureRefused
from catalog.models import Product
from catalog.pictures import picture_url
from catalog.queries import product_on_shelf
from catalog.services import picturing
from tests.catalog.staff_page import a_file, a_picture, address, now_of, save
from tests.factories import a_product
from tests.staff import a_browser

COLOURS = ["red", "black", "blue"]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two small sizes are as good as four here, and quicker."""
    monkeypatch.setattr(photos, "SIZES", (160, 400, 800))


def send(row: Product, *bodies: bytes, role: str = "manager") -> Any:
    files = {"pictures": [a_file(body) for body in bodies]}
    return a_browser(role).post(address(row, "pictures/"), files)


def with_pictures(*colours: str, **given: Any) -> tuple[Product, list[str]]:
    row = a_product(**given)
    assert send(row, *(a_picture(colour) for colour in colours)).status_code == 302
    row = now_of(row)
    return row, photos.digests(row.images)


def test_several_pictures_are_added_in_their_order_and_the_same_one_once() -> None:
    row, digests = with_pictures("red", "black", "red")
    assert len(digests) == 2
    assert row.image == photos.address(digests[0])
    assert send(row, a_picture("black"), a_picture("blue")).status_code == 302
    assert photos.digests(now_of(row).images)[:2] == digests
    assert len(now_of(row).images or []) == 3


def test_one_bad_file_adds_none_and_the_page_says_which() -> None:
    row = a_product(images=["old.jpg"])
    answer = send(row, a_picture(), b"<svg/>")
    assert answer.status_code == 422
    assert "Picture 2 is no picture that we can show" in answer.content.decode()
    assert now_of(row).images == ["old.jpg"]


def test_there_is_room_for_eight_and_nothing_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST", 2)
    row, _ = with_pictures("red", "black")
    assert "room for 2 pictures" in send(row, a_picture("blue")).content.decode()
    assert "Choose one picture or more" in send(row).content.decode()
    with pytest.raises(PictureRefused):
        picturing.add_pictures(row.product_id, [a_file(a_picture("blue"))], by="Sneha")


def test_a_picture_goes_up_once_however_often_the_button_is_pressed() -> None:
    row, (first, second, third) = with_pictures(*COLOURS)
    press = {"from": "1", "to": "0"}
    for _ in range(2):
        a_browser().post(address(row, f"pictures/{second}/place/"), press)
    assert photos.digests(now_of(row).images) == [second, first, third]
    assert now_of(row).image == photos.address(second)


@pytest.mark.parametrize("press", [{"from": "x", "to": "0"}, {"from": "0", "to": "9"}, {}])
def test_a_place_that_is_none_changes_nothing(press: dict[str, str]) -> None:
    row, (first, second) = with_pictures("red", "black")
    assert a_browser().post(address(row, f"pictures/{first}/place/"), press).status_code == 302
    assert photos.digests(now_of(row).images) == [first, second]


def test_a_picture_that_is_none_of_the_product_is_a_404() -> None:
    row, _ = with_pictures("red")
    for noun in ("place/", "words/"):
        press = {"from": "0", "to": "0", "words": "x"}
        answer = a_browser().post(address(row, f"pictures/{'0' * 32}/{noun}"), press)
        assert answer.status_code == 404


def test_removing_keeps_what_an_import_left_and_frees_the_variant() -> None:
    row, (red, black) = with_pictures("red", "black", variants={"R": {"stock": 1}}, images=["old"])
    assert save(row, **{"v-R-image": photos.address(red)}).status_code == 302
    assert (now_of(row).variants or {})["R"].image == photos.address(red)
    for _ in range(2):
        a_browser().post(address(row, f"pictures/{red}/removal/"))
    written = now_of(row)
    assert written.images == [photos.address(black), "old"]
    assert (written.image, (written.variants or {})["R"].image) == (photos.address(black), None)
    a_browser().post(address(row, f"pictures/{black}/removal/"))
    assert (now_of(row).images, now_of(row).image) == (["old"], None)


def test_pictures_added_at_once_are_all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    row, (red,) = with_pictures("red")
    look, late = queries.product, iter([a_picture("blue")])

    def look_too_early(product_id: str) -> Product:
        found = look(product_id)
        if (body := next(late, None)) is not None:
            picturing.add_pictures(product_id, [a_file(body)], by="Rohit")
        return found

    monkeypatch.setattr(queries, "product", look_too_early)
    picturing.move_picture(row.product_id, red, seen_at=0, to=0, by="Sneha")
    picturing.add_pictures(row.product_id, [a_file(a_picture("black"))], by="Sneha")
    assert len(photos.digests(now_of(row).images)) == 3


def test_the_shop_shows_photographs_in_place_of_the_drawing_with_sizes_and_words() -> None:
    row, (red, black) = with_pictures("red", "black", variants={"R": {}, "B": {}})
    a_browser().post(address(row, f"pictures/{red}/words/"), {"words": 'Red "sheet"'})
    save(now_of(row), **{"v-B-image": photos.address(black)})
    page = Client().get(f"/equipment/{row.product_id}?sku=R").content.decode()
    assert 'alt="Red &quot;sheet&quot;"' in page
    assert f"/photos/{red}/400.avif 400w" in page
    large = re.search(r'data-large[^>]* src="([^"]+)"', page)
    assert large
    assert large[1] == f"/photos/{red}/800.webp"
    assert f"/photos/{red}/400.avif 400w" in Client().get("/equipment").content.decode()
    product = product_on_shelf(row.product_id)
    assert picture_url(product, sku="B") == f"/photos/{black}/400.webp"
    assert picture_url(product, "section").startswith("/pictures/")


def test_what_an_import_left_under_images_is_not_shown() -> None:
    row = a_product(images=["https://tracker.example/x.png", "/photos/../secret"], image="/x.png")
    page = Client().get(f"/equipment/{row.product_id}").content.decode()
    assert "tracker" not in page
    assert "/pictures/" in page


def test_a_picture_is_served_as_one_and_nothing_else_and_for_ever() -> None:
    _, (red,) = with_pictures("red")
    answer = Client().get(f"/photos/{red}/400.avif")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/avif")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "path",
    [
        "../../../etc/passwd",
        "..%2f..%2fetc%2fpasswd/400.webp",
        "%2e%2e/%2e%2e/400.webp",
        "%2e%2e/400.webp",
        "%00/400.webp",
        "{red}/401.webp",
        "{red}/400.svg",
        "{red}/400.webp%00.svg",
        "{red}/-1.webp",
        "{red}/..%2f400.webp",
        "/etc/passwd",
        "C:%5cx/400.webp",
        "{RED}/400.webp",
        "é" * 32 + "/400.webp",
        "0" * 32 + "/400.webp",
    ],
)
def test_e12_no_address_leads_out_of_the_pictures(path: str) -> None:
    _, (red,) = with_pictures("red")
    found = path.replace("{red}", red).replace("{RED}", red.upper() if red != red.upper() else "X")
    assert Client().get(f"/photos/{found}").status_code == 404


def test_e12_a_files_name_is_never_a_path() -> None:
    row = a_product()
    files = {"pictures": [a_file(a_picture(), "../../../../tmp/evil.svg", "image/svg+xml")]}
    assert a_browser().post(address(row, "pictures/"), files).status_code == 302
    (digest,) = photos.digests(now_of(row).images)
    folders, _ = photos.storage().listdir("")
    assert digest in folders
    assert "evil" not in str(folders)


@pytest.mark.parametrize("noun", ["pictures/", "pictures/{}/removal/", "pictures/{}/words/"])
def test_who_may_not_edit_changes_no_picture(noun: str) -> None:
    row, (red,) = with_pictures("red")
    for role in ("packer", "support"):
        assert a_browser(role).post(address(row, noun.format(red))).status_code == 403
    assert photos.digests(now_of(row).images) == [red]
