"""Which scripts run where money is taken: our own, and Razorpay's on the page where one pays. PCI
DSS asks for this list (4.0.1, 6.4.3 and 11.6.1), and that nothing else gets in."""

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from django.conf import settings
from django.test import Client

from orders.links import pay_url
from payments.sandbox.process import RunningSandbox
from tests.factories import a_product
from tests.payments.test_checkout import fill, orders, place

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

LOADS = {"link", "img", "iframe", "object", "embed", "source", "video", "audio"}
DATA = {"application/json", "application/ld+json"}


class Loaded(HTMLParser):
    """What a page loads, and what it would run without loading it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.others: list[str] = []
        self.inline: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.inline += [name for name in given if name.startswith("on") or name == "style"]
        self.inline += [v for v in given.values() if v.strip().lower().startswith("javascript:")]
        if tag == "script" and "src" in given:
            self.scripts.append(given["src"])
        elif tag in {"script", "style"} and given.get("type") not in DATA:
            self.inline.append(tag)
        elif tag in LOADS and given.get("rel") not in {"canonical", "alternate"}:
            self.others.append(given.get("href") or given.get("src") or "")


def loaded_by(answer: "Answer") -> Loaded:
    assert answer.status_code == 200
    found = Loaded(answer.content.decode())
    assert found.inline == []
    for address in found.others:
        assert address.startswith(("/", "data:")), address
        assert not address.startswith("//"), address
    return found


def sources(answer: "Answer", directive: str) -> set[str]:
    found = re.search(rf"(?:^|; ){directive} ([^;]+)", answer["Content-Security-Policy"])
    return set(found[1].split()) if found else set()


def test_e18_only_razorpay_runs_beside_us_and_only_where_one_pays(
    client: Client, razorpay: RunningSandbox
) -> None:
    fill(client, a_product().product_id)
    checkout = client.get("/checkout")
    assert {s for s in loaded_by(checkout).scripts if not s.startswith("/static/")} == set()
    assert sources(checkout, "script-src") == {"'self'"}
    assert sources(checkout, "frame-src") == set()
    pay_address = place(client)["Location"]
    (order,) = orders()
    by_link = pay_url(order.order_id).removeprefix(settings.SITE_URL)
    for address in (pay_address, by_link):
        page = client.get(address)
        foreign = [s for s in loaded_by(page).scripts if not s.startswith("/static/")]
        assert foreign == [settings.RAZORPAY_CHECKOUT_URL]
        ours = settings.PAY_PAGE_POLICY
        assert sources(page, "script-src") == {"'self'", *ours["script-src"]}
        assert sources(page, "frame-src") == set(ours["frame-src"])
        assert sources(page, "form-action") == {"'self'"}
        assert "no-store" in page["Cache-Control"]


def test_the_banks_window_can_tell_razorpays_how_it_ended(
    client: Client, razorpay: RunningSandbox
) -> None:
    """A page that severs the windows it opens would hold each payment at a bank for given up."""
    fill(client, a_product().product_id)
    address = place(client)["Location"]
    assert client.get(address)["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    assert client.get("/cart")["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_strange_script_is_seen() -> None:
    seen = Loaded('<script src="https://evil.example/x.js"></script><p onclick="x()">')
    assert (seen.scripts, seen.inline) == (["https://evil.example/x.js"], ["onclick"])
