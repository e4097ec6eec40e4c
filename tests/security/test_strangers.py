"""What a stranger may try at the shop's own pages: addresses that lead elsewhere, hosts and
networks that are not theirs, values sent twice, links guessed."""

import json
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client

from orders.cart import cart_in
from orders.links import token_of
from payments.api import MOST_IN_TEN_MINUTES
from tests.calls import counted
from tests.customers.shoppers import comes_in, signed_in
from tests.factories import a_product, an_order
from tests.payments.test_checkout import fill, orders, the_form
from tests.payments.test_checkout_limits import a_wish
from tests.security.addresses import all_pages, shop_pages
from tests.security.signed import SAID, links
from tests.staff import a_browser

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

EVIL = [
    *("//evil.example", "///evil.example", "https:evil.example", "https://evil.example/account"),
    *("/\\evil.example", "\\\\evil.example", "/%0d%0aLocation:https://evil.example", "\t//evil.ex"),
    *("javascript:alert(1)", "data:text/html,x", "http:///evil.example", "/\r\nX-Evil: 1"),
    *("https://testserver@evil.example", "https://testserver.evil.example", " //evil.example"),
]
WAYS = ("next", "back", "url", "redirect", "return", "return_to", "continue")


def leads_out(answer: "Answer") -> bool:
    """Whether a browser would leave the shop. The answer is done with then."""
    answer.close()
    address = answer.get("Location", "/")
    is_ours = address.startswith("/") and address[1:2] not in {"/", "\\", "\t"}
    return not is_ours or "X-Evil" in answer or "\r" in address


@pytest.mark.parametrize("evil", EVIL)
def test_e3_signing_in_leads_nowhere_else(client: Client, evil: str) -> None:
    assert client.get("/account/sign-in", {"next": evil}).status_code == 200
    answer = comes_in(client, next=evil)
    assert (answer.status_code, leads_out(answer)) == (302, False)


def test_e3_no_address_leads_where_a_stranger_says() -> None:
    shopper = Client()
    signed_in(shopper)
    for browser in (shopper, a_browser("owner")):
        for page in all_pages():
            for evil in EVIL[:3]:
                given = dict.fromkeys(WAYS, evil)
                assert not leads_out(browser.get(page.address(), given)), page.pattern
                seen_at = {"Referer": evil}
                assert not leads_out(browser.post(page.address(), given, headers=seen_at)), page


def test_e15_another_host_is_refused_and_never_written_into_a_page(client: Client) -> None:
    for host in ("evil.example", "testserver.evil.example", "testserver:99999x", "[::1", ""):
        assert client.get("/cart", headers={"Host": host}).status_code == 400, host
    told = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    for address in ("/cart", "/account/sign-in", "/sitemap.xml", "/robots.txt"):
        answer = client.get(address, headers=told)
        assert "evil.example" not in answer.content.decode() + str(answer.headers)


def test_e15_no_made_up_network_gets_round_a_limit(client: Client) -> None:
    wish = json.dumps(a_wish("nothing"))

    def asks(n: int) -> int:
        made_up = {"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.9", "X-Real-Ip": f"10.0.0.{n}"}
        made_up |= {"Forwarded": f"for=10.1.1.{n}", "True-Client-Ip": f"10.2.2.{n}"}
        reply = client.post("/payment/create-order", wish, "application/json", headers=made_up)
        return reply.status_code

    answers = [asks(n) for n in range(MOST_IN_TEN_MINUTES + 1)]
    assert answers[-1] == 429
    assert 429 not in answers[:-1]


def test_e15_nothing_answers_to_a_method_that_is_not_its_own(client: Client) -> None:
    for page in shop_pages():
        for method in ("TRACE", "PROPFIND", "PUT", "DELETE"):
            answer = client.generic(method, page.address(), headers={"X-Echo": "net-cord"})
            assert answer.status_code in {302, 403, 404, 405}, (method, page.pattern)
            assert "net-cord" not in answer.content.decode()


def test_e17_a_value_sent_twice_has_one_meaning_everywhere(client: Client) -> None:
    """The last one counts, as in all of Django: no part of the shop reads another than the rest.
    Of JSON, where no last is meant, a key that stands twice is a 400."""
    a_product(product_id="one", stock=50)
    twice = {"sku": ["none", "one"], "quantity": ["99", "2"]}
    assert client.post("/cart/add", twice).status_code == 302
    assert cart_in(client.cookies[settings.CART_COOKIE_NAME].value).pieces == 2
    raw = '{"items":[{"id":"one","quantity":1,"quantity":9}],"items":[]}'
    assert client.post("/payment/create-order", raw, "application/json").status_code == 400
    assert orders() == []


def test_e17_no_address_breaks_over_values_sent_twice_or_as_lists() -> None:
    names: tuple[str, ...] = (
        "q",
        "page",
        "sort",
        "category",
        "brand",
        "sku",
        "pincode",
        "quantity",
        "next",
        "act",
    )
    names += ("attempt", "total", "token", "email", "code", "number", "orderId", "paymentId", "way")
    odd = {name: ["1", "-1", "x" * 300] for name in names}
    odd |= {f"{name}[]": ["1"] for name in names} | {f"{name}[$ne]": ["1"] for name in names}
    shopper = Client()
    signed_in(shopper)
    for page in shop_pages():
        for method in ("get", "post"):
            answer = getattr(shopper, method)(page.address(), odd)
            answer.close()
            assert answer.status_code < 500 or answer.status_code == 503, (method, page.pattern)


def test_e21_there_is_nothing_to_redeem(client: Client) -> None:
    """No coupon, no gift card: a code sent along, however often, takes nothing off a total."""
    a_product(product_id="one", price=500_00)
    fill(client, "one")
    total = the_form(client)["total"]
    for name in ("coupon", "code", "discount", "gift_card", "voucher"):
        client.post("/cart/change", {"sku": "one", "quantity": "1", name: "FREE100"})
        assert the_form(client)["total"] == total
    assert not [p.pattern for p in all_pages() if "coupon" in p.pattern or "gift" in p.pattern]


def test_e22_a_link_is_not_to_be_guessed_and_a_guess_asks_no_table(client: Client) -> None:
    order = an_order()
    good = token_of(order.order_id)
    signature = good.rpartition("~")[2]
    assert len(signature) * 6 >= 256  # bits
    assert client.get(f"/track/{good}").status_code == 200
    flips = [good[:-n] + ("A" if good[-n] != "A" else "B") + good[len(good) - n + 1 :]
             for n in range(2, 40)]  # fmt: skip
    others = [order.order_id, f"{order.order_id}~", f"TB-0123456789~{signature}", signature, "~"]
    with counted() as asked:
        told = {client.get(f"/track/{guess}").status_code for guess in flips + others}
    assert (told, dict(asked)) == ({404}, {})
    for page in shop_pages():
        if "<str:token>" in page.pattern:
            guess = page.address({"token": flips[0]})
            assert client.get(guess).status_code in {404, 405}, page.pattern


def test_e22_the_key_of_one_thing_opens_no_other(client: Client) -> None:
    """Each page with every key cut for the same order number: none but its own is read, so none
    other asks a table."""
    order = an_order(order_id=SAID)
    assert client.get(f"/track/{token_of(order.order_id)}").status_code == 200
    for kind, token in links().items():
        for page, own in (("track", "order"), ("contact", "complaint"), ("pay", "order")):
            if kind.startswith(own):
                continue
            with counted() as asked:
                assert client.get(f"/{page}/{token}").status_code == 404
            assert dict(asked) == {}, (page, kind)
