"""How heavy a page is before anybody pays: HTML, style, scripts, the large picture, strangers."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from catalog.demo.loading import load_products
from config.stylesheets import in_one
from tests.factories import a_product

STATIC = settings.BASE_DIR / "static"
KB = 1024
# Limits of the whole page, packed where servers pack them.
HTML, STYLE, SCRIPTS, PICTURE = 60 * KB, 30 * KB, 60 * KB, 100 * KB
HEAVIEST = "/equipment?category=rubbers"
VARIANTS = {
    f"S{n}": {"options": {"Colour": f"Shade {n % 6}", "Thickness": f"{n // 6}.5 mm"}}
    for n in range(36)
}


def source(address: str) -> str:
    return (STATIC / address.removeprefix(settings.STATIC_URL)).read_text()


def packed(*texts: str) -> int:
    return sum(len(gzip.compress(text.encode())) for text in texts)


def scripts_of(page: str) -> set[str]:
    """The scripts of a page and those that these take in."""
    wanted = re.findall(r'<script[^>]*\ssrc="([^"]+)"', page)
    found: set[str] = set()
    while wanted:
        if (address := wanted.pop()) not in found:
            found.add(address)
            beside = re.findall(r'from "\./([^"]+)"', source(address))
            wanted += [str(Path(address).parent / name) for name in beside]
    return found


def bought_by(client: Client) -> None:
    """One thing in the cart, so that cart and checkout are not empty."""
    a_product(product_id="one", variants=VARIANTS)
    client.post("/cart/add", {"sku": "S1", "quantity": 1})


@pytest.mark.parametrize(
    "address", ["/", "/equipment", "/equipment/one", "/cart", "/checkout", "/racket-builder"]
)
def test_a_page_keeps_within_its_budget(client: Client, address: str) -> None:
    bought_by(client)
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert len(page.encode()) <= HTML
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert packed(*(in_one(s.removeprefix("/static/"), source) for s in styles)) <= STYLE
    assert packed(*(source(script) for script in scripts_of(page))) <= SCRIPTS
    for large in re.findall(r'<img[^>]*fetchpriority="high"[^>]*src="([^"]+)"', page):
        assert len(client.get(large.replace("&amp;", "&")).content) <= PICTURE


def test_the_heaviest_list_of_the_demo_keeps_within_it_too(client: Client) -> None:
    load_products()
    assert len(client.get(HEAVIEST).content) <= HTML


@pytest.mark.parametrize("address", ["/", "/equipment", "/equipment/one", "/cart", "/checkout"])
def test_nobody_else_is_asked_for_anything_before_the_payment(client: Client, address: str) -> None:
    bought_by(client)
    page = client.get(address, follow=True).content.decode()
    loaded = re.findall(r'<(?:img|script|iframe|source)[^>]*\s(?:src|srcset)="([^"]+)"', page)
    loaded += re.findall(r'<link rel="(?:stylesheet|preload|icon)" href="([^"]+)"', page)
    assert loaded
    for asked in loaded:
        assert asked.startswith(("/", "data:")), asked
        assert not asked.startswith("//"), asked


@pytest.mark.parametrize("address", ["/", "/equipment", "/equipment/one"])
def test_pictures_say_their_size_and_wait_their_turn(client: Client, address: str) -> None:
    bought_by(client)
    page = client.get(address).content.decode()
    pictures = re.findall(r"<img[^>]*>", page)
    for picture in pictures:
        assert re.search(r'\swidth="\d+" height="\d+"', picture), picture
    assert sum('fetchpriority="high"' in picture for picture in pictures) <= 1
    if address.endswith("one"):
        below = (
            page.split("How it plays")[-1] if "How it plays" in page else page.split("About it")[-1]
        )
        assert all('loading="lazy"' in p for p in re.findall(r"<img[^>]*>", below) if "src=" in p)
