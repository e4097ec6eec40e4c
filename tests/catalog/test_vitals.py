"""How fast pages are for people: what browsers tell is checked, counted cheaply, and shown."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.test import Client
from django.urls import get_resolver
from pynamodb.exceptions import PynamoDBConnectionError

from catalog.services import measuring
from catalog.staff.speed import LONG, SHORT, rows
from catalog.vitals_models import Vitals
from catalog.vitals_rules import (
    LARGEST,
    SCALES,
    TYPES,
    Metric,
    boxes,
    in_order,
    measured_in,
    third_quartile,
)
from config import clock
from tests.calls import counted
from tests.factories import a_product
from tests.staff import a_browser

NOON = clock.from_text("2026-11-23T06:30:00.000Z")
TOLD = {"page": "product", "lcp": 1800, "inp": 90, "cls": 30}


@pytest.fixture(autouse=True)
def fresh_tally() -> Iterator[None]:
    """A process that has counted nothing."""
    measuring.forget()
    yield
    measuring.forget()


def tell(client: Client, told: Any, **headers: str) -> int:
    body = told if isinstance(told, bytes) else json.dumps(told)
    return client.post("/vitals", body, content_type="text/plain", headers=headers).status_code


def kept() -> dict[str, dict[str, int]]:
    return {item.place: item.counts for item in Vitals.query(Vitals.KEY)}


def test_what_a_page_tells_is_counted_under_its_indian_day_and_goes_after_a_hundred() -> None:
    with time_machine.travel("2026-11-22T20:00:00Z", tick=False):
        assert tell(Client(), TOLD) == 204
        expected_end = clock.now() + timedelta(days=100)
    assert kept() == {"2026-11-23/product": {"lcp05": 1, "inp03": 1, "cls04": 1}}
    assert Vitals.get(Vitals.KEY, "2026-11-23/product").expires_at == expected_end


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"{",
        b"\xff",
        b"[" * 1000,
        [],
        {},
        {"page": "product"},
        {"page": "staff", "lcp": 1},
        {"page": ["product"], "lcp": 1},
        TOLD | {"url": "/track/secret"},
        TOLD | {"lcp": -1},
        TOLD | {"lcp": LARGEST + 1},
        TOLD | {"lcp": 1.5},
        TOLD | {"lcp": True},
        TOLD | {"lcp": "9"},
        TOLD | {"lcp": float("nan")},
    ],
)
def test_anything_else_is_refused_and_leaves_nothing(told: Any) -> None:
    assert tell(Client(), told) == 400
    assert kept() == {}


def test_a_long_body_another_site_and_whoever_asks_not_to_be_followed_are_not_counted() -> None:
    assert tell(Client(), json.dumps(TOLD).encode() + b" " * 1024) == 413
    assert tell(Client(), TOLD, **{"Sec-Fetch-Site": "cross-site"}) == 403
    assert tell(Client(), TOLD, **{"Sec-GPC": "1"}) == tell(Client(), TOLD, DNT="1") == 204
    assert Client().get("/vitals").status_code == 405
    assert kept() == {}
    assert tell(Client(), TOLD, **{"Sec-Fetch-Site": "same-origin"}) == 204
    assert len(kept()) == 1


def test_it_is_answered_without_a_cookie_and_gives_none() -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/vitals", json.dumps(TOLD), content_type="text/plain")
    assert (answer.status_code, answer.content, dict(answer.cookies)) == (204, b"", {})


def test_a_crowd_costs_a_write_a_minute_and_none_of_it_is_lost() -> None:
    with time_machine.travel(NOON, tick=False) as time, counted() as asked:
        for _ in range(50):
            tell(Client(), TOLD)
        writes = asked["UpdateItem"]
        assert writes <= 3  # the first of the day makes the item
        time.shift(measuring.EVERY)
        tell(Client(), TOLD)
        assert asked["UpdateItem"] == writes + 1
    assert kept()["2026-11-23/product"]["lcp05"] == 51


def test_more_than_any_crowd_of_ours_is_not_counted() -> None:
    with time_machine.travel(NOON, tick=False) as time:
        for _ in range(measuring.MOST + 51):
            measuring.note("home", {Metric.CLS: 0})
        time.shift(measuring.EVERY)
        measuring.note("home", {Metric.CLS: 0})
    assert kept()["2026-11-23/home"]["cls00"] == measuring.MOST + 1


def test_what_could_not_be_written_is_written_a_minute_later() -> None:
    with time_machine.travel(NOON, tick=False) as time:
        with mock.patch.object(Vitals, "update", side_effect=PynamoDBConnectionError("down")):
            assert tell(Client(), TOLD) == 204
        assert kept() == {}
        time.shift(measuring.EVERY)
        tell(Client(), TOLD)
    assert kept()["2026-11-23/product"]["lcp05"] == 2


def test_two_processes_count_into_one_item() -> None:
    with time_machine.travel(NOON, tick=False):
        tell(Client(), TOLD)
        measuring.forget()  # as another process: it has written nothing yet
        tell(Client(), TOLD | {"lcp": 9000})
    assert kept()["2026-11-23/product"] == {"lcp05": 1, "lcp12": 1, "inp03": 2, "cls04": 2}


@pytest.mark.parametrize("metric", Metric)
def test_the_quartile_is_good_just_when_three_of_four_are(metric: Metric) -> None:
    scale = SCALES[metric]

    def quartile(good: int, bad: int) -> int:
        counts = dict.fromkeys(boxes({metric: scale.good}), good)
        counts |= dict.fromkeys(boxes({metric: scale.fair + 1}), bad)
        found = third_quartile(metric, in_order(metric, counts))
        assert found is not None
        return found

    assert scale.verdict(quartile(75, 25)) == "good"
    assert scale.verdict(quartile(74, 26)) == "poor"
    assert {scale.good, scale.fair} <= set(scale.edges)
    assert third_quartile(metric, in_order(metric, {})) is None


def test_what_lies_above_all_boxes_is_told_as_above() -> None:
    _, found = measured_in({"page": "home", "lcp": LARGEST})
    assert third_quartile(Metric.LCP, in_order(Metric.LCP, dict.fromkeys(boxes(found), 4))) == 10001


def test_every_page_type_carries_the_script_with_its_name_and_nothing_else_does() -> None:
    a_product(product_id="one")
    client = Client()
    for address, page in {"/": "home", "/equipment": "list", "/equipment/one": "product"}.items():
        html = client.get(address).content.decode()
        assert re.findall(r'data-vitals="([^"]*)" data-page="([^"]*)"', html) == [("/vitals", page)]
    for address in ("/contact", "/nowhere", "/equipment/nowhere", "/account/sign-in"):
        assert "data-vitals" not in client.get(address).content.decode(), address


def test_every_type_belongs_to_a_page_that_is_there() -> None:
    known = {
        f"{room}:{name}" if room else name
        for room, (_, inner) in {"": ("", get_resolver()), **get_resolver().namespace_dict}.items()
        for name in inner.reverse_dict
        if isinstance(name, str)
    }
    assert TYPES.keys() <= known


def test_staff_see_each_page_over_seven_and_twenty_eight_days() -> None:
    with time_machine.travel(NOON, tick=False):
        today = clock.now().date()
        for ago, lcp in ((0, "lcp03"), (SHORT, "lcp11"), (LONG, "lcp13")):
            place = f"{today - timedelta(days=ago)}/product"
            Vitals(Vitals.KEY, place, counts={lcp: 60}).save()
        with counted() as asked:
            (row,) = [each for each in rows(today) if each.title == "Product"]
        assert asked == {"Query": 1}
        cell = row.cells[0]
        assert (cell.short.words, cell.short.verdict, cell.short.visits) == ("1.4 s", "good", 60)
        assert (cell.long.words, cell.long.verdict, cell.long.visits) == ("6.0 s", "poor", 120)
        page = a_browser("owner").get("/staff/speed/").content.decode()
    assert "6.0 s" in page
    assert "120 measured" in page


def test_few_visits_have_no_verdict() -> None:
    with time_machine.travel(NOON, tick=False):
        Vitals(Vitals.KEY, "2026-11-23/home", counts={"lcp03": 19}).save()
        (row,) = [each for each in rows(clock.now().date()) if each.title == "Home"]
    assert (row.cells[0].short.words, row.cells[0].short.verdict) == ("few", "")


def test_only_who_may_read_the_log_sees_it() -> None:
    assert a_browser("packer").get("/staff/speed/").status_code == 403
    assert a_browser("manager").get("/staff/speed/").status_code == 200
