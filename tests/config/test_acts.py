"""The log of staff acts: every act leaves one line, and no line stands in the way of an act."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver
from pynamodb.exceptions import PutError

from config import acts, clock
from config.acts import Act, all_words, digest_of_person, key_of_day, note, tell, words_of
from config.acts_reading import MOST_DAYS, MOST_READ, PAGE, Place, Wanted, page_of
from config.ids import crockford
from config.staff import StaffMember
from customers.rules import RIGHTS
from orders.rules import Status
from tests.calls import counted
from tests.factories import a_product
from tests.orders.test_staff import an_order_at
from tests.staff import a_browser

OWNER = StaffMember("o@thirdball.example", "Owner", "owner", frozenset(RIGHTS), is_sure=True)
LOG = "/staff/log/"
Entry = URLPattern | URLResolver


def lines() -> list[Act]:
    """Today's lines, the oldest first."""
    return list(Act.query(key_of_day(clock.now())))


def page(browser: Client, path: str = LOG, **asked: str) -> str:
    answer = browser.get(path, asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def noted(number: int, *, what: str = "orders:packing", **given: Any) -> None:
    """So many acts, a second apart, up to this moment."""
    now = clock.now()
    with Act.batch_write() as batch:
        for back in range(number):
            at = now - timedelta(seconds=back)
            fields: dict[str, Any] = {"who": OWNER.customer_id, "name": "Owner", "about": {}}
            place = f"{clock.to_text(at)}/{crockford(8)}"
            keys: dict[str, Any] = {"key": key_of_day(at), "place": place, "at": at, "what": what}
            batch.save(Act(**keys | fields | given, outcome="done", expires_at=at + acts.KEPT))


def staff_patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every staff page by what stands in the log for it: 'orders:packing'."""

    def walk(
        found: list[URLPattern | URLResolver], before: str
    ) -> Iterator[tuple[str, URLPattern]]:
        for entry in found:
            if isinstance(entry, URLResolver):
                inside = f"{before}:{entry.namespace}" if entry.namespace else before
                yield from walk(entry.url_patterns, inside.lstrip(":"))
            else:
                yield f"{before}:{entry.name}", entry

    for name, entry in walk(get_resolver("config.urls").url_patterns, ""):
        if name.startswith("staff:") and hasattr(entry.callback, "staff_right"):
            yield name.removeprefix("staff:"), entry


def takes_posts(view: Callable[..., Any], names: list[str]) -> bool:
    """Whether a view lets a POST in, as its answer to an unknown method says."""
    request: Any = RequestFactory().generic("BREW", "/staff/")
    request.staff = OWNER
    answer = view(request, **dict.fromkeys(names, "x"))
    assert answer.status_code == 405, view
    return "POST" in answer["Allow"]


def test_every_post_of_the_staff_has_its_words() -> None:
    known, lacking = all_words(), []
    for what, entry in staff_patterns():
        names = list(entry.pattern.regex.groupindex)
        room, _, name = what.partition(":")
        if takes_posts(entry.callback, names):
            has_words = {what, f"{room}:{name.rpartition(':')[2]}"} & known.keys()
            lacking += [] if has_words else [what]
    assert not lacking


def test_a_press_leaves_one_line_that_says_who_what_and_to_what() -> None:
    order = an_order_at(Status.CONFIRMED)
    browser = a_browser("packer", name="Rohit Gaikwad")
    browser.post(f"/staff/orders/{order.order_id}/packing/")
    (line,) = lines()
    assert (line.name, line.what, line.outcome) == ("Rohit Gaikwad", "orders:packing", "done")
    assert line.about == {"order_id": order.order_id}
    assert line.expires_at - line.at > timedelta(days=399)


def test_what_was_refused_or_only_looked_at_leaves_none() -> None:
    order, browser = an_order_at(Status.CONFIRMED), a_browser("support")
    browser.post(f"/staff/orders/{order.order_id}/packing/")  # 403
    a_browser().get(f"/staff/orders/{order.order_id}/")
    a_browser().post("/staff/orders/TB-0000000000/packing/")  # 404
    row = a_product()
    a_browser().post(f"/staff/products/{row.product_id}/stock/", {})  # 422
    assert lines() == []


def test_a_warning_is_told_apart() -> None:
    order = an_order_at(Status.CONFIRMED)
    a_browser().post(f"/staff/orders/{order.order_id}/mails/again/", {"kind": "confirmed"})
    assert [line.outcome for line in lines()] == ["warned"]


def asked(name: str = "orders:packing", method: str = "POST", **about: str) -> Any:
    request: Any = RequestFactory().generic(method, "/staff/x/")
    request.staff, request._messages = OWNER, []
    request.resolver_match = ResolverMatch(
        mock.Mock(), (), about, url_name=name.rpartition(":")[2], namespaces=["staff", "orders"],
    )  # fmt: skip
    return request


def test_a_log_that_fails_fails_no_act(caplog: pytest.LogCaptureFixture) -> None:
    with mock.patch.object(Act, "save", side_effect=PutError("gone")):
        note(asked(order_id="TB-1"), HttpResponse(status=302))
    assert "could not be noted: orders:packing" in caplog.text
    assert lines() == []


def test_the_log_waits_half_a_second_at_most_and_tries_once() -> None:
    assert (Act.Meta.read_timeout_seconds, Act.Meta.max_retry_attempts) == (0.5, 0)


def test_a_page_that_comes_back_is_no_act_unless_the_view_says_so() -> None:
    request = asked(order_id="TB-1")
    note(request, HttpResponse("a preview"))
    assert lines() == []
    tell(request, orders="TB-1,TB-2")
    note(request, HttpResponse("these are your codes"))
    assert [line.about for line in lines()] == [{"order_id": "TB-1", "orders": "TB-1,TB-2"}]


def test_a_file_that_comes_back_is_an_act() -> None:
    note(asked(), HttpResponse("{}", content_type="application/json"))
    for looked in (HttpResponse(status=302), HttpResponse("%PDF", content_type="application/pdf")):
        note(asked(method="GET"), looked)
    assert len(lines()) == 1


def test_a_list_taken_away_as_a_file_leaves_a_line_and_a_refusal_none() -> None:
    taken = {
        "orders:file": "orders/orders.csv?status=delivered",
        "orders:register-workbook": "orders/register/2026-11.xlsx",
        "orders:register-sheet": "orders/register/2026-11/b2b.csv",
        "payments:month-file": "payments/payments-2026-11.csv",
        "catalog:csv-out": "products/csv/products.csv",
    }
    boss = a_browser("owner", name="Asha")
    for path in (*taken.values(), "orders/orders.csv?status=nonsense"):
        boss.get(f"/staff/{path}")
        boss.head(f"/staff/{path}")
    assert a_browser("support").get("/staff/orders/orders.csv").status_code == 403
    assert [(line.name, line.what) for line in lines()] == [("Asha", what) for what in taken]
    assert (lines()[0].about, lines()[3].about) == ({"list": "delivered"}, {"month": "2026-11"})
    assert "took a list of orders as a file" in page(boss)


def test_no_shopper_stands_in_the_log_and_one_is_found_all_the_same() -> None:
    note(asked(customer_id="Asha@Example.com"), HttpResponse(status=302))
    (line,) = lines()
    assert "asha" not in str(line.about).lower()
    assert line.about == {"customer_id": digest_of_person("asha@example.com")}
    assert Wanted(about="asha@example.com").fits(line)
    assert not Wanted(about="usha@example.com").fits(line)


def test_two_acts_in_the_same_moment_are_two_lines() -> None:
    with time_machine.travel(clock.now(), tick=False):
        note(asked(order_id="TB-1"), HttpResponse(status=302))
        note(asked(order_id="TB-2"), HttpResponse(status=302))
        assert len(lines()) == 2


def test_the_log_pages_back_through_all_of_it_once() -> None:
    noted(PAGE + 3)
    seen, place = [], Place(clock.now().date() + timedelta(days=1))
    first = page_of(Wanted(), place)
    seen += [act.place for act in first.acts]
    browser = a_browser("owner")
    older = page(browser, LOG, after=first.next)
    assert len(seen) == len(set(seen)) == PAGE
    assert older.count("started packing</td>") + older.count("started packing<") >= 3


def test_the_log_is_looked_through_in_bounded_pieces() -> None:
    noted(MOST_READ + 20)
    with counted() as calls:
        found = page_of(Wanted(about="nobody"), Place(clock.now().date() + timedelta(days=1)))
    assert (found.acts, bool(found.next)) == ([], True)
    assert calls.total() <= 8


def test_an_empty_log_is_looked_through_a_week_at_a_time_and_leads_on() -> None:
    noted(1, about={"order_id": "TB-AAAAAAAAAA"})
    with time_machine.travel(clock.now() + timedelta(days=10)):
        browser = a_browser("owner")
        with counted() as calls:
            text = page(browser)
        assert calls["Query"] <= MOST_DAYS + 5
        assert "Nothing was found" in text
        (older,) = re.findall(r'href="(\?after=[^"]+)"', text)
        assert "TB-AAAAAAAAAA" in browser.get(f"{LOG}{older}").content.decode()


def test_filters_find_by_person_kind_and_thing() -> None:
    noted(1, name="Rohit Gaikwad", about={"order_id": "TB-AAAAAAAAAA"})
    noted(1, what="payments:refund", name="Sneha Patil", about={"order_id": "TB-BBBBBBBBBB"})
    browser = a_browser("manager", name="Meera")
    assert "TB-BBBBBBBBBB" not in page(browser, who="rohit")
    assert "TB-AAAAAAAAAA" not in page(browser, kind="payments:refund")
    found = page(browser, about="tb-aaaa")
    assert 'href="/staff/orders/TB-AAAAAAAAAA/"' in found
    assert "TB-BBBBBBBBBB" not in found


def test_my_own_log_shows_nobody_else() -> None:
    noted(1, about={"order_id": "TB-AAAAAAAAAA"})
    browser = a_browser("packer", name="Rohit")
    order = an_order_at(Status.CONFIRMED)
    browser.post(f"/staff/orders/{order.order_id}/packing/")
    found = page(browser, "/staff/log/mine/", who="")
    assert order.order_id in found
    assert "TB-AAAAAAAAAA" not in found


def test_a_cursor_that_is_not_ours_is_refused() -> None:
    assert a_browser("owner").get(LOG, {"after": "x"}).status_code == 400
    for day in ("0001-01-01", "9999-12-31", "x"):
        page(a_browser("owner"), day=day)


def test_words_of_an_older_version_are_shown_as_they_stand() -> None:
    noted(1, what="orders:gone")
    assert words_of("orders:gone") == ""
    assert "orders:gone" in page(a_browser("owner"))
