"""What a webhook tells of itself: few writes, and none that can hurt its answer."""

from datetime import timedelta

import pytest
from pynamodb.exceptions import UpdateError

from config import clock
from config.webhook_health import Ear, read
from payments.models import RazorpayHealth
from tests.calls import counted


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Ear:
    """An ear of a new process, whose clock the test turns."""
    monkeypatch.setattr("config.webhook_health.time.monotonic", lambda: NOW[0])
    NOW[0] = 1000.0
    return Ear(RazorpayHealth, "razorpay")


NOW = [0.0]


def kept() -> tuple[str | None, str | None, int, int]:
    row, today, yesterday = read(RazorpayHealth, "razorpay", clock.now())
    return (row.last_event if row else None), (row.last_failure if row else None), today, yesterday


def test_nothing_was_ever_heard() -> None:
    assert kept() == (None, None, 0, 0)


def test_events_are_written_once_a_minute(ear: Ear) -> None:
    with counted() as calls:
        for second in range(0, 60, 5):
            NOW[0] = 1000.0 + second
            ear.heard(lambda: "payment.captured")
    assert calls["UpdateItem"] == 1
    NOW[0] = 1060.0
    ear.heard(lambda: "refund.processed")
    assert kept() == ("refund.processed", None, 0, 0)


def test_every_failure_is_counted_though_not_each_is_written(ear: Ear) -> None:
    with counted() as calls:
        for second in (0, 1, 2, 9.9, 10):
            NOW[0] = 1000.0 + second
            ear.failed("wrong signature")
    assert calls["UpdateItem"] == 4  # twice the last failure, twice the day
    assert kept() == (None, "wrong signature", 5, 0)


def test_yesterdays_failures_are_told_apart(ear: Ear) -> None:
    ear.failed("wrong signature")
    _, today, yesterday = read(RazorpayHealth, "razorpay", clock.now() + timedelta(days=1))
    assert (today, yesterday) == (0, 1)


def test_a_table_that_fails_is_only_logged(
    ear: Ear, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise UpdateError("the table is away")

    monkeypatch.setattr(RazorpayHealth, "update", broken)
    ear.heard(lambda: "payment.captured")
    ear.failed("wrong signature")
    assert caplog.text.count("could not be noted") == 2


def test_it_waits_half_a_second_and_asks_once() -> None:
    meta = RazorpayHealth.Meta
    assert meta.connect_timeout_seconds + meta.read_timeout_seconds <= 1
    assert meta.max_retry_attempts == 0
