"""The frame that every page of the shop stands in, and the one stylesheet that dresses it."""

import gzip
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

from catalog import page
from catalog.rules import Category
from config.money import short_rupees
from config.site_views import POLICIES
from config.stylesheets import ENTRIES, OneStylesheet, in_one
from orders import rules
from tests.factories import a_product

STATIC = settings.BASE_DIR / "static"
SHOP = settings.BASE_DIR / "templates"
KB = 1024
PAGES = [
    *("/", "/equipment", "/equipment?category=rubbers&q=nothing", "/equipment/one", "/contact"),
    *("/cart", "/nowhere", *(f"/policies/{name}" for name in POLICIES)),
]


def shop_templates() -> list[str]:
    """Every template of the shop's side, by name."""
    paths = [path.relative_to(SHOP) for path in sorted(SHOP.rglob("*.html"))]
    return [str(path) for path in paths if path.parts[0] not in ("staff", "sandbox", "email")]


def source(path: str) -> str:
    return (STATIC / path).read_text()


@pytest.fixture
def one() -> None:
    a_product(product_id="one", specs={"Speed": "9"}, description="Fine.")


@pytest.mark.parametrize("name", shop_templates())
def test_a_template_is_short_and_carries_no_style_or_script_of_its_own(name: str) -> None:
    text = (SHOP / name).read_text()
    assert len(text.splitlines()) < 60
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    get_template(name)  # it compiles: every tag and filter in it is known


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.usefixtures("one")
def test_a_page_has_one_h1_a_title_a_language_and_a_place_to_skip_to(
    client: Client, address: str
) -> None:
    body = client.get(address).content.decode()
    assert len(re.findall(r"<h1[ >]", body)) == 1
    assert re.search(r"<title>\s*\S[^|]+\| Third Ball</title>", body)
    assert '<html lang="en-IN">' in body
    assert '<a class="skip" href="#main">' in body
    assert '<main id="main"' in body


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.usefixtures("one")
def test_every_link_and_form_of_a_page_leads_somewhere(client: Client, address: str) -> None:
    body = client.get(address).content.decode()
    for link in set(re.findall(r'(?:href|action)="(/[^"#]*)"', body)):
        if not link.startswith(settings.STATIC_URL):
            reply = client.get(link.replace("&amp;", "&"), follow=True)
            assert reply.status_code in (200, 405), link


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.usefixtures("one")
def test_ids_are_given_once_and_labels_point_at_something(client: Client, address: str) -> None:
    body = client.get(address).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', body)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<label[^>]*\sfor="([^"]+)"', body)) <= set(ids)
    assert set(re.findall(r'popovertarget="([^"]+)"', body)) <= set(ids)


@pytest.mark.parametrize("category", list(Category))
def test_all_ten_categories_are_a_click_away(client: Client, category: Category) -> None:
    body = client.get("/contact").content.decode()
    assert f'href="{reverse("catalog:list")}?category={category.value}"' in body


@pytest.mark.parametrize("address", ["/contact", "/nowhere", "/cart"])
def test_the_foot_names_seller_tax_number_and_grievance_officer(
    client: Client, address: str
) -> None:
    body = client.get(address).content.decode()
    for said in (
        settings.SHOP_LEGAL_NAME,
        settings.SHOP_GSTIN,
        settings.GRIEVANCE_OFFICER,
        "within 48 hours",
    ):
        assert said in body


def test_a_lost_page_names_its_number_and_keeps_search_and_contact(client: Client) -> None:
    response = client.get("/nowhere", headers={"X-Request-Id": "0123456789abcdef"})
    body = response.content.decode()
    assert response.status_code == 404
    assert "404-0123456789abcdef" in body
    assert 'id="again"' in body


@pytest.mark.parametrize("name", ["policy", "cookies", "..", "shipping.html"])
def test_a_policy_we_do_not_have_is_a_404(client: Client, name: str) -> None:
    assert client.get(f"/policies/{name}").status_code == 404


def test_delivery_is_told_as_the_orders_room_charges_it() -> None:
    free, fee = rules.FREE_DELIVERY_FROM_PAISE, rules.DELIVERY_FEE_PAISE
    for name in ("components/facts.html", "pages/shipping.html"):
        text = (SHOP / name).read_text()
        assert short_rupees(free) in text
        assert short_rupees(fee) in text


