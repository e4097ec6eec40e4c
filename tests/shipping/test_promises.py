"""When a parcel is at the door: cut-off, Sundays, holidays, zones."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shipping.promises import (
    CUT_OFF,
    INDIA,
    SLACK_DAYS,
    Offered,
    Promise,
    estimate_for,
    leaves_on,
    nowhere,
    promise_from,
)
from shipping.sandbox.offers import offers
from shipping.working_days import HOLIDAYS, is_working_day, working_day_after, working_day_from
from shipping.zones import FAR, LOCAL, METRO, NEAR, REST, Zone, zone_of


def india(text: str) -> datetime:
    """A moment of Indian time, as the rules get it."""
    return datetime.fromisoformat(text).replace(tzinfo=INDIA).astimezone(UTC)


def a_courier(days: int | None = 3, *, cod: bool = True) -> Offered:
    return Offered(43, "Delhivery Surface", 5400, days, cod)


MONDAY = india("2026-11-23 09:00")


@pytest.mark.parametrize(
    ("ordered", "leaves"),
    [
        ("2026-11-23 09:00", "2026-11-24"),  # a Monday morning: packed today, collected tomorrow
        ("2026-11-23 13:59", "2026-11-24"),  # the last minute before the cut-off
        ("2026-11-23 14:00", "2026-11-25"),  # the cut-off itself is too late
        ("2026-11-23 00:10", "2026-11-24"),  # still Sunday in London
        ("2026-11-23 23:50", "2026-11-25"),
        ("2026-11-27 13:00", "2026-11-28"),  # a Friday: collected on Saturday
        ("2026-11-27 15:00", "2026-11-30"),  # a Friday after the cut-off: packed on Saturday
        ("2026-11-28 13:00", "2026-11-30"),  # a Saturday
        ("2026-11-28 15:00", "2026-12-01"),
        ("2026-11-29 10:00", "2026-12-01"),  # a Sunday: packed on Monday
        ("2026-12-24 13:00", "2026-12-26"),  # Christmas Eve, in time
        ("2026-12-24 15:00", "2026-12-28"),  # too late: packed on Saturday, collected on Monday
        ("2026-12-25 09:00", "2026-12-28"),  # Christmas
        ("2026-05-01 09:00", "2026-05-04"),  # Maharashtra Day is a Friday
        ("2026-09-11 15:00", "2026-09-15"),  # a Friday after the cut-off, Ganesh Chaturthi ahead
        ("2026-11-07 15:00", "2026-11-11"),  # the Saturday before Diwali, too late
    ],
)
def test_the_courier_takes_it_the_working_day_after_it_was_packed(
    ordered: str, leaves: str
) -> None:
    assert leaves_on(india(ordered)) == date.fromisoformat(leaves)


def test_the_cut_off_is_an_hour_of_pune_whatever_the_clock_counts_in() -> None:
    before = datetime.combine(date(2026, 11, 23), CUT_OFF, INDIA) - timedelta(seconds=1)
    assert leaves_on(before.astimezone(UTC)) == date(2026, 11, 24)
    assert leaves_on(before.astimezone(UTC) + timedelta(seconds=1)) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("days", "earliest", "latest"),
    [
        (1, "2026-11-25", "2026-11-27"),
        (3, "2026-11-27", "2026-11-30"),  # two days more would be a Sunday
        (5, "2026-11-30", "2026-12-01"),  # five days are a Sunday
        (32, "2026-12-26", "2026-12-28"),
        (31, "2026-12-26", "2026-12-28"),  # Christmas, and the Sunday after it
    ],
)
def test_no_parcel_arrives_on_a_day_on_which_nobody_delivers(
    days: int, earliest: str, latest: str
) -> None:
    promise = promise_from("560041", [a_courier(days)], now=MONDAY)
    assert promise.as_text() == {"from": earliest, "to": latest, "source": "courier"}


def test_the_first_courier_is_the_one_that_is_counted_on() -> None:
    slow, fast = a_courier(5), a_courier(1)
    promise = promise_from("560041", [slow, fast], now=MONDAY)
    assert promise == promise_from("560041", [slow], now=MONDAY)


@pytest.mark.parametrize("silent", [None, 0])
def test_a_courier_that_names_no_days_is_passed_over(silent: int | None) -> None:
    promise = promise_from("560041", [a_courier(silent), a_courier(4)], now=MONDAY)
    assert promise == promise_from("560041", [a_courier(4)], now=MONDAY)


def test_where_no_courier_names_days_they_are_the_zones_and_said_as_an_estimate() -> None:
    promise = promise_from("560041", [a_courier(None)], now=MONDAY)
    guess = estimate_for("560041", now=MONDAY)
    assert (promise.earliest, promise.latest) == (guess.earliest, guess.latest)
    assert (promise.is_estimate, promise.is_served, promise.allows_cod) == (True, True, True)


def test_cash_is_collected_if_any_courier_there_does_so() -> None:
    assert promise_from("560041", [a_courier(cod=False), a_courier()], now=MONDAY).allows_cod
    assert not promise_from("560041", [a_courier(cod=False)], now=MONDAY).allows_cod


def test_an_order_for_cash_is_promised_the_first_courier_who_collects() -> None:
    air, road, slower = a_courier(2, cod=False), a_courier(5), a_courier(9)
    promise = promise_from("560041", [air, road, slower], now=MONDAY)
    assert promise.as_text() == promise_from("560041", [air], now=MONDAY).as_text()
    assert promise.as_text(is_cod=True) == promise_from("560041", [road], now=MONDAY).as_text()
    assert promise.as_text() != promise.as_text(is_cod=True)


def test_where_the_first_courier_collects_cash_there_is_one_promise() -> None:
    promise = promise_from("560041", [a_courier(2), a_courier(5), a_courier(cod=False)], now=MONDAY)
    assert (promise.cash_earliest, promise.cash_latest) == (None, None)
    assert promise.as_text(is_cod=True) == promise.as_text() != {}


def test_where_nobody_who_collects_names_days_those_for_cash_are_an_estimate() -> None:
    silent, named = a_courier(None), a_courier(4, cod=False)
    promise = promise_from("560041", [silent, named], now=MONDAY)
    assert promise.as_text()["source"] == "courier"
    assert promise.as_text(is_cod=True) == estimate_for("560041", now=MONDAY).as_text()


def test_where_nobody_collects_or_goes_there_are_no_days_for_cash() -> None:
    nobody_collects = promise_from("560041", [a_courier(2, cod=False)], now=MONDAY)
    assert (nobody_collects.cash_earliest, nobody_collects.is_cash_estimate) == (None, False)
    assert nowhere("790001").as_text(is_cod=True) == {}


def test_where_nobody_goes_nothing_is_promised() -> None:
    promise = promise_from("790001", [], now=MONDAY)
    assert promise == nowhere("790001") == Promise("790001", False, None, None, False, False)
    assert promise.as_text() == {}


def test_an_estimate_is_the_zones_days_with_slack_and_never_promises_cash() -> None:
    assert estimate_for("411038", now=MONDAY) == Promise(
        "411038", True, date(2026, 11, 25), date(2026, 11, 28), is_estimate=True, allows_cod=False
    )
    assert estimate_for("411038", now=MONDAY).as_text()["source"] == "estimate"


@pytest.mark.parametrize(
    "pincode", ["411038", "403001", "400053", "560034", "600017", "110001", "722101", "682016"]
)
def test_an_estimate_is_no_more_hopeful_than_the_couriers_by_road(pincode: str) -> None:
    days = int(offers(pincode, 0.5)[0]["estimated_delivery_days"])
    said = promise_from(pincode, [a_courier(days)], now=MONDAY)
    guess = estimate_for(pincode, now=MONDAY)
    assert said.earliest
    assert said.latest
    assert guess.earliest
    assert guess.latest
    assert guess.earliest <= said.earliest <= said.latest <= guess.latest


@pytest.mark.parametrize(
    ("pincode", "zone"),
    [
        ("411005", LOCAL),
        ("412105", LOCAL),
        ("412401", NEAR),
        ("403001", NEAR),
        ("400053", NEAR),
        ("560041", METRO),
        ("110001", METRO),
        ("201301", METRO),
        ("226001", REST),
        ("682016", REST),
        ("682555", FAR),
        ("744101", FAR),
        ("194101", FAR),
        ("790001", FAR),
    ],
)
def test_the_longest_prefix_tells_the_zone(pincode: str, zone: Zone) -> None:
    assert zone_of(pincode) is zone


def test_a_farther_zone_never_takes_less_time() -> None:
    zones = [LOCAL, NEAR, METRO, REST, FAR]
    assert [z.fastest for z in zones] == sorted(z.fastest for z in zones)
    assert [z.slowest for z in zones] == sorted(z.slowest for z in zones)
    assert all(zone.fastest < zone.slowest for zone in zones)
    assert SLACK_DAYS > 0


def test_sundays_and_holidays_are_no_working_days() -> None:
    assert is_working_day(date(2026, 11, 28))  # a Saturday is one
    assert not is_working_day(date(2026, 11, 29))
    assert not is_working_day(date(2026, 12, 25))
    assert working_day_from(date(2026, 12, 25)) == date(2026, 12, 26)
    assert working_day_after(date(2026, 12, 24), 2) == date(2026, 12, 28)


@pytest.mark.parametrize("year", [2026, 2027])
def test_each_year_has_the_three_national_holidays(year: int) -> None:
    named = {HOLIDAYS.get(date(year, *day)) for day in ((1, 26), (8, 15), (10, 2))}
    assert named == {"Republic Day", "Independence Day", "Gandhi Jayanti"}
