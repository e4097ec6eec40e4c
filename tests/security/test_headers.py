"""What stands on every answer, whoever gives it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client, override_settings
from pytest_django import Settings

from catalog import shelf
from catalog.pictures import views_of
from catalog.rules import Category
from tests.customers.shoppers import signed_in
from tests.factories import a_product
from tests.security.addresses import all_pages
from tests.staff import a_browser

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

REQUIRED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin|same-origin|no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": r".*camera=\(\).*payment=\(self .*",
    "X-Request-Id": r"[\w-]+",
}
LOOSE = re.compile(r"unsafe|\*|strict-dynamic|\bhttps?:(?!//)|\bblob:")
NEVER_KEPT = re.compile(r"^/(account|staff|checkout|order-success|cart$|track/|contact/)")


def lacks(answer: "Answer") -> list[str]:
    """What is not on this answer, or is looser than it should be."""
    wrong = [
        name for name, said in REQUIRED.items() if not re.fullmatch(said, answer.get(name, ""))
    ]
    policy = answer.get("Content-Security-Policy", "")
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";") if part)
    strict = {"default-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'"}
    strict |= {"script-src": "'self'", "style-src": "'self'", "form-action": "'self'"}
    wrong += [name for name, said in strict.items() if directives.get(name) != said]
    return wrong + LOOSE.findall(policy)


@pytest.mark.parametrize("method", ["get", "post"])
def test_e18_every_address_carries_them_for_whoever_asks(method: str) -> None:
    shopper = Client()
    signed_in(shopper)
    for browser in (Client(), shopper, a_browser("owner")):
        for page in all_pages():
            answer = getattr(browser, method)(page.address())
            answer.close()  # as a server does with a file that it has sent
            if answer["Content-Type"].startswith("image/"):
                assert answer["Content-Security-Policy"] == "default-src 'none'"
                continue
            assert lacks(answer) == [], (page.pattern, answer.status_code)
            if NEVER_KEPT.match(page.address()) and answer.status_code == 200:
                assert "no-store" in answer["Cache-Control"], page.pattern


def early(client: Client) -> Iterator[tuple[int, "Answer"]]:
    """Answers that are given before any view is asked, and instead of one."""
    yield 400, client.get("/", headers={"Host": "evil.example"})
    yield 403, Client(enforce_csrf_checks=True).post("/checkout", {})
    yield 404, client.get("/nowhere")
    yield 404, client.get("/static/nothing.js")
    yield 405, client.post("/policies/privacy")
    yield 411, client.post("/checkout", headers={"Transfer-Encoding": "chunked"})
    yield 413, client.post("/checkout", {"x": "y" * (settings.USUAL_BODY + 1)})
    yield 415, client.post("/payment/create-order", {})
    yield 400, client.post("/payment/webhook", "{}", "application/json")
    yield 302, client.get("/account")
    yield 200, client.get("/robots.txt")
    with override_settings(SECURE_SSL_REDIRECT=True):
        yield 403, Client().post("/payment/webhook", "{}", "application/json")


def test_e18_refusals_that_no_view_gave_carry_them(client: Client) -> None:
    for status, answer in early(client):
        assert answer.status_code == status
        assert lacks(answer) == [], status


def test_e18_an_error_of_ours_carries_them_and_tells_nothing(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.security.urls"
    answer = Client(raise_request_exception=False).get("/broken")
    assert answer.status_code == 500
    assert lacks(answer) == []
    told = answer.content.decode()
    assert "the net fell down" not in told
    assert "Traceback" not in told


@pytest.mark.parametrize("name", ["css/shop.css", "js/pay.js"])
def test_e18_our_files_carry_them_and_are_nobody_elses(client: Client, name: str) -> None:
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 200
    assert lacks(answer) == []
    assert "Access-Control-Allow-Origin" not in answer
    answer.close()


def test_e18_a_picture_of_goods_may_be_shown_elsewhere_and_runs_nothing(client: Client) -> None:
    a_product(product_id="one")
    shelf.refresh()
    view = views_of(Category.RUBBERS)[0]
    answer = client.get(f"/pictures/one/{view}.svg")
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    missing = client.get("/pictures/none/front.svg")
    assert missing["Cross-Origin-Resource-Policy"] == "same-origin"


def test_e18_over_https_browsers_are_told_to_stay_there(settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    settings.SECURE_SSL_REDIRECT = True
    for address in ("/robots.txt", "/nowhere", "/static/css/shop.css"):
        answer = Client().get(address, secure=True)
        answer.close()
        said = answer["Strict-Transport-Security"]
        assert said.startswith("max-age=31536000; includeSubDomains"), address
    led = Client().get("/nowhere")
    assert led["Location"] == "https://testserver/nowhere"
    assert lacks(led) == []


LIVE = """
import django; django.setup()
from django.conf import settings as s
from shipping import pincode_cookie
used = [n for n in dir(s) if n.endswith("COOKIE_NAME") and n[:7] not in ("SESSION", "LANGUAG")]
print(*(getattr(s, n) for n in used), pincode_cookie.NAME)
print(s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS)
"""


def test_on_a_live_site_no_cookie_can_be_planted_by_another_host() -> None:
    live = {"ENV_FILE": "config/local/live.env", "DJANGO_SETTINGS_MODULE": "config.settings"}
    out = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", LIVE],
        env={"PATH": os.environ["PATH"]} | live,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    names, secure = out.splitlines()
    assert len(names.split()) > 8
    assert [name for name in names.split() if not name.startswith("__Host-")] == []
    assert secure == "True True True 31536000"


# The head of the page and the pincode field are filled in by scripts on pages kept for everybody;
# the cookies `head` and `pincode` open nothing.
READ_BY_SCRIPTS = {("middleware.py", "settings.HEAD_COOKIE_NAME"), ("pincode_cookie.py", "NAME")}


def test_every_cookie_is_set_as_its_name_promises() -> None:
    """`__Host-` holds only with Secure, the path / and no domain; a browser drops it otherwise."""
    rooms = ("config", "catalog", "customers", "orders", "shipping", "payments")
    files = [path for room in rooms for path in (settings.BASE_DIR / room).rglob("*.py")]
    calls = [
        (path, call)
        for path in files
        if "sandbox" not in path.parts
        for call in re.findall(r"\.set_cookie\((.*?)\n? *\)\n", path.read_text(), re.DOTALL)
    ]
    assert len(calls) > 6
    open_to_scripts = set()
    for path, call in calls:
        assert "secure=settings.IS_HTTPS" in call, path
        assert "samesite=" in call, path
        if "httponly=True" not in call:
            open_to_scripts.add((path.name, call.split(",")[0].strip()))
        assert "domain=" not in call, path
        assert "path=" not in call.replace('path="/"', ""), path
    assert open_to_scripts == READ_BY_SCRIPTS