def test_cash_on_delivery_is_told_as_the_orders_room_charges_and_limits_it() -> None:
    text = (SHOP / "pages/shipping.html").read_text()
    assert f"{short_rupees(rules.COD_FEE_PAISE)} more" in text
    assert short_rupees(rules.MOST_COD_PAISE) in text


def test_the_page_offers_as_many_of_one_thing_as_the_cart_takes() -> None:
    assert page.MOST_OF_ONE == rules.MOST_OF_ONE


def test_robots_are_kept_from_what_is_private(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /checkout\n" in text
    assert "Disallow: /staff/\n" in text
    assert "Disallow: /equipment\n" not in text


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_stylesheet_is_one_file_with_every_piece_in_its_layer(entry: str) -> None:
    css = in_one(entry, source)
    folder = Path(entry).parent
    pieces = re.findall(r'url\("([^"]+)"\) layer', source(entry))
    assert len(pieces) == source(entry).count("@import") > 15
    assert "@import" not in css
    assert css.count("{") == css.count("}")
    for found in pieces:
        assert (STATIC / folder / found).exists()
    assert len(gzip.compress(css.encode())) < 12 * KB


def test_every_component_of_the_folder_is_in_the_stylesheet() -> None:
    folder = STATIC / "css"
    inside = {str(p.relative_to(folder)) for p in folder.rglob("*.css")}
    imported = set(re.findall(r'url\("([^"]+)"\) layer', source("css/shop.css")))
    alone = {"shop.css", "turning.css"}  # the latter is taken in by some pages only
    assert inside - imported - alone <= {p for p in inside if p.startswith("staff")}


def test_pages_change_softly_only_where_one_looks_around(client: Client, one: None) -> None:
    soft = {p.name for p in (STATIC / "css").rglob("*.css") if "@view-transition" in p.read_text()}
    assert soft == {"turning.css"}
    for address, is_soft in {"/equipment/one": True, "/equipment": True, "/cart": False}.items():
        assert ("turning" in client.get(address).content.decode()) is is_soft, address


def test_a_text_is_there_before_its_font() -> None:
    assert "font-display: swap" in source("css/tokens.css")


def test_colours_are_written_in_the_tokens_only() -> None:
    allowed = {"#fff", "#000"}
    for path in (STATIC / "css").rglob("*.css"):
        if path.name != "tokens.css" and not path.name.startswith("staff"):
            raw = set(re.findall(r"#[0-9a-f]{3,6}\b", path.read_text())) - allowed
            assert not raw, path


def test_a_piece_that_names_a_file_from_a_subfolder_is_refused() -> None:
    texts = {
        "css/a.css": '@import url("parts/b.css") layer(base);\n',
        "css/parts/b.css": 'a { background: url("x.svg"); }\n',
    }
    with pytest.raises(ValueError, match="names a file"):
        in_one("css/a.css", texts.__getitem__)


class CollectedStorage(OneStylesheet, CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names, with stylesheets in one."""


def test_collecting_serves_one_stylesheet_under_a_hashed_name(tmp_path: Path) -> None:
    for place in ("found", "collected"):
        shutil.copytree(STATIC / "css", tmp_path / place / "css")
        (tmp_path / place / "fonts").mkdir()
        (tmp_path / place / "fonts/figtree.woff2").write_bytes(b"a font")
    found = StaticFilesStorage(location=str(tmp_path / "found"), base_url="/static/")
    files = [p for p in (tmp_path / "found").rglob("*.*") if not p.name.startswith("staff")]
    paths = {n: (found, n) for n in (str(p.relative_to(tmp_path / "found")) for p in files)}
    collected = CollectedStorage(location=str(tmp_path / "collected"), base_url="/static/")
    for _ in range(2):  # a second collecting starts from the pieces again
        for name, _hashed, done in collected.post_process(dict(paths)):
            assert not isinstance(done, Exception), name
    served = Path(collected.path(collected.stored_name("css/shop.css"))).read_text()
    assert "@import" not in served
    assert ".card" in served
    assert 'url("../fonts/figtree.' in served
