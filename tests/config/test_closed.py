"""What docs/security.md promises of the whole shop, and no other test looks at."""

import ast
import logging
import re
from collections.abc import Iterator
from importlib import metadata

import pytest
import requests
import responses
from django.conf import settings
from django.test import Client
from packaging.requirements import Requirement

from config.errors import Unavailable
from customers.privacy_words import Traces
from payments.razorpay import Razorpay
from shipping.shiprocket_wire import reply_from
from tests.customers.shoppers import signed_in
from tests.security.signed import READERS, opened_by
from tests.staff import a_browser

ROOMS = ("config", "catalog", "customers", "orders", "shipping", "payments")
DANGEROUS = {"pickle", "shelve", "subprocess", "yaml", "xml.etree", "xml.dom", "ctypes"}
# Build and demo of a developer's machine; and Python's own dump, of which nothing is read back.
APART = ("config/local/", "config/management/commands/run_shop.py", "/sandbox/", "/demo/")


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Each file of the shop itself."""
    for room in ROOMS:
        for path in sorted((settings.BASE_DIR / room).rglob("*.py")):
            name = path.relative_to(settings.BASE_DIR).as_posix()
            if not any(part in name for part in APART):
                yield name, ast.parse(path.read_text())


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Each call in it: file, what is called, the call."""
    for name, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield name, ast.unparse(node.func), node


def test_no_room_runs_commands_or_unpacks_objects() -> None:
    for name, tree in sources():
        imported = {
            each.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for each in node.names
        } | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not imported & DANGEROUS, name
    forbidden = re.compile(r"eval|exec|os\.(system|popen|exec\w*)|marshal\.loads?|from_string")
    assert not [(name, what) for name, what, _ in calls() if forbidden.fullmatch(what)]
    assert not [
        name
        for name, _, call in calls()
        for given in call.keywords
        if given.arg == "verify" and not getattr(given.value, "value", True)
    ]


def test_no_pattern_is_made_of_what_somebody_sent() -> None:
    """What is set into a pattern is a constant in capitals. One room looks for what people are
    called, and takes it as it is written; another names its constant within the function."""
    told = Traces.of(names=["Ra(j.*+", "[A-Z"], lines=["12|34 \\d Road"])
    assert told.without("Ra(j.*+ Rajesh [A-Z B") == "… Rajesh … B"
    made = re.compile(r"re\.(compile|match|search|fullmatch|sub|split|findall|finditer)")
    apart = {"customers/privacy_words.py", "shipping/telling.py"}
    patterns = [(n, c.args[0]) for n, what, c in calls() if made.fullmatch(what)]
    assert len(patterns) > 30
    for name, text in patterns:
        inside = {ast.unparse(each) for each in ast.walk(text) if isinstance(each, ast.Name)}
        assert name in apart or not {each for each in inside if not each.isupper()}, name


def test_no_script_of_ours_runs_or_listens_to_what_others_wrote() -> None:
    forbidden = re.compile(
        r"\beval\(|new Function|document\.write|[\"']message[\"']|postMessage|__proto__|"
        r"Object\.assign\([^;]*JSON|insertAdjacentHTML|outerHTML"
    )
    scripts = sorted((settings.BASE_DIR / "static" / "js").rglob("*.js"))
    assert len(scripts) > 10
    assert not [path.name for path in scripts if forbidden.search(path.read_text())]


@pytest.mark.parametrize(
    "path", ["/.git/HEAD", "/.env", "/requirements.txt", "/static/", "/static/../.env", "/photos/"]
)
def test_nothing_is_listed_traced_or_lying_about(path: str) -> None:
    client = Client()
    assert client.get(path).status_code == 404
    for place in ("/", "/account", "/staff/sign-in/", "/payment/webhook", "/healthz"):
        answer = client.trace(place, HTTP_X_SECRET="told")
        assert (answer.status_code, b"told" in answer.content) in {(405, False), (302, False)}


def test_whatever_is_text_says_how_it_is_written() -> None:
    client = Client()
    script = "/static/js/add.js"
    for path in (
        "/",
        "/nowhere",
        "/robots.txt",
        "/sitemap.xml",
        "/healthz",
        script,
        "/favicon.svg",
    ):
        answer = client.get(path)
        kind = answer["Content-Type"].lower()
        answer.close()  # a file of ours is open until it is sent
        assert "charset=" in kind.replace('"', ""), (path, kind)
    assert client.post("/payment/webhook")["Content-Type"] == "text/plain; charset=utf-8"


def test_the_way_out_stands_where_one_is_signed_in(client: Client) -> None:
    assert 'action="/staff/sign-out/"' in a_browser("packer").get("/staff/").text
    signed_in(client)
    assert 'action="/account/sign-out"' in client.get("/account").text


def test_what_was_signed_for_one_page_opens_no_other() -> None:
    for reader, own in READERS.items():
        assert opened_by(reader) == own, reader


def test_where_a_vendor_sends_us_we_do_not_go() -> None:
    with responses.RequestsMock() as wire:
        for method in ("GET", "POST"):
            wire.add(
                method,
                re.compile("https://vendor.example/"),
                status=307,
                json={},
                headers={"Location": "https://elsewhere.example/"},
            )
        client = Razorpay(requests.Session(), "https://vendor.example", key_id="k", key_secret="s")
        with pytest.raises(Unavailable):
            client.order("order_AAAAAAAAAAAAAA")
        status, _ = reply_from(
            requests.Session(), "POST", "https://vendor.example/x", timeout=(1, 1)
        )
        assert status == 307
        assert len(wire.calls) == 2


def test_every_package_we_stand_on_is_pinned() -> None:
    lines = (settings.BASE_DIR / "requirements.txt").read_text().splitlines()
    pins = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    assert all(re.fullmatch(r"[\w.]+", version) for version in pins.values())
    known = {name.lower().replace("_", "-") for name in pins}
    for name in pins:
        for text in metadata.requires(name) or []:
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                assert needed.name.lower().replace("_", "-") in known, (name, needed.name)


def test_a_refusal_leaves_a_line(caplog: pytest.LogCaptureFixture) -> None:
    a_browser("packer").get("/staff/team/")
    Client(enforce_csrf_checks=True).post("/account/sign-in", {"email": "x"})
    Client().post("/payment/webhook", b"{}", content_type="application/json")
    lines = [line.getMessage() for line in caplog.records if line.levelno >= logging.WARNING]
    assert any(line.startswith("Forbidden") and "/staff/team/" in line for line in lines)
    assert any("CSRF" in line for line in lines)
    assert any("wrong signature" in line or "Bad Request" in line for line in lines)
