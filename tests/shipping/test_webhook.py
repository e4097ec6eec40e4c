"""The tracking webhook: who may speak, what is believed, and that it always hears 200."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from config import clock
from orders.rules import Status
from shipping import queries
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.services.polling import poll_quiet
from tests.shipping import office as at
from tests.shipping.bench import a_packed_order, a_parcel, flags, now_of
from tests.shipping.office import Office

URL = "/shipping/tracking/webhook"
WORD = "tests-courier-token"
SCAN = {
    "date": "2026-11-24 11:59:16",
    "status": "X-PPOM",
    "activity": "Shipment picked up",
    "location": "Pune_Hadapsar (Maharashtra)",
    "sr-status": "42",
    "sr-status-label": "PICKED UP",
}


def an_event(parcel: Shipment, status_id: int, label: str = "", **given: Any) -> dict[str, Any]:
    """What Shiprocket posts; `current_status_id` is of another table and must not count."""
    fields = {
        "awb": parcel.tracking_number,
        "courier_name": "Delhivery",
        "current_status": label,
        "current_status_id": 7,
        "shipment_status": label,
        "shipment_status_id": status_id,
        "current_timestamp": "24 11 2026 11:43:52",
        "order_id": parcel.reference,
        "etd": "2026-11-27 15:40:19",
        "scans": [SCAN],
        "is_return": 0,
    }
    return fields | given


def post(body: object, word: str | None = WORD) -> int:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {} if word is None else {"x-api-key": word}
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    return client.post(URL, raw, content_type="application/json", headers=headers).status_code


def as_it_is(parcel: Shipment) -> Shipment:
    return queries.shipment(parcel.shipment_id, parcel.order_id)


def now_at_shiprocket(office: Office, parcel: Shipment, status_id: int) -> None:
    track = {"awb_code": parcel.tracking_number, "delivered_date": "2026-11-25 12:00:00"}
    office.tracked[parcel.tracking_number or ""] = {
        "track_status": 1,
        "shipment_status": status_id,
        "shipment_track": [track],
        "shipment_track_activities": [SCAN],
    }


def test_news_moves_the_parcel_and_keeps_its_scans(office: Office) -> None:
    parcel = a_parcel()
    assert post(an_event(parcel, 18)) == 200
    parcel = as_it_is(parcel)
    assert parcel.status is ShipmentStatus.IN_TRANSIT
    assert parcel.estimated_delivery == "2026-11-27T10:10:19.000Z"
    (scan,) = parcel.scans or []
    assert (scan.at, scan.status, scan.status_id) == (
        "2026-11-24T06:29:16.000Z",
        "Picked Up",
        "42",
    )


@pytest.mark.parametrize(
    "word", [None, "", "wrong", "tests-courier-toke", WORD + "x", "\xfcberall"]
)
def test_a_stranger_is_turned_away(office: Office, word: str | None) -> None:
    parcel = a_parcel()
    assert post(an_event(parcel, 18), word) == 401
    assert as_it_is(parcel).status is ShipmentStatus.PENDING


def test_the_older_word_counts_while_it_is_being_replaced(
    office: Office, settings: Settings
) -> None:
    settings.SHIPROCKET_WEBHOOK_TOKEN, settings.SHIPROCKET_OLDER_TOKEN = "the new word", WORD
    parcel = a_parcel()
    assert [post(an_event(parcel, 18), word) for word in (WORD, "the new word", "x")] == [
        200,
        200,
        401,
    ]
    assert as_it_is(parcel).status is ShipmentStatus.IN_TRANSIT
    settings.SHIPROCKET_OLDER_TOKEN = ""
    assert post(an_event(parcel, 18)) == 401


def test_without_a_word_in_the_settings_nobody_may_speak(settings: Settings) -> None:
    settings.SHIPROCKET_WEBHOOK_TOKEN = ""
    assert [post({}, word) for word in ("", None, "x")] == [401, 401, 401]


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'"x"', b"12", b"\xff{}", b"[" * 60_000])
def test_what_is_no_json_object_is_a_bad_request(raw: bytes) -> None:
    assert post(raw) == 400


def test_a_body_over_64_kb_is_too_much() -> None:
    assert post(b"{" + b" " * 66_000 + b"}") == 413


def test_only_posts_are_heard() -> None:
    assert Client().get(URL).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"test": True},
        {"awb": None},
        {"awb": ""},
        {"awb": []},
        {"awb": "unknown", "shipment_status_id": 7},
        {"awb": "x" * 5000, "shipment_status_id": 7},
        {"awb": "#token", "order_id": "#token", "shipment_status_id": 7},
        {"awb": "\ud800", "order_id": "\ud800", "shipment_status_id": 18},
        {"awb": "1", "shipment_status_id": "NaN", "scans": "none", "etd": {}},
    ],
)
def test_odd_bodies_and_unknown_parcels_hear_200(body: dict[str, Any]) -> None:
    assert post(body) == 200


def test_a_delivery_that_shiprocket_confirms_closes_the_order(office: Office) -> None:
    parcel = a_parcel()
    now_at_shiprocket(office, parcel, 7)
    assert post(an_event(parcel, 7)) == 200
    assert (as_it_is(parcel).status, now_of(parcel).status) == (
        ShipmentStatus.DELIVERED,
        Status.DELIVERED,
    )
    assert as_it_is(parcel).actual_delivery == "2026-11-25T06:30:00.000Z"


@pytest.mark.parametrize("status_id", [7, 23, 26, 10, 14, 12, 24, 25, 44, 8, 45, 9, 46, 78])
def test_a_forged_end_is_not_believed(office: Office, status_id: int) -> None:
    parcel = a_parcel()
    now_at_shiprocket(office, parcel, 18)
    assert post(an_event(parcel, status_id)) == 200
    assert as_it_is(parcel).status is ShipmentStatus.IN_TRANSIT
    assert (now_of(parcel).status, flags(parcel)) == (Status.SHIPPED, {})


@pytest.mark.parametrize(
    ("label", "number"), [("DELIVERED", 7), ("RTO DELIVERED", 10), ("LOST", 12)]
)
def test_an_end_told_in_words_alone_is_asked_back_as_well(
    office: Office, label: str, number: int
) -> None:
    parcel = a_parcel()
    now_at_shiprocket(office, parcel, 18)
    forged = an_event(parcel, number, label) | {"shipment_status_id": None}
    assert post(forged) == 200
    assert as_it_is(parcel).status is ShipmentStatus.IN_TRANSIT


def test_where_shiprocket_cannot_be_asked_the_worker_asks_at_its_next_pass(office: Office) -> None:
    parcel = a_parcel()
    now_at_shiprocket(office, parcel, 7)
    office.before["track"] = at.down
    assert post(an_event(parcel, 7)) == 200
    assert now_of(parcel).status is Status.SHIPPED
    assert [poll_quiet(clock.now()), poll_quiet(clock.now())] == [1, 0]
    assert now_of(parcel).status is Status.DELIVERED


def test_an_end_that_is_not_confirmed_yet_is_asked_for_once_more(office: Office) -> None:
    parcel = a_parcel()
    assert post(an_event(parcel, 7)) == 200
    assert [poll_quiet(clock.now()), poll_quiet(clock.now())] == [1, 0]


def test_news_meanwhile_does_not_drop_the_question(office: Office) -> None:
    parcel = a_parcel()
    office.before["track"] = at.down
    post(an_event(parcel, 7))
    post(an_event(parcel, 18))
    assert poll_quiet(clock.now()) == 1


def test_an_event_repeated_five_times_asks_shiprocket_once(office: Office) -> None:
    parcel = a_parcel()
    now_at_shiprocket(office, parcel, 7)
    assert [post(an_event(parcel, 7)) for _ in range(5)] == [200] * 5
    assert office.calls.count("track") == 1


def test_news_of_a_return_is_not_news_of_the_parcel(office: Office) -> None:
    parcel = a_parcel()
    assert post(an_event(parcel, 18, is_return=1)) == 200
    assert as_it_is(parcel).status is ShipmentStatus.PENDING


def test_an_awb_must_fit_its_reference(office: Office) -> None:
    mine, other = a_parcel(), a_parcel()
    assert post(an_event(mine, 18, order_id=other.reference)) == 200
    assert (as_it_is(mine).status, as_it_is(other).status) == (
        ShipmentStatus.IN_TRANSIT,
        ShipmentStatus.PENDING,
    )


def test_an_order_without_a_parcel_hears_200(office: Office) -> None:
    order = a_packed_order()
    body = {"awb": "1", "order_id": order.order_id, "shipment_status_id": 7}
    assert post(body) == 200
    assert now_of(order).status is Status.PROCESSING
