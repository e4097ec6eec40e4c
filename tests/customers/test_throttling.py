"""Counting tries, for all processes together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine

from config.errors import TooMany
from customers.models import Throttle
from customers.services.throttling import forget, hit, try_once

MINUTE = timedelta(minutes=1)


@time_machine.travel("2026-11-23T10:00:15Z", tick=False)
def test_one_try_too_many_is_told_how_long_to_wait() -> None:
    for _ in range(3):
        hit("order/203.0.113.9", 3, MINUTE)
    with pytest.raises(TooMany, match="wait a minute") as refusal:
        hit("order/203.0.113.9", 3, MINUTE)
    assert refusal.value.retry_after == 46


@time_machine.travel("2026-11-23T10:00:15Z", tick=False)
def test_another_key_has_its_own_count() -> None:
    hit("order/203.0.113.9", 1, MINUTE)
    hit("order/203.0.113.8", 1, MINUTE)


def test_the_next_window_begins_at_none() -> None:
    with time_machine.travel("2026-11-23T10:00:59Z", tick=False) as clock:
        hit("order/203.0.113.9", 1, MINUTE)
        clock.shift(2)
        hit("order/203.0.113.9", 1, MINUTE)


@time_machine.travel("2026-11-23T10:00:15Z", tick=False)
def test_the_count_is_swept_up_after_its_window() -> None:
    hit("order/203.0.113.9", 1, MINUTE)
    [counter] = Throttle.scan()
    assert counter.key.startswith("#throttle/order/203.0.113.9/")
    assert counter.expires_at is not None
    assert counter.expires_at.isoformat() == "2026-11-23T10:02:00+00:00"


def test_two_tries_at_the_same_moment_are_two() -> None:
    seen: list[int] = []

    def one_more_meanwhile(tries: int) -> timedelta:
        seen.append(tries)
        if len(seen) == 1:
            try_once("door", wait_after=no_wait, forget_after=MINUTE)
        return timedelta(0)

    assert try_once("door", wait_after=one_more_meanwhile, forget_after=MINUTE) == 2
    assert seen == [1, 2]


def no_wait(tries: int) -> timedelta:
    return timedelta(0)


def test_a_wait_is_kept_until_it_is_over_or_forgotten() -> None:
    def a_minute(tries: int) -> timedelta:
        return MINUTE

    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as clock:
        assert try_once("door", wait_after=a_minute, forget_after=2 * MINUTE) == 1
        with pytest.raises(TooMany):
            try_once("door", wait_after=a_minute, forget_after=2 * MINUTE)
        clock.shift(60)
        assert try_once("door", wait_after=a_minute, forget_after=2 * MINUTE) == 2
        forget("door")
        assert try_once("door", wait_after=no_wait, forget_after=2 * MINUTE) == 1


@pytest.mark.server
def test_of_twenty_at_once_only_the_limit_gets_through() -> None:
    def gets_through(_: int) -> bool:
        try:
            hit("order/203.0.113.9", 5, timedelta(days=3650))
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(gets_through, range(20))) == 5
